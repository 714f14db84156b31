import { sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";
import { COUNTED_ENTRIES, COUNTED_STEPS } from "./recount.repo.ts";

/** The roll-up of one time zone. `next_day`: where its first count goes on; null once all days were counted. */
export interface Rollup {
  id: number;
  zone: string;
  next_day: string | null;
  looked_until: string;
}

/** Reads the roll-up of the shop's time zone; made to fit into a batch. */
export function rollupStmt(ctx: Ctx): Statement {
  return sql`SELECT id, zone, next_day, looked_until FROM analytics_rollups WHERE zone = ${ctx.config.SHOP_TIME_ZONE}`;
}

export async function findRollup(ctx: Ctx): Promise<Rollup | undefined> {
  const [row] = await ctx.db.all<Rollup>(rollupStmt(ctx).getSQL());
  return row;
}

/** When there was anything to be counted first. */
export async function findFirstTime(ctx: Ctx): Promise<string | undefined> {
  const [row] = await ctx.db.all<{ first: string | null }>(sql`
    SELECT MIN(first) AS first FROM (SELECT MIN(created_at) AS first FROM orders
      UNION ALL SELECT MIN(occurred_at) FROM payment_transactions UNION ALL SELECT MIN(slot) FROM cart_start_counts)`);
  return row?.first ?? undefined;
}

/** Begins a roll-up; one that there is stays. */
export function insertRollupStmt(ctx: Ctx, nextDay: string): Statement {
  const now = isoTime(ctx.now());
  return sql`INSERT INTO analytics_rollups (zone, next_day, looked_until, created_at)
    VALUES (${ctx.config.SHOP_TIME_ZONE}, ${nextDay}, ${now}, ${now}) ON CONFLICT DO NOTHING`;
}

export function setNextDayStmt(rollup: Pick<Rollup, "id">, day: string | null): Statement {
  return sql`UPDATE analytics_rollups SET next_day = ${day} WHERE id = ${rollup.id}`;
}

export function setLookedUntilStmt(rollup: Pick<Rollup, "id">, until: Date): Statement {
  return sql`UPDATE analytics_rollups SET looked_until = MAX(looked_until, ${isoTime(until)}) WHERE id = ${rollup.id}`;
}

/** The hours (UTC, "2026-03-29T07") in which anything happened that was written down since then. */
export async function findTouchedHours(ctx: Ctx, since: Date): Promise<string[]> {
  const from = isoTime(since);
  const rows = await ctx.db.all<{ hour: string }>(sql`
    SELECT substr(at, 1, 13) AS hour FROM order_transitions WHERE ${COUNTED_STEPS} AND at >= ${from}
    UNION SELECT substr(occurred_at, 1, 13) FROM payment_transactions WHERE ${COUNTED_ENTRIES} AND created_at >= ${from}
    UNION SELECT substr(slot, 1, 13) FROM cart_start_counts WHERE updated_at >= ${from} ORDER BY 1`);
  return rows.map((row) => row.hour);
}

const TABLES = ["daily_sales", "daily_refunds", "daily_product_sales", "daily_carts"];

/** A roll-up of another time zone than the shop's, and its first day that is still kept. */
export async function findOldRollup(ctx: Ctx): Promise<{ id: number; first_day: string | null } | undefined> {
  const first = TABLES.map((table) => `SELECT MIN(day) AS day FROM ${table} WHERE rollup_id = r.id`).join(
    " UNION ALL ",
  );
  const [row] = await ctx.db.all<{ id: number; first_day: string | null }>(sql`
    SELECT r.id, (SELECT MIN(day) FROM (${sql.raw(first)})) AS first_day FROM analytics_rollups r
    WHERE r.zone <> ${ctx.config.SHOP_TIME_ZONE} ORDER BY r.id LIMIT 1`);
  return row;
}

/** Deletes a roll-up without days. */
export function deleteRollupStmt(id: number): Statement {
  return sql`DELETE FROM analytics_rollups WHERE id = ${id}`;
}

/** Deletes the days of a roll-up before `until`, its first being `from`: should its zone be the shop's again, it counts from there on. */
export function deleteDaysStmts(id: number, from: string, until: string): Statement[] {
  return [
    sql`UPDATE analytics_rollups SET next_day = MIN(COALESCE(next_day, ${from}), ${from}) WHERE id = ${id}`,
    ...TABLES.map((table) => sql`DELETE FROM ${sql.raw(table)} WHERE rollup_id = ${id} AND day < ${until}`),
  ];
}

/** Counts what monitoring shows and what costs a look at every variant or user. */
export function countGaugesStmts(ctx: Ctx): Statement[] {
  const gauge = (name: string, query: string) => sql`INSERT INTO analytics_gauges (name, value, counted_at)
    SELECT ${name}, (${sql.raw(query)}), ${isoTime(ctx.now())} WHERE true
    ON CONFLICT (name) DO UPDATE SET value = excluded.value, counted_at = excluded.counted_at`;
  return [
    gauge(
      "stock_outs",
      `SELECT COUNT(*) FROM product_variants v JOIN products p ON p.id = v.product_id AND p.status = 'active'
        WHERE v.archived_at IS NULL AND v.inventory_policy = 'deny' AND NOT EXISTS (SELECT 1 FROM stock_levels s
          WHERE s.variant_id = v.id AND (s.on_hand > s.reserved OR s.backorder = 1))`,
    ),
    gauge("users", "SELECT COUNT(*) FROM users WHERE status = 'active'"),
  ];
}
