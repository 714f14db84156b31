import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { OrderRow } from "../orders/index.ts";
import {
  confirmIntent,
  confirmKey,
  createIntent,
  createKey,
  ensureIntent,
  findPaymentOfOrder,
  type IntentOutcome,
  isOutage,
  outcomeOfIntent,
  type PaymentIntent,
  type PaymentRow,
  retrieveIntent,
} from "../payments/index.ts";
import { settleOrder } from "./settle-payment.ts";

const KEYS_TRIED = 3;

export interface PaymentChoice {
  /** Absent: the client confirms the intent itself. */
  paymentMethod: string | undefined;
  returnUrl: string | undefined;
}

/** Whether the order can still be paid: it is open and its hold lasts. */
export function isPayable(ctx: Ctx, order: Pick<OrderRow, "status" | "expires_at">): boolean {
  const open = order.status === "pending_payment" || order.status === "payment_failed";
  return open && (order.expires_at === null || order.expires_at > isoTime(ctx.now()));
}

/** The first attempt of a new order: one call that makes the intent and, with a payment method, confirms it. */
export function firstAttempt(
  ctx: Ctx,
  order: OrderRow,
  payment: PaymentRow,
  choice: PaymentChoice,
): Promise<IntentOutcome> {
  return createIntent(ctx, {
    orderId: order.id,
    orderNumber: order.number,
    amount: payment.amount,
    currency: payment.currency,
    idempotencyKey: createKey(payment),
    ...choice,
  });
}

/**
 * The first attempt again, for a request whose first run died or got no answer. What is known of the intent is never asked
 * for a second time; otherwise the same question under the same key gets the same answer.
 */
export async function resumedAttempt(
  ctx: Ctx,
  order: OrderRow,
  payment: PaymentRow,
  choice: PaymentChoice,
): Promise<IntentOutcome> {
  if (payment.intent_id === null) {
    const again = await firstAttempt(ctx, order, payment, choice);
    if (again.kind !== "key_taken" || again.running) return again;
  }
  return unlessOutage(async () => {
    const ensured = await ensureIntent(ctx, payment, order);
    if (ensured.kind !== "intent") return ensured;
    return neverConfirmed(ensured.intent) && choice.paymentMethod !== undefined
      ? confirm(ctx, payment, ensured.intent, choice.paymentMethod, choice.returnUrl, neverConfirmed)
      : outcomeOfIntent(ensured.intent);
  });
}

/** A further attempt on an open order, with a new payment method. */
export async function furtherAttempt(
  ctx: Ctx,
  order: OrderRow,
  payment: PaymentRow,
  choice: { paymentMethod: string; returnUrl: string | undefined },
): Promise<IntentOutcome> {
  return unlessOutage(async () => {
    const ensured = await ensureIntent(ctx, payment, order);
    if (ensured.kind !== "intent") return ensured;
    return confirm(ctx, payment, ensured.intent, choice.paymentMethod, choice.returnUrl, isConfirmable);
  });
}

/** Looking at an intent can fail as confirming it can: then nobody knows, and asking again tells. */
async function unlessOutage(attempt: () => Promise<IntentOutcome>): Promise<IntentOutcome> {
  try {
    return await attempt();
  } catch (error) {
    if (!isOutage(error)) throw error;
    return { kind: "unknown", message: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Confirms; an intent that is past confirming (paid or cancelled meanwhile) is answered as it is. A key that belongs to an attempt
 * which has ended (with a failure that Stripe keeps, or with another payment method) gives way to the next one, as long as
 * `goesOn` says so of what became of the intent.
 */
async function confirm(
  ctx: Ctx,
  payment: PaymentRow,
  intent: PaymentIntent,
  paymentMethod: string,
  returnUrl: string | undefined,
  goesOn: (intent: PaymentIntent) => boolean,
): Promise<IntentOutcome> {
  let key = confirmKey(payment);
  for (let attempt = 1; ; attempt++) {
    const outcome = await confirmIntent(ctx, intent.id, { paymentMethod, returnUrl, idempotencyKey: key });
    if (outcome.kind === "refused") {
      if (outcome.code !== "payment_intent_unexpected_state") return { ...outcome, intent };
      return { kind: "intent", intent: await retrieveIntent(ctx, intent.id) };
    }
    if (outcome.kind !== "key_taken" || outcome.running || attempt >= KEYS_TRIED) return outcome;
    const now = await retrieveIntent(ctx, intent.id);
    if (!goesOn(now)) return outcomeOfIntent(now);
    // Recording what is known, even if it is nothing new, gives the next attempt a key of its own.
    await settleOrder(ctx, payment.order_id, now, { always: true });
    key = confirmKey((await findPaymentOfOrder(ctx, payment.order_id)) ?? payment);
  }
}

function isConfirmable({ status }: PaymentIntent): boolean {
  return (
    status === "requires_payment_method" || status === "requires_confirmation" || status === "requires_action"
  );
}

function neverConfirmed(intent: PaymentIntent): boolean {
  return intent.status === "requires_payment_method" && intent.last_payment_error === null;
}
