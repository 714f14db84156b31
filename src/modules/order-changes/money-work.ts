import type { Work } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { OrderChangedMeanwhile, type OrderRow, paymentsOf } from "../orders/index.ts";
import { insertPaymentStmt, planRefund, type RefundWish } from "../payments/index.ts";
import type { Settlement } from "./order-balance.ts";

export interface MoneyWork extends Required<Pick<Work, "statements" | "events" | "constraints">> {
  refundIds: string[];
}

/** What a change asks of the money, as part of its batch: a refund that is set aside, or a payment that waits for the customer. */
export function moneyWork(
  ctx: Ctx,
  order: OrderRow,
  { refund, charge }: Settlement,
  why: Pick<RefundWish, "source" | "reason">,
): MoneyWork {
  const nothing = { statements: [], events: [], constraints: {}, refundIds: [] };
  if (charge > 0) {
    const payment = {
      id: ctx.newId(),
      order_id: order.id,
      purpose: "difference" as const,
      capture_method: ctx.config.CAPTURE_METHOD,
      amount: charge,
      currency: order.currency,
    };
    return { ...nothing, statements: [insertPaymentStmt(ctx, payment)] };
  }
  if (refund === 0) return nothing;
  const plan = planRefund(ctx, order, paymentsOf(order), { amount: refund, ...why });
  // Another refund was faster: how much is left is to be looked at again.
  const again = Object.keys(plan.constraints).map(
    (name) => [name, () => new OrderChangedMeanwhile()] as const,
  );
  return { ...plan, constraints: Object.fromEntries(again) };
}
