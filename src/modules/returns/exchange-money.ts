import type { Ctx } from "../../platform/ctx.ts";
import { type OrderPaymentJson, type OrderRow, refundableOf } from "../orders/index.ts";
import { planRefund, type RefundedLine, refundExceedsCaptured } from "../payments/index.ts";
import type { NewCredit } from "./order-credits.repo.ts";
import type { ReturnRow } from "./returns.repo.ts";

/** How the value of what came back is used. Minor units. */
export interface ExchangeMoney {
  /** What pays for the new order. */
  credit: number;
  credits: NewCredit[];
  /** What goes back as money. */
  refund: number;
  plan: ReturnType<typeof planRefund> | { statements: []; events: []; constraints: object; refundIds: [] };
}

/**
 * Lets what came back pay for a new order of `total`, and plans the refund of the rest. The credit is money of the payments that the old
 * order was made with, newest first: it stays where it is, and cannot be refunded for the old order any more.
 * @throws refund.exceeds_captured when the payments do not have so much left
 */
export function planExchange(
  ctx: Ctx,
  order: OrderRow,
  payments: readonly OrderPaymentJson[],
  found: ReturnRow,
  units: RefundedLine[],
  total: number,
): ExchangeMoney {
  const value = units.reduce((sum, line) => sum + line.amount, 0);
  const credit = Math.min(value, total);
  const refund = value - credit;
  const { credits, left } = takeCredit(order, payments, credit, units);
  const wish = {
    amount: refund,
    source: "return" as const,
    sourceId: found.id,
    // The units are given for the credit, unless there is none.
    lines: credits.length === 0 ? units : [],
  };
  const plan =
    refund === 0
      ? { statements: [] as [], events: [] as [], constraints: {}, refundIds: [] as [] }
      : planRefund(ctx, order, left, wish);
  return { credit, credits, refund, plan };
}

function takeCredit(
  order: OrderRow,
  payments: readonly OrderPaymentJson[],
  credit: number,
  units: RefundedLine[],
): { credits: NewCredit[]; left: OrderPaymentJson[] } {
  const credits: NewCredit[] = [];
  let missing = credit;
  const left = payments.toReversed().map((payment) => {
    // What another order lent to this one cannot be lent on: it can only go back.
    const amount = payment.purpose === "credit" ? 0 : Math.min(missing, refundableOf(payment));
    if (amount === 0) return payment;
    missing -= amount;
    credits.push({ paymentId: payment.id, amount, lines: credits.length === 0 ? units : [] });
    return { ...payment, credited: (payment.credited ?? 0) + amount };
  });
  if (missing > 0) {
    throw refundExceedsCaptured("The order's payments do not have so much left to pay for other goods.", {
      facts: { requested: credit, refundable: credit - missing, currency: order.currency },
    });
  }
  return { credits, left: left.toReversed() };
}
