import { sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, type Statement } from "../../platform/db.ts";
import type { RefundedLine } from "../payments/index.ts";
import { orderCredits } from "./returns.table.ts";

/** Money of a payment that is to pay for the order that a return was exchanged for. */
export interface NewCredit {
  paymentId: string;
  /** Minor units, more than 0. */
  amount: number;
  /** The units that were given for it. */
  lines: RefundedLine[];
}

/** Lets money of an order pay for the order that one of its returns was exchanged for; the units count as paid back. */
export function insertCreditsStmts(
  ctx: Ctx,
  exchange: { orderId: string; returnId: string },
  credits: readonly NewCredit[],
): Statement[] {
  if (credits.length === 0) return [];
  const rows = credits.map((credit) => ({ ...credit, ...exchange, createdAt: isoTime(ctx.now()) }));
  return [
    insertRows(orderCredits, rows),
    countRefundedStmt(
      credits.flatMap(({ lines }) => lines),
      1,
    ),
  ];
}

function countRefundedStmt(lines: readonly RefundedLine[], sign: 1 | -1): Statement {
  // Units that were taken out of the order since then are among those that were given back.
  const counted =
    sign === 1
      ? sql`refunded = refunded + (j.value ->> 'quantity')`
      : sql`refunded = refunded - MIN(refunded, j.value ->> 'quantity'),
          refunded_removed = refunded_removed - MIN(refunded_removed, MAX(0, (j.value ->> 'quantity') - refunded))`;
  return sql`UPDATE order_lines SET ${counted}
    FROM json_each(${JSON.stringify(lines)}) j WHERE order_lines.id = j.value ->> 'order_line_id'`;
}

export interface CreditRow {
  payment_id: string;
  return_id: string;
  amount: number;
  /** JSON: RefundedLine[] */
  lines: string;
}

/** The credits that pay for an order, and were not released. */
export function findCredits(ctx: Ctx, orderId: string): Promise<CreditRow[]> {
  return ctx.db.all<CreditRow>(
    sql`SELECT payment_id, return_id, amount, lines FROM order_credits WHERE order_id = ${orderId} AND released_at IS NULL`,
  );
}

/** Gives the credits of an order back to whom they came from: their units count as not paid back any more. */
export function releaseCreditsStmts(ctx: Ctx, orderId: string, credits: readonly CreditRow[]): Statement[] {
  return [
    sql`UPDATE order_credits SET released_at = ${isoTime(ctx.now())} WHERE order_id = ${orderId}`,
    countRefundedStmt(
      credits.flatMap(({ lines }) => JSON.parse(lines) as RefundedLine[]),
      -1,
    ),
  ];
}
