import { type SQL, sql } from "drizzle-orm";
import { actorId, requirePermission } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import type { Stock } from "./inventory.schema.ts";
import { stockLevels, stockMovements } from "./inventory.table.ts";

interface StockRow {
  variant_id: string;
  sku: string;
  levels: string;
}

type LevelJson = Stock["levels"][number] & { version: number };

/** The stock of a variant at every location and in all; undefined when there is no such variant. */
export async function findStock(
  ctx: Ctx,
  by: { variantId: string } | { sku: string },
): Promise<Stock | undefined> {
  requirePermission(ctx, "inventory:manage");
  const where: SQL = "sku" in by ? sql`v.sku = ${by.sku}` : sql`v.id = ${by.variantId}`;
  const statement = sql`
    SELECT v.id AS variant_id, v.sku AS sku,
      (SELECT json_group_array(json_object('location_id', s.location_id, 'on_hand', s.on_hand, 'reserved', s.reserved,
           'available', s.on_hand - s.reserved, 'version', s.version) ORDER BY l.priority)
         FROM stock_levels s JOIN locations l ON l.id = s.location_id WHERE s.variant_id = v.id) AS levels
    FROM product_variants v WHERE ${where}`;
  const row = await prepareStatement(ctx.env.DB, statement).first<StockRow>();
  return row ? stockView(row) : undefined;
}

function stockView(row: StockRow): Stock {
  const levels = JSON.parse(row.levels) as LevelJson[];
  const sum = (field: "on_hand" | "reserved" | "available" | "version") =>
    levels.reduce((total, level) => total + level[field], 0);
  return {
    variant_id: row.variant_id,
    sku: row.sku,
    levels: levels.map(({ version: _, ...level }) => level),
    on_hand: sum("on_hand"),
    reserved: sum("reserved"),
    available: sum("available"),
    version: sum("version"),
  };
}

/** The variants whose stock changed at or after `since`. */
export async function variantsChangedSince(ctx: Ctx, since: Date): Promise<string[]> {
  const rows = await ctx.db.all<{ variant_id: string }>(
    sql`SELECT DISTINCT variant_id FROM stock_levels WHERE updated_at >= ${isoTime(since)}`,
  );
  return rows.map((row) => row.variant_id);
}

/** Changes on_hand at one location by `delta`, making the level if there is none, and writes the ledger. */
export function adjustStmts(
  ctx: Ctx,
  change: { variantId: string; locationId: string; delta: number; reason: string },
): Statement[] {
  const now = isoTime(ctx.now());
  const { variantId, locationId, delta, reason } = change;
  return [
    insertRows(stockLevels, [{ variantId, locationId, updatedAt: now }], sql`ON CONFLICT DO NOTHING`),
    sql`UPDATE stock_levels SET on_hand = on_hand + ${delta}, version = version + 1, updated_at = ${now}
        WHERE variant_id = ${variantId} AND location_id = ${locationId}`,
    insertRows(stockMovements, [
      {
        id: ctx.newId(),
        variantId,
        locationId,
        delta,
        kind: "adjustment",
        reason,
        actorKind: ctx.actor.kind,
        actorId: actorId(ctx.actor),
        createdAt: now,
      },
    ]),
  ];
}
