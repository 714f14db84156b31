import type { Work } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { type OrderPaymentJson, refundableOf } from "../orders/index.ts";
import { refundExceedsCaptured } from "./payments.errors.ts";
import { refundRequested } from "./payments.events.ts";
import type { RefundedLine, RefundSource } from "./payments.table.ts";
import {
  insertRefundsStmts,
  type NewRefund,
  REFUNDED_WITHIN_QUANTITY,
  REFUNDS_BESIDE_CREDITS,
  REFUNDS_WITHIN_CAPTURED,
} from "./refunds.repo.ts";

export interface RefundWish {
  /** Minor units, more than 0. */
  amount: number;
  source: RefundSource;
  /** What asks for it: a return, a cancellation. */
  sourceId?: string | undefined;
  reason?: string | undefined;
  /** The units that it gives back the price of; they are counted on their lines. */
  lines?: RefundedLine[] | undefined;
  /** The part of the amount that is shipping. */
  shipping?: number | undefined;
}

/**
 * Money of an order that is to go back, as part of the caller's batch: newest payment first, one refund a payment. Once the batch is
 * committed the refunds are made whatever happens: the event asks Stripe, and `carryOutRefund` does so at once for whoever
 * wants to answer what came of it.
 * @throws refund.exceeds_captured when the payments do not have so much left to give; the batch throws it, too, when another refund was faster
 */
export function planRefund(
  ctx: Ctx,
  order: { id: string; currency: string },
  payments: readonly OrderPaymentJson[],
  wish: RefundWish,
): Required<Pick<Work, "statements" | "events" | "constraints">> & { refundIds: string[] } {
  const planned: NewRefund[] = [];
  let left = wish.amount;
  for (const payment of payments.toReversed()) {
    const amount = Math.min(left, refundableOf(payment));
    if (amount <= 0) continue;
    left -= amount;
    const isFirst = planned.length === 0;
    planned.push({
      id: ctx.newId(),
      paymentId: payment.id,
      // The books of a payment are its own order's, also when another order gets money back that it had of it.
      orderId: payment.order_id,
      ...(payment.purpose === "credit" ? { creditOrderId: order.id } : {}),
      amount,
      currency: order.currency,
      source: wish.source,
      sourceId: wish.sourceId,
      reason: wish.reason,
      ...(isFirst ? { lines: wish.lines, shipping: wish.shipping } : {}),
    });
  }
  const refundable = payments.reduce((sum, payment) => sum + refundableOf(payment), 0);
  const exceeds = () =>
    refundExceedsCaptured("That is more than is left to give back.", {
      facts: { requested: wish.amount, refundable, currency: order.currency },
    });
  if (left > 0 || planned.length === 0) throw exceeds();
  return {
    statements: insertRefundsStmts(ctx, planned),
    events: planned.map(({ id, orderId }) => refundRequested({ refund_id: id, order_id: orderId })),
    constraints: {
      [REFUNDS_WITHIN_CAPTURED]: exceeds,
      [REFUNDS_BESIDE_CREDITS]: exceeds,
      [REFUNDED_WITHIN_QUANTITY]: exceeds,
    },
    refundIds: planned.map(({ id }) => id),
  };
}
