import { requirePermission } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { nameTaken } from "./inventory.errors.ts";
import { insertLocationStmt } from "./locations.repo.ts";
import type { Location, LocationBody } from "./locations.schema.ts";
import { locationOrThrow } from "./read-location.ts";

/** @throws inventory.location_name_taken */
export async function createLocation(ctx: Ctx, body: LocationBody): Promise<Location> {
  requirePermission(ctx, "inventory:manage");
  const id = ctx.newId();
  const now = isoTime(ctx.now());
  await commit(ctx, {
    statements: [insertLocationStmt({ id, ...body, createdAt: now, updatedAt: now })],
    audit: { action: "location.create", entity: "location", entityId: id, after: body },
    constraints: { "locations.name": () => nameTaken(body.name) },
  });
  return locationOrThrow(ctx, id);
}
