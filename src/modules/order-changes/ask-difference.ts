import { type Ctx, deriveCtx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import { money } from "../../platform/money.ts";
import { changeOrder, happening, linesOf, paymentsOf } from "../orders/index.ts";
import { isOpen } from "./close-payments.ts";
import { moneyWork } from "./money-work.ts";
import { returnedOf, settlementOf, unpaidDifferences } from "./order-balance.ts";
import { nothingToPay } from "./order-changes.errors.ts";
import { findCountedRefunds } from "./order-changes.repo.ts";

/**
 * Asks the customer anew for what is missing of an order whose difference was closed and not replaced: a payment that waits for them.
 * @throws order.nothing_to_pay when nothing is missing, or something can be paid already
 */
export async function askForDifference(ctx: Ctx, orderId: string): Promise<void> {
  await changeOrder(ctx, orderId, async (order) => {
    const isCarriedOut = !["pending_payment", "payment_failed", "expired", "cancelled"].includes(
      order.status,
    );
    const { charge } = settlementOf(
      order,
      order.total,
      returnedOf(await findCountedRefunds(ctx, order.id), linesOf(order)),
    );
    const missing = Math.min(charge, unpaidDifferences(order));
    if (!isCarriedOut || missing === 0 || paymentsOf(order).some(isOpen)) {
      throw nothingToPay("There is nothing that the customer could pay now.", {
        facts: { order_status: order.status },
      });
    }
    const work = moneyWork(ctx, order, { refund: 0, charge: missing }, { source: "edit" });
    const amount = money(missing, order.currency);
    return {
      ...work,
      steps: [happening(order, "difference_requested", { amount })],
      audit: { action: "order.request_difference", after: { amount } },
      result: undefined,
    };
  });
}

/** The same for a change that closed a difference and then could not be made. Never throws. */
export async function restoreDifference(ctx: Ctx, orderId: string): Promise<void> {
  try {
    await askForDifference(deriveCtx(ctx, {}), orderId);
  } catch (error) {
    ctx.log.warn("the difference of an order was not asked for again", {
      order_id: orderId,
      ...describeError(error),
    });
  }
}
