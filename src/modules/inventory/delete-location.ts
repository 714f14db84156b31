import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { locationInUse, mainLocation } from "./inventory.errors.ts";
import { deleteLocationStmts, LOCATION_UNCHANGED } from "./locations.repo.ts";
import { locationOrThrow, locationStale } from "./read-location.ts";

/**
 * Deletes a location that never had anything; one with a history can be closed.
 * @throws resource.not_found; resource.precondition_failed when it is not of `expectedVersion`, or changes at the same time
 * @throws inventory.main_location; inventory.location_in_use
 */
export async function deleteLocation(
  ctx: Ctx,
  target: { id: string; expectedVersion: number | undefined },
): Promise<void> {
  const location = await locationOrThrow(ctx, target.id, target.expectedVersion);
  if (location.is_main) throw mainLocation("The main location cannot be deleted.");
  await commit(ctx, {
    statements: deleteLocationStmts(location),
    audit: { action: "location.delete", entity: "location", entityId: location.id, before: location },
    constraints: {
      [LOCATION_UNCHANGED]: locationStale,
      "FOREIGN KEY": () =>
        locationInUse(
          "It has stock, or the ledger knows it. Move what is there, then close it (active: false).",
        ),
    },
  });
}
