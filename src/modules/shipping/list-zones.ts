import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { decodeCursor, pageOf, type Pagination } from "../../platform/pagination.ts";
import { zoneOrThrow } from "./get-zone.ts";
import { findRates, type RateRow } from "./rates.repo.ts";
import { findZones, type ZoneRow } from "./zones.repo.ts";

interface Page {
  limit: number;
  cursor?: string | undefined;
}

/** One keyset page of the shipping zones, in the order in which they were made. */
export async function listZones(
  ctx: Ctx,
  { limit, cursor }: Page,
): Promise<{ rows: ZoneRow[]; pagination: Pagination }> {
  requirePermission(ctx, "order:manage");
  const after = decodeCursor(cursor, "zones")?.id ?? "";
  const rows = await findZones(ctx, { after, limit: limit + 1 });
  return pageOf(rows, limit, ({ id }) => ({ sort: "zones", value: id, id }));
}

/** One keyset page of a zone's rates, in the order in which they were made. @throws resource.not_found */
export async function listRates(
  ctx: Ctx,
  zoneId: string,
  { limit, cursor }: Page,
): Promise<{ rows: RateRow[]; pagination: Pagination }> {
  requirePermission(ctx, "order:manage");
  await zoneOrThrow(ctx, zoneId);
  const sort = `rates:${zoneId}`;
  const after = decodeCursor(cursor, sort)?.id ?? "";
  const rows = await findRates(ctx, zoneId, { after, limit: limit + 1 });
  return pageOf(rows, limit, ({ id }) => ({ sort, value: id, id }));
}
