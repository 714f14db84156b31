import { sql } from "drizzle-orm";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, type Statement } from "../../platform/db.ts";
import type { Position } from "../../platform/pagination.ts";
import { ORDER_EVENTS, ORDER_TRANSITIONS } from "../orders/index.ts";
import { invariantChecks } from "./invariants.table.ts";
import { orderInvariants } from "./order-invariants.repo.ts";

/** One thing that does not hold. */
export interface Finding {
  code: string;
  entity: "order" | "event";
  entity_id: string;
  /** Ids and figures. */
  details: Record<string, unknown>;
}

export interface InvariantReport {
  id: string;
  started_at: string;
  finished_at: string;
  orders: number;
  breaches: number;
  findings: Finding[];
  /** The last of the changed orders that were looked at. */
  changed_at: string;
  changed_id: string;
  /** The last order of the pass through all of them; empty: the pass is at its end. */
  all_after: string;
}

const KEPT_SECONDS = 90 * 24 * 60 * 60;
/** The queue retries for half a day; what is not through after a day is forgotten by everybody. */
const DELIVERED_SECONDS = 24 * 60 * 60;
const MOST_EVENTS = 100;

const INVARIANTS = orderInvariants(ORDER_TRANSITIONS, ORDER_EVENTS);
const THESE = "(SELECT * FROM orders WHERE id IN (SELECT value FROM json_each(?1)))";

/** The breaches of these orders, read in one batch: as of one moment. */
export async function examineOrders(ctx: Ctx, ids: readonly string[]): Promise<Finding[]> {
  const all = Object.entries(INVARIANTS);
  const list = JSON.stringify(ids);
  const results = await ctx.env.DB.batch<Record<string, unknown> & { id: string }>(
    all.map(([, { breaches }]) => ctx.env.DB.prepare(breaches(THESE)).bind(list)),
  );
  return all.flatMap(([code], index) =>
    (results[index]?.results ?? []).map(({ id, ...details }): Finding => {
      return { code, entity: "order", entity_id: id, details };
    }),
  );
}

/** Events that were neither delivered nor set aside for a day: the first of them. */
export async function findLostEvents(ctx: Ctx): Promise<Finding[]> {
  const before = isoTime(addSeconds(ctx.now(), -DELIVERED_SECONDS));
  const rows = await ctx.db.all<{ id: string; type: string; occurred_at: string }>(sql`
    SELECT id, type, occurred_at FROM outbox o WHERE delivered_at IS NULL AND occurred_at < ${before}
      AND NOT EXISTS (SELECT 1 FROM dead_letters d WHERE d.event_id = o.id) ORDER BY occurred_at LIMIT ${MOST_EVENTS}`);
  return rows.map(({ id, ...details }) => ({
    code: "event_delivered",
    entity: "event",
    entity_id: id,
    details,
  }));
}

export interface ChangedOrder {
  id: string;
  updated_at: string;
}

/** The orders that were changed next after a position, and before a time. */
export function findChanged(
  ctx: Ctx,
  after: { changed_at: string; changed_id: string },
  before: string,
  limit: number,
): Promise<ChangedOrder[]> {
  return ctx.db.all(sql`SELECT id, updated_at FROM orders
    WHERE (updated_at, id) > (${after.changed_at}, ${after.changed_id}) AND updated_at < ${before}
    ORDER BY updated_at, id LIMIT ${limit}`);
}

/** The next orders by id, which is by when they were placed. */
export function findNext(ctx: Ctx, after: string, limit: number): Promise<{ id: string }[]> {
  return ctx.db.all(sql`SELECT id FROM orders WHERE id > ${after} ORDER BY id LIMIT ${limit}`);
}

/** Keeps a report, and none that is older than 90 days. */
export function keepReportStmts(ctx: Ctx, report: InvariantReport): Statement[] {
  const { id, started_at, finished_at, orders, breaches, findings, changed_at, changed_id, all_after } =
    report;
  return [
    insertRows(invariantChecks, [
      {
        ...{ id, orders, breaches, findings },
        ...{ startedAt: started_at, finishedAt: finished_at },
        ...{ changedAt: changed_at, changedId: changed_id, allAfter: all_after },
      },
    ]),
    sql`DELETE FROM invariant_checks WHERE started_at < ${isoTime(addSeconds(ctx.now(), -KEPT_SECONDS))}`,
  ];
}

/** One keyset page of the reports, the latest first: up to `limit`. */
export async function findReports(
  ctx: Ctx,
  after: Position | undefined,
  limit: number,
): Promise<InvariantReport[]> {
  const rows = await ctx.db.all<Omit<InvariantReport, "findings"> & { findings: string }>(sql`
    SELECT id, started_at, finished_at, orders, breaches, findings, changed_at, changed_id, all_after FROM invariant_checks
    WHERE ${after ? sql`(started_at, id) < (${after.value}, ${after.id})` : sql`true`}
    ORDER BY started_at DESC, id DESC LIMIT ${limit}`);
  // Written by this module only, as JSON of this shape.
  return rows.map((row) => ({ ...row, findings: JSON.parse(row.findings) as Finding[] }));
}
