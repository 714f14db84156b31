import type { Ctx } from "../../platform/ctx.ts";
import {
  changeOrder,
  findOrder,
  happening,
  type OrderPaymentJson,
  paymentsOf,
  refundableOf,
} from "../orders/index.ts";
import { planRefund, type RefundedLine } from "../payments/index.ts";
import { returnOrThrow } from "./get-return.ts";
import { findCredits, releaseCreditsStmts } from "./order-credits.repo.ts";
import { returnRefunded } from "./returns.events.ts";
import { addToRefundStmt } from "./returns.repo.ts";

/**
 * The customer did not pay what the exchange cost more, and its order has expired: what came back is paid back as money instead. What
 * the payments do not have, because the bank disputes them, stays owed: staff are told, and ask for it again with the return's refund.
 * May run again: a credit is released once.
 */
export async function refundExpiredExchange(ctx: Ctx, orderId: string): Promise<void> {
  const expired = await findOrder(ctx, orderId);
  if (expired?.source !== "exchange" || expired.status !== "expired") return;
  const [first] = await findCredits(ctx, orderId);
  if (!first) return;
  const { id: returnId, order_id: returnedFrom } = await returnOrThrow(ctx, first.return_id);
  await changeOrder(ctx, returnedFrom, async (order) => {
    const credits = await findCredits(ctx, orderId);
    const owed = credits.reduce((sum, credit) => sum + credit.amount, 0);
    const payments = withoutCredits(paymentsOf(order), credits);
    const amount = Math.min(
      owed,
      payments.reduce((sum, payment) => sum + refundableOf(payment), 0),
    );
    const lines = amount === 0 ? [] : credits.flatMap((credit) => JSON.parse(credit.lines) as RefundedLine[]);
    const plan =
      amount === 0
        ? { statements: [], events: [], constraints: {}, refundIds: [] }
        : planRefund(ctx, order, payments, { amount, source: "return", sourceId: returnId, lines });
    const data = { return_id: returnId, amount, line_items: lines, refund_ids: plan.refundIds };
    return {
      steps: [happening(order, "return_refunded", data, "the exchange was not paid")],
      statements: [
        // First: their units are counted again by the refund.
        ...releaseCreditsStmts(ctx, orderId, credits),
        addToRefundStmt(ctx, returnId, owed),
        ...plan.statements,
      ],
      events: [
        ...plan.events,
        ...(amount > 0 ? [returnRefunded({ order_id: order.id, return_id: returnId })] : []),
      ],
      alerts:
        amount === owed
          ? []
          : [
              {
                code: "return.refund_missing",
                entity: "order",
                entityId: order.id,
                details: { return_id: returnId, missing: owed - amount, currency: order.currency },
              },
            ],
      constraints: plan.constraints,
      audit: { action: "return.refund_expired_exchange", after: data },
      result: undefined,
    };
  });
}

function withoutCredits(
  payments: readonly OrderPaymentJson[],
  credits: readonly { payment_id: string; amount: number }[],
): OrderPaymentJson[] {
  return payments.map((payment) => {
    const released = credits
      .filter((credit) => credit.payment_id === payment.id)
      .reduce((sum, { amount }) => sum + amount, 0);
    return { ...payment, credited: (payment.credited ?? 0) - released };
  });
}
