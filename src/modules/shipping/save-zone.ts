import { requirePermission } from "../../platform/auth.ts";
import { commit, type Work } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { type DomainError, invalidInput } from "../../platform/errors.ts";
import { overtaken } from "../../platform/overtaken.ts";
import { placeText, placeView } from "../../platform/places.ts";
import { zoneOrThrow } from "./get-zone.ts";
import { placeTaken, zoneNameTaken } from "./shipping.errors.ts";
import {
  findZoneWith,
  insertZoneStmts,
  PLACE_NO_OVERLAP,
  PLACE_UNIQUE,
  replaceZoneStmts,
  ZONE_NAME,
  ZONE_UNCHANGED,
  type ZoneRow,
} from "./zones.repo.ts";
import type { ZoneBody } from "./zones.schema.ts";

/** Makes a shipping zone; it needs rates to ship anything. @throws shipping.place_taken, shipping.zone_name_taken, request.invalid */
export async function createZone(ctx: Ctx, body: ZoneBody): Promise<ZoneRow> {
  requirePermission(ctx, "system:admin");
  const id = ctx.newId();
  await save(ctx, id, body, {
    statements: insertZoneStmts(ctx, id, body),
    audit: { action: "shipping_zone.create", entity: "shipping_zone", entityId: id, after: body },
  });
  return zoneOrThrow(ctx, id);
}

/**
 * Replaces name and regions of a zone; its rates stay.
 * @throws resource.not_found; resource.precondition_failed; resource.conflict
 * @throws shipping.place_taken, shipping.zone_name_taken, request.invalid
 */
export async function replaceZone(
  ctx: Ctx,
  target: { id: string; expectedVersion: number | undefined },
  body: ZoneBody,
): Promise<ZoneRow> {
  requirePermission(ctx, "system:admin");
  const before = await zoneOrThrow(ctx, target.id, target.expectedVersion);
  const { rates: _, ...audited } = before;
  await save(ctx, target.id, body, {
    statements: replaceZoneStmts(ctx, before, body),
    audit: {
      action: "shipping_zone.replace",
      entity: "shipping_zone",
      entityId: target.id,
      before: { ...audited, regions: JSON.parse(before.regions) as unknown },
      after: body,
    },
    constraints: { [ZONE_UNCHANGED]: () => overtaken(target.expectedVersion) },
  });
  return zoneOrThrow(ctx, target.id);
}

class PlaceTaken extends Error {}

async function save(ctx: Ctx, id: string, body: ZoneBody, work: Work): Promise<void> {
  try {
    await commit(ctx, {
      ...work,
      constraints: {
        ...work.constraints,
        [ZONE_NAME]: () =>
          zoneNameTaken(`Another zone is called "${body.name}".`, { facts: { name: body.name } }),
        [PLACE_UNIQUE]: () => new PlaceTaken(),
        [PLACE_NO_OVERLAP]: () => new PlaceTaken(),
      },
    });
  } catch (error) {
    throw error instanceof PlaceTaken ? await placeError(ctx, id, body) : error;
  }
}

/** Names the zone that has a place already; without one, the zone has a place twice. */
async function placeError(ctx: Ctx, id: string, body: ZoneBody): Promise<DomainError> {
  const found = await findZoneWith(ctx, body.regions, id);
  if (!found) {
    return invalidInput("The zone names a place twice, or ranges of postal codes that overlap.", {
      errors: [{ pointer: "#/regions", code: "overlapping", message: "must not overlap" }],
    });
  }
  const place = placeView(found);
  return placeTaken(`The zone "${found.name}" has ${placeText(place)} already. Take it out there first.`, {
    facts: { zone: { id: found.id, name: found.name }, place },
  });
}
