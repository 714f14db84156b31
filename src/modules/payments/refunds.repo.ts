import { sql } from "drizzle-orm";
import { actorId } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
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
  reason?: string | undefined;
  lines?: RefundedLine[] | undefined;
  shipping?: number | undefined;
}

/** The CHECK that a batch violates which wants more back than was captured. */
export const REFUNDS_WITHIN_CAPTURED = "payments_refunds_within_captured";
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
        sql`UPDATE payments SET refunding = refunding + ${amount}, version = version + 1, updated_at = ${now} WHERE id = ${paymentId}`,
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

/** A refund by its id. */
export function findRefund(ctx: Ctx, id: string): Promise<RefundRow | null> {
  const statement = sql`SELECT id, payment_id, order_id, amount, currency, status, source, source_id, reason, lines, shipping,
      provider_ref, failure_reason, created_at, updated_at, version FROM refunds WHERE id = ${id}`;
  return prepareStatement(ctx.env.DB, statement).first<RefundRow>();
}
