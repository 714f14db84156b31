import { commit } from "../../platform/commit.ts";
import { type Ctx, deriveCtx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import { settleOrder } from "../checkout/index.ts";
import { findOrder, type OrderPaymentJson, type OrderRow, paymentsOf } from "../orders/index.ts";
import {
  cancelIntent,
  ensureIntent,
  findPayment,
  isOutage,
  type PaymentIntent,
  unmadePaymentStmt,
} from "../payments/index.ts";
import { findCancelledWithOpenPayments } from "./order-changes.repo.ts";
import { paymentRunningError, stripeUnavailable } from "./order-changes.errors.ts";

const ORDERS_A_RUN = 50;

/** A payment of the order was made, or its state has changed, while it was to be closed: look at the order again. */
export class PaymentMoved extends Error {}

/** Whether the customer could still make this payment. */
export function isOpen({ status }: Pick<OrderPaymentJson, "status">): boolean {
  return status !== "succeeded" && status !== "canceled" && status !== "requires_capture";
}

/**
 * Makes sure that the customer can make none of the order's open payments any more: cancels them at Stripe and records that. One that
 * turns out to be made is recorded as made. Writes under no Idempotency-Key: what asked for this has not happened yet.
 * @throws order.payment_in_progress while Stripe works on one that it cannot cancel; payment.unavailable, then nothing was changed
 */
export async function closeOpenPayments(ctx: Ctx, order: OrderRow): Promise<void> {
  const own = deriveCtx(ctx, {});
  for (const payment of paymentsOf(order).filter(isOpen)) {
    const intent = await closePayment(own, order, payment.id);
    if (intent?.status === "processing") throw paymentRunningError();
  }
}

/** The payment's intent, cancelled if that could be; undefined when Stripe would not even make one. */
async function closePayment(
  ctx: Ctx,
  order: OrderRow,
  paymentId: string,
): Promise<PaymentIntent | undefined> {
  const payment = await findPayment(ctx, paymentId);
  if (!payment) return undefined;
  try {
    const outcome = await ensureIntent(ctx, payment, order);
    if (outcome.kind === "refused") {
      await commit(ctx, { statements: [unmadePaymentStmt(ctx, payment)] });
      return undefined;
    }
    if (outcome.kind !== "intent") {
      throw stripeUnavailable(outcome.kind === "unknown" ? outcome.cause : undefined);
    }
    const intent = await cancelIntent(ctx, outcome.intent.id);
    await settleOrder(ctx, order.id, intent, { always: true });
    return intent;
  } catch (error) {
    throw isOutage(error) ? stripeUnavailable(error) : error;
  }
}

/**
 * Gives up what a cancelled order's payments have only authorised, and whatever else of them could still become money. What became
 * money meanwhile goes back as any that comes too late. May be repeated.
 */
export async function closeCancelledPayments(ctx: Ctx, orderId: string): Promise<void> {
  const order = await findOrder(ctx, orderId);
  if (order?.status !== "cancelled") return;
  const unfinished = paymentsOf(order).filter(
    ({ status }) => status !== "succeeded" && status !== "canceled",
  );
  for (const { id } of unfinished) await closePayment(deriveCtx(ctx, {}), order, id);
}

/** Does it for the orders whose canceller died over it. One that fails does not keep the others waiting. */
export async function closePaymentsOfCancelled(ctx: Ctx): Promise<string> {
  const ids = await findCancelledWithOpenPayments(ctx, ORDERS_A_RUN);
  let failed = 0;
  for (const id of ids) {
    try {
      await closeCancelledPayments(ctx, id);
    } catch (error) {
      failed += 1;
      ctx.log.error("the payments of a cancelled order could not be closed", {
        order_id: id,
        ...describeError(error),
      });
    }
  }
  return `${ids.length - failed} of ${ids.length} cancelled orders with open payments`;
}
