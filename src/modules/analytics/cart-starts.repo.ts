import { sql } from "drizzle-orm";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";

const DAY_SECONDS = 24 * 60 * 60;
/** So long it is known which carts were counted. */
const KEPT_DAYS = 90;
/** What is told later than this is not counted any more: some that it would be counted with may be forgotten soon. */
const COUNTED_DAYS = 80;

export interface CartStart {
  cart_id: string;
  generation: number;
  started_at: string;
}

/** The quarter of an hour that a time is in, in SQL. Every time zone's days begin with one. */
const slot = sql.raw(
  "strftime('%Y-%m-%dT%H:', started_at) || printf('%02d', strftime('%M', started_at) / 15 * 15) || ':00.000Z'",
);

/** Counts fillings of carts that were begun, each once however often it is told. */
export function countCartStartsStmts(ctx: Ctx, starts: readonly CartStart[]): Statement[] {
  const now = ctx.now();
  const recent = starts.filter(
    (each) => each.started_at >= isoTime(addSeconds(now, -COUNTED_DAYS * DAY_SECONDS)),
  );
  const rows = JSON.stringify(recent);
  // Bounds of the slots, so that the index finds what is in them.
  const inSlot = (start: string) =>
    sql.raw(
      `started_at >= ${start} AND started_at < strftime('%Y-%m-%dT%H:%M:%fZ', ${start}, '+15 minutes')`,
    );
  return [
    sql`INSERT INTO cart_starts (cart_id, generation, started_at)
      SELECT value ->> 'cart_id', value ->> 'generation', value ->> 'started_at' FROM json_each(${rows}) WHERE true ON CONFLICT DO NOTHING`,
    sql`INSERT INTO cart_start_counts (slot, carts, updated_at)
      SELECT slot, (SELECT COUNT(*) FROM cart_starts WHERE ${inSlot("slot")}), ${isoTime(now)}
      FROM (SELECT DISTINCT ${slot} AS slot FROM (SELECT value ->> 'started_at' AS started_at FROM json_each(${rows})))
      WHERE true
      ON CONFLICT (slot) DO UPDATE SET carts = excluded.carts, updated_at = excluded.updated_at WHERE carts <> excluded.carts`,
  ];
}

/** What lies so far back is not counted again. */
export function deleteCartStartsStmt(ctx: Ctx): Statement {
  return sql`DELETE FROM cart_starts WHERE started_at < ${isoTime(addSeconds(ctx.now(), -KEPT_DAYS * DAY_SECONDS))}`;
}
