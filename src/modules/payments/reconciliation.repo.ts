import { sql } from "drizzle-orm";
import { actorId } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, prepareStatement, type Statement } from "../../platform/db.ts";
import type { Position } from "../../platform/pagination.ts";
import type { PaymentState } from "./payments.table.ts";

/** Where a run stopped that could not look at everything: the next one goes on there. */
export interface ReconciliationPosition {
  /** The span of Stripe's events (in its seconds) that is being walked, newest first, and the last one looked at. */
  events?: { from: number; to: number; after?: string | undefined } | undefined;
  /** The last intent looked at, newest first. */
  intents?: string | undefined;
  /** The last payment looked at of those that are not done. */
  payments?: string | undefined;
}

/** Something that a run raised for a person to decide. */
export interface RaisedFinding {
  code: string;
  entity: string;
  entity_id: string;
}

export interface ReconciliationRun {
  id: string;
  started_at: string;
  finished_at: string;
  /** All of Stripe's events until then have been taken in. */
  watermark: string;
  examined: number;
  mended: number;
  findings: RaisedFinding[];
  position: ReconciliationPosition;
}

/** The last run that came to its end. */
export async function findLastRun(ctx: Ctx): Promise<ReconciliationRun | undefined> {
  const [row] = await ctx.db.all<
    Omit<ReconciliationRun, "findings" | "position"> & { findings: string; position: string }
  >(sql`SELECT id, started_at, finished_at, watermark, examined, mended, findings, position FROM reconciliation_runs
        ORDER BY started_at DESC, id DESC LIMIT 1`);
  // Written by this module only, as JSON of these shapes.
  return (
    row && {
      ...row,
      findings: JSON.parse(row.findings) as RaisedFinding[],
      position: JSON.parse(row.position) as ReconciliationPosition,
    }
  );
}

/** How much the runs since then have mended. */
export async function countMended(ctx: Ctx, since: Date): Promise<number> {
  const statement = sql`SELECT COALESCE(SUM(mended), 0) AS mended FROM reconciliation_runs WHERE started_at >= ${isoTime(since)}`;
  const row = await prepareStatement(ctx.env.DB, statement).first<{ mended: number }>();
  return row?.mended ?? 0;
}

/** Keeps what a run did, and no longer than needed those before `keepFrom`. */
export function keepRunStmts(run: ReconciliationRun, keepFrom: Date): Statement[] {
  return [
    sql`INSERT INTO reconciliation_runs (id, started_at, finished_at, watermark, examined, mended, findings, position)
        VALUES (${run.id}, ${run.started_at}, ${run.finished_at}, ${run.watermark}, ${run.examined}, ${run.mended},
          ${JSON.stringify(run.findings)}, ${JSON.stringify(run.position)})`,
    sql`DELETE FROM reconciliation_runs WHERE started_at < ${isoTime(keepFrom)}`,
  ];
}

/** What the books say of one payment of an order; without a payment, of the order. */
export interface BookedPayment {
  order_id: string;
  order_status: string;
  order_hold: string | null;
  payment_id: string | null;
  intent_id: string | null;
  purpose: "order" | "difference";
  status: PaymentState;
  authorized: number;
  captured: number;
  refunded: number;
  refunding: number;
  disputed: number;
  /** How many disputes there were. */
  disputes: number;
  /** When the order or the payment changed last. */
  changed_at: string;
}

/** What the books say of these orders, and of those that these intents belong to. */
export function findBookedPayments(
  ctx: Ctx,
  which: { orderIds: readonly string[]; intentIds: readonly string[] },
): Promise<BookedPayment[]> {
  return ctx.db.all<BookedPayment>(sql`
    SELECT o.id AS order_id, o.status AS order_status, o.hold AS order_hold, p.id AS payment_id, p.intent_id, p.purpose, p.status,
      p.authorized, p.captured, p.refunded, p.refunding, p.disputed, MAX(o.updated_at, COALESCE(p.updated_at, '')) AS changed_at,
      (SELECT COUNT(*) FROM disputes d WHERE d.payment_id = p.id) AS disputes
    FROM orders o LEFT JOIN payments p ON p.order_id = o.id
    WHERE o.id IN (SELECT value FROM json_each(${JSON.stringify(which.orderIds)})
      UNION SELECT order_id FROM payments WHERE intent_id IN ${inList(which.intentIds)})`);
}

