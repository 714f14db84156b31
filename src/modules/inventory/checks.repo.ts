import { sql } from "drizzle-orm";
import { actorId } from "../../platform/auth.ts";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, insertRows, readBatch, type Statement } from "../../platform/db.ts";
import type { Position } from "../../platform/pagination.ts";
import type { BadLevel, Finding, LevelRepair, StrayReservation } from "./check-findings.ts";
import { inventoryChecks } from "./inventory.table.ts";

/** A paid order is booked as sold within seconds; after this long the event was lost. */
const BOOKED_SECONDS = 60 * 60;

export interface LevelKey {
  variant_id: string;
  location_id: string;
}

/** The next `limit` levels by key: how many they are, the last of them, and those that something is wrong with. */
export async function examineLevels(
  ctx: Ctx,
  after: LevelKey | undefined,
  limit: number,
): Promise<{ count: number; last: LevelKey | undefined; bad: BadLevel[] }> {
  const { variant_id = "", location_id = "" } = after ?? {};
  const page = sql`(SELECT * FROM stock_levels WHERE (variant_id, location_id) > (${variant_id}, ${location_id})
                    ORDER BY variant_id, location_id LIMIT ${limit})`;
  const [bad, [last]] = await readBatch<[BadLevel, LevelKey & { count: number }]>(ctx.env.DB, [
    sql`SELECT * FROM (
          SELECT p.variant_id AS variant_id, p.location_id AS location_id, p.on_hand AS on_hand, p.reserved AS reserved,
            p.backorder AS backorder, p.backorder_limit AS backorder_limit, p.version AS version,
            (SELECT COALESCE(SUM(m.delta), 0) FROM stock_movements m
              WHERE m.variant_id = p.variant_id AND m.location_id = p.location_id) AS ledger,
            (SELECT COALESCE(SUM(r.quantity), 0) FROM stock_reservations r
              WHERE r.variant_id = p.variant_id AND r.location_id = p.location_id AND r.state = 'open') AS held
          FROM ${page} p)
        WHERE on_hand <> ledger OR reserved <> held OR (backorder = 0 AND (on_hand < 0 OR reserved > on_hand))
          OR (backorder = 1 AND reserved - on_hand > backorder_limit)`,
    sql`SELECT variant_id, location_id, (SELECT COUNT(*) FROM ${page}) AS count FROM ${page}
        ORDER BY variant_id DESC, location_id DESC LIMIT 1`,
  ]);
  return { count: last?.count ?? 0, last, bad };
}

/** Up to `limit` open reservations of orders that are closed, gone or sent, or paid for long and not booked as such. */
export async function findStrayReservations(ctx: Ctx, limit: number): Promise<StrayReservation[]> {
  return ctx.db.all<StrayReservation>(sql`
    SELECT r.id, r.order_id, o.status AS order_status, r.variant_id, r.location_id, r.quantity
    FROM stock_reservations r LEFT JOIN orders o ON o.id = r.order_id
    WHERE r.state = 'open' AND (o.id IS NULL OR o.status IN ('expired', 'cancelled', 'shipped', 'delivered', 'completed') OR
      (o.status NOT IN ('pending_payment', 'payment_failed') AND r.leaves_at = 'payment' AND o.updated_at < ${isoTime(addSeconds(ctx.now(), -BOOKED_SECONDS))}))
    ORDER BY r.created_at, r.id LIMIT ${limit}`);
}

/** The NOT NULL that a level of another version violates. */
export const LEVEL_UNCHANGED = "stock_levels.version";

/** Puts levels right that still are of their versions: else LEVEL_UNCHANGED is violated. */
export function repairLevelsStmts(ctx: Ctx, repairs: readonly LevelRepair[], reason: string): Statement[] {
  if (repairs.length === 0) return [];
  const now = isoTime(ctx.now());
  const rows = JSON.stringify(repairs.map((repair) => ({ id: ctx.newId(), ...repair })));
  return [
    sql`UPDATE stock_levels SET reserved = j.value ->> 'reserved', updated_at = ${now},
          version = CASE WHEN version = j.value ->> 'version' THEN version + 1 END
        FROM json_each(${rows}) j
        WHERE stock_levels.variant_id = j.value ->> 'variant_id' AND stock_levels.location_id = j.value ->> 'location_id'`,
    sql`INSERT INTO stock_movements (id, variant_id, location_id, delta, balance, kind, reason, actor_kind, actor_id, created_at)
        SELECT value ->> 'id', value ->> 'variant_id', value ->> 'location_id', value ->> 'delta', value ->> 'on_hand', 'repair',
          ${reason}, ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${now}
        FROM json_each(${rows}) WHERE value ->> 'delta' <> 0`,
  ];
}

/** Releases reservations that are still open. The levels in `settled` have their figures already. */
export function releaseStraysStmts(
  ctx: Ctx,
  reservationIds: readonly string[],
  settled: readonly LevelKey[],
): Statement[] {
  if (reservationIds.length === 0) return [];
  const now = isoTime(ctx.now());
  const ids = inList(reservationIds);
  return [
    sql`UPDATE stock_levels SET reserved = reserved - r.quantity, version = version + 1, updated_at = ${now}
        FROM (SELECT variant_id, location_id, SUM(quantity) AS quantity FROM stock_reservations
              WHERE id IN ${ids} AND state = 'open' GROUP BY variant_id, location_id) r
        WHERE stock_levels.variant_id = r.variant_id AND stock_levels.location_id = r.location_id
          AND NOT EXISTS (SELECT 1 FROM json_each(${JSON.stringify(settled)}) j
                          WHERE j.value ->> 'variant_id' = r.variant_id AND j.value ->> 'location_id' = r.location_id)`,
    sql`UPDATE stock_reservations SET state = 'released', closed_at = ${now} WHERE id IN ${ids} AND state = 'open'`,
  ];
}

export interface CheckReport {
  id: string;
  started_at: string;
  finished_at: string;
  levels: number;
  breaches: number;
  findings: Finding[];
}

/** Keeps a report, and no longer than needed those before `keepFrom`. */
export function keepReportStmts(report: CheckReport, keepFrom: string): Statement[] {
  const { started_at: startedAt, finished_at: finishedAt, ...rest } = report;
  return [
    insertRows(inventoryChecks, [{ ...rest, startedAt, finishedAt }]),
    sql`DELETE FROM inventory_checks WHERE started_at < ${keepFrom}`,
  ];
}

/** One keyset page of the reports, the latest first: up to `limit`. */
export async function findReports(
  ctx: Ctx,
  after: Position | undefined,
  limit: number,
): Promise<CheckReport[]> {
  const rows = await ctx.db.all<Omit<CheckReport, "findings"> & { findings: string }>(sql`
    SELECT id, started_at, finished_at, levels, breaches, findings FROM inventory_checks
    WHERE ${after ? sql`(started_at, id) < (${after.value}, ${after.id})` : sql`true`}
    ORDER BY started_at DESC, id DESC LIMIT ${limit}`);
  // Written by this module only, as JSON of this shape.
  return rows.map((row) => ({ ...row, findings: JSON.parse(row.findings) as Finding[] }));
}
