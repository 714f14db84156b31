import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound, preconditionFailed } from "../../platform/errors.ts";
import { findLocations } from "./locations.repo.ts";
import type { Location } from "./locations.schema.ts";

/** All locations, in the order in which orders take from them. A shop has a handful. */
export async function listLocations(ctx: Ctx): Promise<Location[]> {
  requirePermission(ctx, "inventory:manage");
  return findLocations(ctx);
}

/** @throws resource.not_found; resource.precondition_failed when it is not of `expectedVersion` */
export async function locationOrThrow(ctx: Ctx, id: string, expectedVersion?: number): Promise<Location> {
  requirePermission(ctx, "inventory:manage");
  const [location] = await findLocations(ctx, id);
  if (!location) throw notFound("There is no such location.");
  if (expectedVersion !== undefined && expectedVersion !== location.version) throw locationStale();
  return location;
}

export function locationStale() {
  return preconditionFailed("The location has changed since it was read: read it again and decide anew.");
}
