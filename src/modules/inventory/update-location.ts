import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { isSame } from "../../platform/is-same.ts";
import { mainLocation, nameTaken } from "./inventory.errors.ts";
import { locationSwitched } from "./inventory.events.ts";
import { LOCATION_UNCHANGED, updateLocationStmt } from "./locations.repo.ts";
import type { Location, LocationPatch } from "./locations.schema.ts";
import { locationOrThrow, locationStale } from "./read-location.ts";

/**
 * Renames a location, changes when orders take from it, opens or closes it. What a closed one has cannot be ordered; what orders
 * hold there stays held.
 * @throws resource.not_found; resource.precondition_failed when it is not of `expectedVersion`, or changes at the same time
 * @throws inventory.location_name_taken; inventory.main_location when that would be closed
 */
export async function updateLocation(
  ctx: Ctx,
  target: { id: string; expectedVersion: number | undefined },
  patch: LocationPatch,
): Promise<Location> {
  const location = await locationOrThrow(ctx, target.id, target.expectedVersion);
  const before = { name: location.name, priority: location.priority, active: location.active };
  const after = {
    name: patch.name ?? before.name,
    priority: patch.priority ?? before.priority,
    active: patch.active ?? before.active,
  };
  if (isSame(before, after)) return location;
  if (location.is_main && !after.active) throw mainLocation("The main location cannot be closed.");
  await commit(ctx, {
    statements: [updateLocationStmt(ctx, location, after)],
    audit: { action: "location.update", entity: "location", entityId: location.id, before, after },
    events: after.active === before.active ? [] : [locationSwitched({ location_id: location.id })],
    constraints: {
      [LOCATION_UNCHANGED]: locationStale,
      "locations.name": () => nameTaken(after.name),
    },
  });
  return locationOrThrow(ctx, target.id);
}
