import { isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { signToken } from "../../platform/tokens.ts";
import { findOrder, orderOrThrow, type OrderRow, orderView } from "../orders/index.ts";
import {
  attemptKey,
  confirmIntent,
  createIntent,
  findPaymentOfOrder,
  type IntentOutcome,
  type PaymentRow,
  refusedAttemptStmt,
} from "../payments/index.ts";
import { orderNotPayable } from "./checkout.errors.ts";
import type { PlacedOrder } from "./checkout.schema.ts";
import { declinedError, inProgressError, refusedError, unknownError } from "./payment-problems.ts";
import { paymentView } from "./pay-placed-order.ts";
import { settleOrder } from "./settle-payment.ts";

export interface PayOrder {
  orderId: string;
  orderToken: string | undefined;
  paymentMethod: string;
  returnUrl?: string | undefined;
}

/**
 * Pays an order that is still open, with a new payment method, while its hold lasts.
 * @throws order.not_payable, payment.declined, payment.method_invalid, payment.unavailable
 */
export async function payOrder(ctx: Ctx, input: PayOrder): Promise<PlacedOrder> {
  const order = await orderOrThrow(ctx, input.orderId, input.orderToken);
  const payment = await findPaymentOfOrder(ctx, order.id);
  const open = order.status === "pending_payment" || order.status === "payment_failed";
  if (!payment || !open || (order.expires_at !== null && order.expires_at <= isoTime(ctx.now()))) {
    throw orderNotPayable(`The order is ${open ? "past its payment time" : order.status}.`, {
      facts: { status: order.status },
    });
  }
  const outcome = await attempt(ctx, order, payment, input);
  if (outcome.kind === "unknown") throw await unknownError(ctx, order);
  if (outcome.kind === "in_progress") throw await inProgressError(ctx, order);
  if (outcome.kind === "refused") {
    await commit(ctx, { statements: [refusedAttemptStmt(ctx, payment, outcome.message)] });
    throw await refusedError(ctx, order, outcome);
  }
  // Even an outcome that looks like the one before is recorded: it gives the next attempt a key of its own.
  await settleOrder(ctx, order.id, outcome.intent, { always: true });
  if (outcome.kind === "declined") throw await declinedError(ctx, order, outcome);
  const settled = (await findOrder(ctx, order.id)) ?? order;
  return {
    ...orderView(settled),
    payment: paymentView(ctx, payment.id, outcome.intent),
    access_token: await signToken(ctx, "order", order.id),
  };
}

function attempt(ctx: Ctx, order: OrderRow, payment: PaymentRow, input: PayOrder): Promise<IntentOutcome> {
  const common = {
    paymentMethod: input.paymentMethod,
    returnUrl: input.returnUrl,
    idempotencyKey: attemptKey(payment),
  };
  if (payment.intent_id !== null) return confirmIntent(ctx, payment.intent_id, common);
  return createIntent(ctx, {
    ...common,
    orderId: order.id,
    orderNumber: order.number,
    amount: payment.amount,
    currency: payment.currency,
  });
}
