import { sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import { deleteRow, replaceRow } from "../../platform/replace-row.ts";
import type { ShippingRateBody } from "./rates.schema.ts";
import { shippingRates } from "./shipping.table.ts";

export interface RateRow {
  id: string;
  zone_id: string;
  name: string;
  currency: string;
  amount: number;
  min_weight_grams: number;
  max_weight_grams: number | null;
  min_subtotal: number;
  max_subtotal: number | null;
  free_from: number | null;
  active: 0 | 1;
  min_days: number | null;
  max_days: number | null;
  tax_class: string;
  position: number;
  created_at: string;
  updated_at: string;
  version: number;
}

/** The NOT NULL that a rate of another version violates. */
export const RATE_UNCHANGED = "shipping_rates.version";

/** The columns of `RateRow`, as members of a JSON object, too. */
export const RATE_COLUMNS = [
  ...["id", "zone_id", "name", "currency", "amount", "min_weight_grams", "max_weight_grams", "min_subtotal"],
  ...["max_subtotal", "free_from", "active", "min_days", "max_days", "tax_class", "position", "created_at"],
  ...["updated_at", "version"],
];

const COLUMNS = sql.raw(RATE_COLUMNS.join(", "));

export function findRate(ctx: Ctx, zoneId: string, id: string): Promise<RateRow | null> {
  return prepareStatement(
    ctx.env.DB,
    sql`SELECT ${COLUMNS} FROM shipping_rates WHERE id = ${id} AND zone_id = ${zoneId}`,
  ).first<RateRow>();
}

/** The rates of a zone by id, from one on. */
export function findRates(
  ctx: Ctx,
  zoneId: string,
  page: { after: string; limit: number },
): Promise<RateRow[]> {
  return ctx.db.all(sql`SELECT ${COLUMNS} FROM shipping_rates
    WHERE zone_id = ${zoneId} AND id > ${page.after} ORDER BY id LIMIT ${page.limit}`);
}

/** Inserts a rate; "FOREIGN KEY" is violated when its zone is gone. */
export function insertRateStmt(ctx: Ctx, zoneId: string, id: string, body: ShippingRateBody): Statement {
  const now = isoTime(ctx.now());
  return insertRows(shippingRates, [{ id, zoneId, ...columnsOf(body), createdAt: now, updatedAt: now }]);
}

/** Replaces a rate of this version; RATE_UNCHANGED is violated when it is not. */
export function replaceRateStmt(ctx: Ctx, before: RateRow, body: ShippingRateBody): Statement {
  const times = { createdAt: before.created_at, updatedAt: isoTime(ctx.now()) };
  const row = { id: before.id, zoneId: before.zone_id, ...columnsOf(body), ...times };
  return replaceRow(shippingRates, "id", row, before.version);
}

export function deleteRateStmts({ id, version }: RateRow): Statement[] {
  return deleteRow(shippingRates, "id", id, version);
}

function columnsOf(body: ShippingRateBody) {
  return {
    name: body.name,
    currency: body.price.currency,
    amount: body.price.amount,
    minWeightGrams: body.min_weight_grams,
    maxWeightGrams: body.max_weight_grams ?? null,
    minSubtotal: body.min_subtotal?.amount ?? 0,
    maxSubtotal: body.max_subtotal?.amount ?? null,
    freeFrom: body.free_from?.amount ?? null,
    active: body.active,
    minDays: body.delivery?.min_days ?? null,
    maxDays: body.delivery?.max_days ?? null,
    taxClass: body.tax_class,
    position: body.position,
  };
}
