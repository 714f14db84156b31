import { sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, type Statement } from "../../platform/db.ts";
import { locations, MAIN_LOCATION_ID } from "./inventory.table.ts";
import type { Location } from "./locations.schema.ts";

type Row = Omit<Location, "active" | "is_main"> & { active: number };

/** All locations, in the order in which orders take from them, or the one with this id. */
export async function findLocations(ctx: Ctx, id?: string): Promise<Location[]> {
  const rows = await ctx.db.all<Row>(sql`
    SELECT id, name, priority, active, created_at, updated_at, version FROM locations
    WHERE ${id === undefined ? sql`true` : sql`id = ${id}`} ORDER BY priority, id`);
  return rows.map((row) => ({ ...row, active: row.active === 1, is_main: row.id === MAIN_LOCATION_ID }));
}

export function insertLocationStmt(row: typeof locations.$inferInsert): Statement {
  return insertRows(locations, [row]);
}

/** The NOT NULL that a location of another version violates. */
export const LOCATION_UNCHANGED = "locations.version";

export function updateLocationStmt(
  ctx: Ctx,
  seen: { id: string; version: number },
  after: { name: string; priority: number; active: boolean },
): Statement {
  return sql`UPDATE locations SET name = ${after.name}, priority = ${after.priority}, active = ${Number(after.active)},
      updated_at = ${isoTime(ctx.now())}, version = CASE WHEN version = ${seen.version} THEN version + 1 END
    WHERE id = ${seen.id}`;
}

/**
 * Deletes a location of this version with its empty levels. One with stock or a history violates "FOREIGN KEY". The versions of
 * its levels are kept in their variants', so that no ETag comes back.
 */
export function deleteLocationStmts({ id, version }: { id: string; version: number }): Statement[] {
  return [
    sql`UPDATE locations SET version = CASE WHEN version = ${version} THEN version END WHERE id = ${id}`,
    sql`UPDATE product_variants SET stock_version = stock_version + l.version + 1
        FROM stock_levels l WHERE l.location_id = ${id} AND l.variant_id = product_variants.id`,
    sql`DELETE FROM stock_levels WHERE location_id = ${id} AND on_hand = 0 AND reserved = 0`,
    sql`DELETE FROM locations WHERE id = ${id}`,
  ];
}

/** The next variants, by id, that a location has or owes units of. */
export async function findVariantsAt(
  ctx: Ctx,
  locationId: string,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await ctx.db.all<{ variant_id: string }>(sql`
    SELECT variant_id FROM stock_levels
    WHERE location_id = ${locationId} AND variant_id > ${after} AND on_hand <> reserved ORDER BY variant_id LIMIT ${limit}`);
  return rows.map((row) => row.variant_id);
}