/** When an order or any payment of it changed last. */
export async function findLastChange(ctx: Ctx, orderId: string): Promise<string | undefined> {
  const statement = sql`SELECT MAX(at) AS at FROM (SELECT updated_at AS at FROM orders WHERE id = ${orderId}
    UNION ALL SELECT updated_at FROM payments WHERE order_id = ${orderId})`;
  const row = await prepareStatement(ctx.env.DB, statement).first<{ at: string | null }>();
  return row?.at ?? undefined;
}

/** A payment that is to be compared with Stripe. */
export interface PaymentRef {
  id: string;
  order_id: string;
  intent_id: string;
}

/** Payments made in a span of time that have money of an intent which is none of these. */
export function findPaymentsWithoutIntent(
  ctx: Ctx,
  span: { from: Date; to: Date },
  intentIds: readonly string[],
  limit: number,
): Promise<PaymentRef[]> {
  return ctx.db.all<PaymentRef>(sql`
    SELECT id, order_id, intent_id FROM payments
    WHERE created_at >= ${isoTime(span.from)} AND created_at <= ${isoTime(span.to)} AND intent_id IS NOT NULL
      AND captured + authorized > 0 AND intent_id NOT IN ${inList(intentIds)}
    ORDER BY created_at DESC, id DESC LIMIT ${limit}`);
}

/** Payments made before then that are not done: still to be paid or captured, with a refund under way, or disputed. By id. */
export function findUnfinishedPayments(
  ctx: Ctx,
  { after, before, limit }: { after: string | undefined; before: Date; limit: number },
): Promise<PaymentRef[]> {
  return ctx.db.all<PaymentRef>(sql`
    SELECT p.id, p.order_id, p.intent_id FROM payments p JOIN (
      SELECT id FROM payments WHERE status IN
        ('pending', 'requires_payment_method', 'requires_confirmation', 'requires_action', 'processing', 'requires_capture')
      UNION SELECT payment_id FROM refunds WHERE status IN ('requested', 'pending', 'requires_action')
      UNION SELECT payment_id FROM disputes WHERE status NOT IN ('won', 'lost', 'warning_closed', 'prevented')
    ) u ON u.id = p.id
    WHERE p.intent_id IS NOT NULL AND p.created_at < ${isoTime(before)} AND p.id > ${after ?? ""}
    ORDER BY p.id LIMIT ${limit}`);
}

/** An alert about money. */
export interface FindingRow {
  id: string;
  code: string;
  entity: string;
  entity_id: string;
  /** JSON */
  details: string;
  created_at: string;
  resolved_at: string | null;
}

const FINDING = sql`id, code, entity, entity_id, details, created_at, resolved_at`;
export const ABOUT_MONEY = sql`(code LIKE 'payment.%' OR code LIKE 'refund.%' OR code LIKE 'order.%')`;

/** One keyset page of the findings that nobody has dealt with, the latest first: up to `limit`. */
export function findOpenFindings(
  ctx: Ctx,
  after: Position | undefined,
  limit: number,
): Promise<FindingRow[]> {
  return ctx.db.all<FindingRow>(sql`
    SELECT ${FINDING} FROM alerts WHERE resolved_at IS NULL AND ${ABOUT_MONEY}
      AND ${after ? sql`(created_at, id) < (${after.value}, ${after.id})` : sql`true`}
    ORDER BY created_at DESC, id DESC LIMIT ${limit}`);
}

/** A finding by its id. */
export function findFinding(ctx: Ctx, id: string): Promise<FindingRow | null> {
  const statement = sql`SELECT ${FINDING} FROM alerts WHERE id = ${id} AND ${ABOUT_MONEY}`;
  return prepareStatement(ctx.env.DB, statement).first<FindingRow>();
}

/** Marks a finding as dealt with, if it still says what was seen. */
export function resolveFindingStmt(ctx: Ctx, seen: FindingRow): Statement {
  return sql`UPDATE alerts SET resolved_at = ${isoTime(ctx.now())}, resolved_by = ${actorId(ctx.actor)}
    WHERE id = ${seen.id} AND resolved_at IS NULL AND details = ${seen.details}`;
}
