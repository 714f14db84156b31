import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { checkVersion } from "../../platform/overtaken.ts";
import { findRate, type RateRow } from "./rates.repo.ts";
import { findZone, type ZoneRow } from "./zones.repo.ts";

/** @throws resource.not_found; resource.precondition_failed when it is not of `expectedVersion` */
export async function zoneOrThrow(ctx: Ctx, id: string, expectedVersion?: number): Promise<ZoneRow> {
  const row = await findZone(ctx, id);
  if (!row) throw notFound("There is no such shipping zone.");
  checkVersion(row, expectedVersion);
  return row;
}

/** A rate of a zone. @throws resource.not_found; resource.precondition_failed when it is not of `expectedVersion` */
export async function rateOrThrow(
  ctx: Ctx,
  { id, rate_id }: { id: string; rate_id: string },
  expectedVersion?: number,
): Promise<RateRow> {
  const row = await findRate(ctx, id, rate_id);
  if (!row) throw notFound("The zone has no such shipping rate.");
  checkVersion(row, expectedVersion);
  return row;
}
