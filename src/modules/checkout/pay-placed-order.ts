import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { DomainError } from "../../platform/errors.ts";
import { problemResponse } from "../../platform/http/index.ts";
import { describeError } from "../../platform/log.ts";
import {
  completeClaimStmt,
  type IdempotencyClaim,
  type StoredReply,
  unlockClaimStmt,
} from "../../platform/idempotency.ts";
import { signToken } from "../../platform/tokens.ts";
import { applyToCart, type CartRef } from "../cart/index.ts";
import { findOrder, type OrderRow, orderView, TRANSITION_LOCK } from "../orders/index.ts";
import {
  attemptKey,
  createIntent,
  findPaymentOfOrder,
  type IntentOutcome,
  type PaymentIntent,
  type PaymentRow,
  refusedAttemptStmt,
} from "../payments/index.ts";
import type { PlacedOrder, PlaceOrder } from "./checkout.schema.ts";
import { declinedError, refusedError, unknownError } from "./payment-problems.ts";
import { isKnown, settlementWork } from "./settlement.ts";

interface Placed {
  order: OrderRow;
  payment: PaymentRow | null;
  ref: CartRef;
  input: PlaceOrder;
  claim: IdempotencyClaim;
}

/**
 * Second half of placing an order: ask Stripe, store what it said together with the answer to replay, empty the cart.
 * Runs again from the start after a crash at any point; the attempt's key makes Stripe answer the same.
 */
export async function payPlacedOrder(ctx: Ctx, placed: Placed): Promise<StoredReply> {
  const { order, payment, input, claim } = placed;
  if (!payment) return finish(ctx, placed, order, null);
  const outcome = await createIntent(ctx, {
    orderId: order.id,
    orderNumber: order.number,
    amount: payment.amount,
    currency: payment.currency,
    idempotencyKey: attemptKey(payment),
    paymentMethod: input.payment_method,
    returnUrl: input.return_url,
  });
  // Only this request uses the attempt's key: when Stripe says that it is taken, our lost request is still running there.
  if (outcome.kind === "unknown" || outcome.kind === "in_progress") {
    await commit(ctx, { statements: [unlockClaimStmt(ctx, claim)] });
    throw await unknownError(ctx, order);
  }
  return finish(ctx, placed, order, outcome);
}

/** Stores the outcome and the answer in one batch. If the webhook was faster, takes over what it made of the order. */
async function finish(
  ctx: Ctx,
  placed: Placed,
  order: OrderRow,
  outcome: Exclude<IntentOutcome, { kind: "unknown" | "in_progress" }> | null,
): Promise<StoredReply> {
  const { payment, claim, ref } = placed;
  if (!payment || outcome?.kind === "refused") {
    const reply = await replyOf(ctx, order, null, outcome);
    const attempt =
      payment && outcome?.kind === "refused" ? [refusedAttemptStmt(ctx, payment, outcome.message)] : [];
    await commit(ctx, { statements: [...attempt, completeClaimStmt(claim, reply)] });
    await emptyCart(ctx, ref, order);
    return reply;
  }
  const intent = outcome?.intent;
  if (!intent) throw new Error("a payment needs an intent");
  const reply = await storeIntent(ctx, { order, payment, intent, claim }, outcome);
  await emptyCart(ctx, ref, order);
  return reply;
}

class LostRace extends Error {}

async function storeIntent(
  ctx: Ctx,
  seen: { order: OrderRow; payment: PaymentRow; intent: PaymentIntent; claim: IdempotencyClaim },
  outcome: IntentOutcome | null,
): Promise<StoredReply> {
  let { order, payment } = seen;
  for (let attempt = 1; ; attempt++) {
    const work = settlementWork(ctx, order, payment, seen.intent);
    const reply = await replyOf(
      ctx,
      withPayment(work.order, payment, seen.intent),
      { payment, intent: seen.intent },
      outcome,
    );
    const statements = isKnown(payment, seen.intent) && !work.events ? [] : work.statements;
    try {
      await commit(ctx, {
        ...work,
        statements: [...statements, completeClaimStmt(seen.claim, reply)],
        constraints: { [TRANSITION_LOCK]: () => new LostRace() },
      });
      return reply;
    } catch (error) {
      if (!(error instanceof LostRace) || attempt >= 5) throw error;
      order = (await findOrder(ctx, order.id)) ?? order;
      payment = (await findPaymentOfOrder(ctx, order.id)) ?? payment;
    }
  }
}

/** The order with its payment as it will be read after the batch. */
function withPayment(order: OrderRow, payment: PaymentRow, intent: PaymentIntent): OrderRow {
  const view = {
    id: payment.id,
    status: intent.status,
    amount: payment.amount,
    captured: intent.amount_received,
    refunded: payment.refunded,
  };
  return { ...order, payments: JSON.stringify([view]) };
}

/** The answer: 201 with the order, or the problem of a payment that did not go through. */
async function replyOf(
  ctx: Ctx,
  order: OrderRow,
  paying: { payment: PaymentRow; intent: PaymentIntent } | null,
  outcome: IntentOutcome | null,
): Promise<StoredReply> {
  if (outcome?.kind === "declined") return problemReply(ctx, await declinedError(ctx, order, outcome));
  if (outcome?.kind === "refused") return problemReply(ctx, await refusedError(ctx, order, outcome));
  const body: PlacedOrder = {
    ...orderView(order),
    payment: paying ? paymentView(ctx, paying.payment.id, paying.intent) : null,
    access_token: await signToken(ctx, "order", order.id),
  };
  return {
    status: 201,
    body,
    headers: { "Content-Type": "application/json; charset=UTF-8", Location: `/api/v1/orders/${order.id}` },
  };
}

/** What a client needs to go on with a payment. */
export function paymentView(
  ctx: Ctx,
  paymentId: string,
  intent: PaymentIntent,
): NonNullable<PlacedOrder["payment"]> {
  return {
    id: paymentId,
    status: intent.status,
    client_secret: intent.client_secret,
    publishable_key: ctx.config.STRIPE_PUBLISHABLE_KEY,
    ...(intent.next_action ? { next_action: intent.next_action } : {}),
  };
}

async function problemReply(ctx: Ctx, error: DomainError): Promise<StoredReply> {
  const response = problemResponse(error, ctx.config.PUBLIC_URL, ctx.requestId);
  return {
    status: response.status,
    body: await response.json(),
    headers: { "Content-Type": response.headers.get("Content-Type") ?? "" },
  };
}

/** If this fails the order stands all the same: the subscriber of order.placed empties the cart too. */
async function emptyCart(ctx: Ctx, ref: CartRef, order: OrderRow): Promise<void> {
  try {
    await applyToCart(ctx, ref, { op: "complete", generation: order.cart_generation });
  } catch (error) {
    ctx.log.warn("the ordered cart could not be emptied at once", {
      order_id: order.id,
      ...describeError(error),
    });
  }
}
