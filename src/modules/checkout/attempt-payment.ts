import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { OrderRow } from "../orders/index.ts";
import {
  attachPayer,
  confirmIntent,
  confirmKey,
  createIntent,
  createKey,
  ensureIntent,
  findPayment,
  type IntentOutcome,
  isOthersMethod,
  isOutage,
  outcomeOfIntent,
  type Payer,
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
  /** The signed-in customer whose order it is, if Stripe knows them. */
  payer?: Payer | undefined;
}

type Confirmation = PaymentChoice & { paymentMethod: string };

/** Whether the order can still be paid: it is open and its hold lasts. */
export function isPayable(ctx: Ctx, order: Pick<OrderRow, "status" | "expires_at">): boolean {
  const open = order.status === "pending_payment" || order.status === "payment_failed";
  return open && (order.expires_at === null || order.expires_at > isoTime(ctx.now()));
}

/**
 * The payment of an order that can be paid now: the one that it was placed with, while its hold lasts, or what an edit made it cost
 * more.
 */
export function payablePayment<Payment extends { purpose: string; status: string }>(
  ctx: Ctx,
  order: Pick<OrderRow, "status" | "expires_at">,
  payments: readonly Payment[],
): Payment | undefined {
  if (isPayable(ctx, order)) return payments.find(({ purpose }) => purpose === "order");
  if (NOT_CARRIED_OUT.includes(order.status)) return undefined;
  return payments.find(
    ({ purpose, status }) => purpose === "difference" && !PAID_OR_GIVEN_UP.includes(status),
  );
}

const NOT_CARRIED_OUT = ["pending_payment", "payment_failed", "expired", "cancelled"];
const PAID_OR_GIVEN_UP = ["succeeded", "canceled", "requires_capture"];

/** The first attempt of a new order: one call that makes the intent and, with a payment method, confirms it. */
export function firstAttempt(
  ctx: Ctx,
  order: OrderRow,
  payment: PaymentRow,
  choice: PaymentChoice,
): Promise<IntentOutcome> {
  return createIntent(ctx, {
    paymentId: payment.id,
    captureMethod: payment.capture_method,
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
    const { paymentMethod } = choice;
    return neverConfirmed(ensured.intent) && paymentMethod !== undefined
      ? confirm(ctx, payment, ensured.intent, { ...choice, paymentMethod }, neverConfirmed)
      : outcomeOfIntent(ensured.intent);
  });
}

/** A further attempt on an open order, with a new payment method. */
export async function furtherAttempt(
  ctx: Ctx,
  order: OrderRow,
  payment: PaymentRow,
  choice: Confirmation,
): Promise<IntentOutcome> {
  return unlessOutage(async () => {
    const ensured = await ensureIntent(ctx, payment, order);
    if (ensured.kind !== "intent") return ensured;
    const { intent } = ensured;
    if (await isOthersMethod(ctx, intent, choice.paymentMethod, choice.payer))
      return { ...OTHERS_METHOD, intent };
    return confirm(ctx, payment, intent, choice, isConfirmable);
  });
}

const OTHERS_METHOD = {
  kind: "refused",
  code: "payment_method_saved",
  message: "A saved payment method can only be used by the customer who saved it, signed in.",
  param: "payment_method",
} as const;

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
  choice: Confirmation,
  goesOn: (intent: PaymentIntent) => boolean,
): Promise<IntentOutcome> {
  await attachPayer(ctx, intent, choice.payer);
  let key = confirmKey(payment);
  for (let attempt = 1; ; attempt++) {
    const outcome = await confirmIntent(ctx, intent.id, { ...choice, idempotencyKey: key });
    if (outcome.kind === "refused") {
      if (outcome.code !== "payment_intent_unexpected_state") return { ...outcome, intent };
      return { kind: "intent", intent: await retrieveIntent(ctx, intent.id) };
    }
    if (outcome.kind !== "key_taken" || outcome.running || attempt >= KEYS_TRIED) return outcome;
    const now = await retrieveIntent(ctx, intent.id);
    if (!goesOn(now)) return outcomeOfIntent(now);
    // Recording what is known, even if it is nothing new, gives the next attempt a key of its own.
    await settleOrder(ctx, payment.order_id, now, { always: true });
    key = confirmKey((await findPayment(ctx, payment.id)) ?? payment);
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
