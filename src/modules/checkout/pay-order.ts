import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { signToken } from "../../platform/tokens.ts";
import { orderOrThrow, orderView } from "../orders/index.ts";
import { countCard, findProviderCustomer, type Payer, refusedAttemptStmt } from "../payments/index.ts";
import { furtherAttempt, payablePayment } from "./attempt-payment.ts";
import type { PlacedOrder } from "./checkout.schema.ts";
import {
  declinedError,
  inProgressError,
  notPayableError,
  refusedError,
  unknownError,
} from "./payment-problems.ts";
import { paymentView } from "./payment-reply.ts";
import { readOrder } from "./read-order.ts";
import { settleOrder } from "./settle-payment.ts";

export interface PayOrder {
  orderId: string;
  orderToken: string | undefined;
  paymentMethod: string;
  returnUrl?: string | undefined;
}

/**
 * Pays an order that is still open, with a new payment method, while its hold lasts; or what an edit made an order cost more.
 * @throws order.not_payable, payment.declined, payment.method_invalid, payment.in_progress, payment.unavailable, auth.too_many_attempts
 */
export async function payOrder(ctx: Ctx, input: PayOrder): Promise<PlacedOrder> {
  const seen = await orderOrThrow(ctx, input.orderId, input.orderToken);
  const { order = seen, books } = (await readOrder(ctx, seen.id)) ?? {};
  const payment = books && payablePayment(ctx, order, books.payments);
  if (!payment) throw notPayableError(order);
  const uncount = await countCard(ctx, order.id);
  const outcome = await furtherAttempt(ctx, order, payment, {
    paymentMethod: input.paymentMethod,
    returnUrl: input.returnUrl,
    payer: await ownerAsPayer(ctx, order),
  });
  if (outcome.kind === "unknown" || outcome.kind === "key_taken") await uncount();
  switch (outcome.kind) {
    case "unknown":
      throw await unknownError(ctx, order);
    case "key_taken":
      throw await inProgressError(ctx, order);
    case "refused":
      if (outcome.intent) await settleOrder(ctx, order.id, outcome.intent, { always: true });
      else await commit(ctx, { statements: [refusedAttemptStmt(ctx, payment, outcome.message)] });
      throw await refusedError(ctx, order, outcome);
    case "intent":
    case "declined":
      // Even an outcome that looks like the one before is recorded, for the key of the next attempt.
      await settleOrder(ctx, order.id, outcome.intent, { always: true });
  }
  if (outcome.kind === "declined") throw await declinedError(ctx, order, outcome);
  const settled = await readOrder(ctx, order.id);
  const paid = settled?.books.payments.find(({ id }) => id === payment.id);
  if (!settled || paid?.intent_id !== outcome.intent.id) throw await inProgressError(ctx, order);
  if (outcome.intent.status === "canceled") throw notPayableError(settled.order);
  return {
    ...orderView(settled.order, ctx),
    payment: paymentView(ctx, payment.id, outcome.intent),
    access_token: await signToken(ctx, "order", order.id),
  };
}

/** The caller as Stripe knows them, if they are signed in and it is their own order. */
async function ownerAsPayer(ctx: Ctx, order: { customer_id: string | null }): Promise<Payer | undefined> {
  const { actor } = ctx;
  if (actor.kind !== "user" || actor.id !== order.customer_id) return undefined;
  const customer = await findProviderCustomer(ctx, actor.id);
  return customer === undefined ? undefined : { customer, save: false };
}
