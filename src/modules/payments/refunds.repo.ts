import { sql } from "drizzle-orm";
import { actorId } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import { creditedOf } from "../orders/index.ts";
import { type RefundedLine, refunds, type RefundSource, type RefundStatus } from "./payments.table.ts";

export interface RefundRow {
  id: string;
  payment_id: string;
  order_id: string;
  amount: number;
  currency: string;
  status: RefundStatus;
  source: RefundSource;
  source_id: string | null;
  reason: string | null;
  /** JSON: RefundedLine[] */
  lines: string;
  shipping: number;
  provider_ref: string | null;
  failure_reason: string | null;
  create_attempt: number;
  created_at: string;
  updated_at: string;
  version: number;
}

/** A refund that is to be made. */
export interface NewRefund {
  id: string;
  paymentId: string;
  orderId: string;
  amount: number;
  currency: string;
  source: RefundSource;
  sourceId?: string | undefined;
  creditOrderId?: string | undefined;
  reason?: string | undefined;
  lines?: RefundedLine[] | undefined;
  shipping?: number | undefined;
}

/** The CHECK that a batch violates which wants more back than was captured. */
export const REFUNDS_WITHIN_CAPTURED = "payments_refunds_within_captured";
/** The NOT NULL that a batch violates which wants money back that pays for another order. */
export const REFUNDS_BESIDE_CREDITS = "payments.refunding";
/** The CHECK that a batch violates which gives back the price of more units than the line has. */
export const REFUNDED_WITHIN_QUANTITY = "order_lines_refunded_within_quantity";

/** Writes down refunds before Stripe is asked: their money, and the units that they are for, cannot be asked for again. */
export function insertRefundsStmts(ctx: Ctx, planned: readonly NewRefund[]): Statement[] {
  const now = isoTime(ctx.now());
  const rows = planned.map((refund) => ({
    ...refund,
    status: "requested" as const,
    actorKind: ctx.actor.kind,
    actorId: actorId(ctx.actor),
    createdAt: now,
    updatedAt: now,
  }));
  const lines = planned.flatMap((refund) => refund.lines ?? []);
  return [
    insertRows(refunds, rows),
    ...planned.map(
      ({ paymentId, amount }) =>
        sql`UPDATE payments SET version = version + 1, updated_at = ${now}, refunding = CASE
            WHEN refunded + refunding + ${amount} + ${creditedOf(sql`payments.id`)} <= captured OR refunded + refunding + ${amount} > captured
            THEN refunding + ${amount} END
          WHERE id = ${paymentId}`,
    ),
    ...(lines.length > 0
      ? [
          sql`UPDATE order_lines SET refunded = refunded + r.quantity
            FROM (SELECT value ->> 'order_line_id' AS id, SUM(value ->> 'quantity') AS quantity
                  FROM json_each(${JSON.stringify(lines)}) GROUP BY 1) r
            WHERE order_lines.id = r.id`,
        ]
      : []),
  ];
}

export const REFUND_COLUMNS = sql`id, payment_id, order_id, amount, currency, status, source, source_id, reason, lines, shipping,
  provider_ref, failure_reason, create_attempt, created_at, updated_at, version`;

/** A refund by its id. */
export function findRefund(ctx: Ctx, id: string): Promise<RefundRow | null> {
  const statement = sql`SELECT ${REFUND_COLUMNS} FROM refunds WHERE id = ${id}`;
  return prepareStatement(ctx.env.DB, statement).first<RefundRow>();
}

/** A refund as it stands after Stripe told of it. */
export interface RefundUpdate {
  row: RefundRow;
  status: RefundStatus;
  providerRef: string | null;
  failureReason: string | null;
  /** It will not be made, or its money came back: the units that it was for can be refunded again. */
  givesUnitsBack: boolean;
}

/** Brings a refund to what became of it. */
export function updateRefundStmts(ctx: Ctx, update: RefundUpdate): Statement[] {
  const { row } = update;
  const change = sql`UPDATE refunds SET status = ${update.status}, provider_ref = COALESCE(provider_ref, ${update.providerRef}),
      failure_reason = ${update.failureReason}, lines = ${update.givesUnitsBack || !isUndoneRow(row) ? row.lines : "[]"},
      updated_at = ${isoTime(ctx.now())}, version = version + 1
    WHERE id = ${row.id}`;
  if (!update.givesUnitsBack || row.lines === "[]") return [change];
  // Those that are still in the order first.
  const giveBack = sql`UPDATE order_lines SET refunded = refunded - MIN(refunded, r.quantity),
      refunded_removed = refunded_removed - MIN(refunded_removed, MAX(0, r.quantity - refunded))
    FROM (SELECT value ->> 'order_line_id' AS id, SUM(value ->> 'quantity') AS quantity FROM json_each(${row.lines}) GROUP BY 1) r
    WHERE order_lines.id = r.id`;
  return [giveBack, change];
}

/** Its units were given back already when it failed; where it turns out to be made after all, it is for none. */
function isUndoneRow({ status }: RefundRow): boolean {
  return status === "failed" || status === "canceled";
}

/** A refund that was made at Stripe by hand. */
export function insertForeignRefundStmt(
  ctx: Ctx,
  refund: {
    id: string;
    paymentId: string;
    orderId: string;
    amount: number;
    currency: string;
    status: RefundStatus;
    reason: string | null;
    providerRef: string;
    failureReason: string | null;
    createdAt: Date;
  },
): Statement {
  const { createdAt, ...row } = refund;
  return insertRows(refunds, [
    {
      ...row,
      source: "provider",
      actorKind: "stripe",
      createdAt: isoTime(createdAt),
      updatedAt: isoTime(ctx.now()),
    },
  ]);
}

/** Takes out of these orders' refunds the words that staff gave as the reason; Stripe's codes stay. */
export function eraseRefundReasonsStmt(orderIds: readonly string[]): Statement {
  return sql`UPDATE refunds SET reason = NULL
    WHERE order_id IN ${inList(orderIds)} AND reason NOT IN ${inList(STRIPE_REASONS)}`;
}

/** The reasons that Stripe knows. */
export const STRIPE_REASONS = ["duplicate", "fraudulent", "requested_by_customer"] as const;

/** Refunds that Stripe has not been brought to make, those that were tried least recently first. */
export function findRequestedRefunds(ctx: Ctx, before: Date, limit: number): Promise<RefundRow[]> {
  return ctx.db.all<RefundRow>(sql`SELECT ${REFUND_COLUMNS} FROM refunds
    WHERE status IN ('requested', 'pending', 'requires_action') AND status = 'requested' AND created_at <= ${isoTime(before)}
    ORDER BY updated_at LIMIT ${limit}`);
}

/** Notes that Stripe could not be brought to make a refund now: others get their turn. */
export function triedRefundStmt(ctx: Ctx, id: string): Statement {
  return sql`UPDATE refunds SET updated_at = ${isoTime(ctx.now())} WHERE id = ${id} AND status = 'requested'`;
}

/** Gives up an idempotency key under which Stripe will never make the refund. */
export function nextRefundAttemptStmt(id: string, attempt: number): Statement {
  return sql`UPDATE refunds SET create_attempt = ${attempt + 1} WHERE id = ${id} AND create_attempt = ${attempt}`;
}
