import Stripe from "stripe";
import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import { chargeOf } from "./ledger-entries.ts";
import { type Payer, payerParams, savingParams } from "./saved-payer.ts";
import { stripeOf } from "./stripe-client.ts";

export type PaymentIntent = Stripe.PaymentIntent;

/** What came of asking Stripe to make or confirm a payment. */
export type IntentOutcome =
  | { kind: "intent"; intent: PaymentIntent }
  /** The bank said no; the intent is there and can be paid with another method. */
  | Declined
  | Refused
  /** The idempotency key belongs to another request: one that still runs, or one that has ended. */
  | { kind: "key_taken"; running: boolean }
  /** Nobody knows: time-out, lost connection, 5xx. Asking again under the same key tells. */
  | { kind: "unknown"; message: string; cause?: unknown };

/**
 * Stripe refused the request itself, e.g. an unknown payment method; nothing was made or changed. `intent` is the one that
 * could not be confirmed; without it none exists.
 */
interface Refused {
  kind: "refused";
  code: string | null;
  message: string;
  param: string | null;
  intent?: PaymentIntent;
}

interface Declined {
  kind: "declined";
  intent: PaymentIntent;
  code: string;
  declineCode: string | null;
  message: string;
}

/** Asked for with every intent: what it was paid with, and what that cost. */
export const INTENT_EXPANDED = ["latest_charge.balance_transaction"];

export interface CreateIntent {
  paymentId: string;
  captureMethod: "automatic" | "manual";
  orderId: string;
  orderNumber: string;
  amount: number;
  currency: string;
  idempotencyKey: string;
  /** With it the intent is confirmed at once. */
  paymentMethod?: string | undefined;
  returnUrl?: string | undefined;
  payer?: Payer | undefined;
}

/** Creates the PaymentIntent of an order, and confirms it at once when a payment method is given. */
export async function createIntent(ctx: Ctx, input: CreateIntent): Promise<IntentOutcome> {
  const outcome = await requestIntent(ctx, input);
  // Somebody deleted the customer at Stripe: the order can be paid all the same.
  const isUnknown = outcome.kind === "refused" && outcome.param === "customer";
  if (!isUnknown || input.payer === undefined) return outcome;
  return requestIntent(ctx, { ...input, payer: undefined, idempotencyKey: `${input.idempotencyKey}:alone` });
}

function requestIntent(ctx: Ctx, input: CreateIntent): Promise<IntentOutcome> {
  return outcomeOf(ctx, () =>
    stripeOf(ctx).paymentIntents.create(
      {
        amount: input.amount,
        currency: input.currency.toLowerCase(),
        description: `Order ${input.orderNumber}`,
        metadata: { order_id: input.orderId, order_number: input.orderNumber, payment_id: input.paymentId },
        ...(input.captureMethod === "manual" ? { capture_method: "manual" as const } : {}),
        ...payerParams(input.payer),
        ...confirmation(input),
        expand: INTENT_EXPANDED,
      },
      { idempotencyKey: input.idempotencyKey },
    ),
  );
}

function confirmation(input: CreateIntent): Partial<Stripe.PaymentIntentCreateParams> {
  const { paymentMethod, returnUrl } = input;
  if (paymentMethod === undefined) return { automatic_payment_methods: { enabled: true } };
  return {
    confirm: true,
    payment_method: paymentMethod,
    // Without a page to come back to, only methods without a redirect can be confirmed.
    automatic_payment_methods: {
      enabled: true,
      allow_redirects: returnUrl === undefined ? "never" : "always",
    },
    ...(returnUrl === undefined ? {} : { return_url: returnUrl }),
  };
}

/** Confirms an intent with a (new) payment method. */
export function confirmIntent(
  ctx: Ctx,
  intentId: string,
  input: {
    paymentMethod: string;
    returnUrl?: string | undefined;
    payer?: Payer | undefined;
    idempotencyKey: string;
  },
): Promise<IntentOutcome> {
  return outcomeOf(ctx, () =>
    stripeOf(ctx).paymentIntents.confirm(
      intentId,
      {
        payment_method: input.paymentMethod,
        ...savingParams(input.payer),
        // Without a page to come back to, a challenge is handled by Stripe.js.
        ...(input.returnUrl === undefined ? { use_stripe_sdk: true } : { return_url: input.returnUrl }),
        expand: INTENT_EXPANDED,
      },
      { idempotencyKey: input.idempotencyKey },
    ),
  );
}

/** What is worth knowing of an intent, and of what has become of its money since. */
export interface Looked {
  intent: PaymentIntent;
  refunds: Stripe.Refund[];
  disputes: Stripe.Dispute[];
}

/**
 * Reads an intent with its refunds and disputes; what cannot be there is not asked for. `about`: the type of the event that told of it.
 * Undefined when Stripe knows no such intent.
 */
export async function lookAtIntent(ctx: Ctx, intentId: string, about = ""): Promise<Looked | undefined> {
  const intent = await retrieveIntent(ctx, intentId).catch((error: unknown) => {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code === "resource_missing")
      return undefined;
    throw error;
  });
  if (!intent) return undefined;
  const charge = chargeOf(intent);
  // An authorisation that was let go of shows as refunded, too: only captured money can be.
  const isCaptured = charge?.captured ?? false;
  const hasRefunds =
    isCaptured &&
    (charge?.refunded === true || (charge?.amount_refunded ?? 0) > 0 || about.includes("refund"));
  const hasDisputes = isCaptured && (charge?.disputed === true || about.includes("dispute"));
  return {
    intent,
    refunds: hasRefunds ? await listRefunds(ctx, intentId) : [],
    disputes: hasDisputes ? await listDisputes(ctx, intentId) : [],
  };
}

async function listRefunds(ctx: Ctx, intentId: string): Promise<Stripe.Refund[]> {
  const refunds: Stripe.Refund[] = [];
  const expand = ["data.balance_transaction", "data.failure_balance_transaction"];
  const listed = stripeOf(ctx).refunds.list({ payment_intent: intentId, limit: 100, expand });
  for await (const refund of listed) refunds.push(refund);
  return refunds.reverse();
}

async function listDisputes(ctx: Ctx, intentId: string): Promise<Stripe.Dispute[]> {
  const disputes: Stripe.Dispute[] = [];
  const listed = stripeOf(ctx).disputes.list({ payment_intent: intentId, limit: 100 });
  for await (const dispute of listed) disputes.push(dispute);
  return disputes.reverse();
}

/** Reads an intent as it is now. */
export function retrieveIntent(ctx: Ctx, intentId: string): Promise<PaymentIntent> {
  return stripeOf(ctx).paymentIntents.retrieve(intentId, { expand: INTENT_EXPANDED });
}

/** The intent that was made for a payment, looked up by its metadata. Intents of the first releases name the order alone. */
export async function findIntentOfPayment(
  ctx: Ctx,
  payment: { id: string; order_id: string; purpose: "order" | "difference"; created_at: string },
): Promise<PaymentIntent | undefined> {
  const from = Math.floor(Date.parse(payment.created_at) / 1000) - 60;
  const created = { gte: from, lte: from + 24 * 60 * 60 };
  const listed = stripeOf(ctx).paymentIntents.list({
    created,
    limit: 100,
    expand: INTENT_EXPANDED.map((path) => `data.${path}`),
  });
  for await (const intent of listed) {
    const { payment_id, order_id } = intent.metadata;
    if (payment_id === payment.id) return intent;
    if (payment_id === undefined && order_id === payment.order_id && payment.purpose === "order")
      return intent;
  }
  return undefined;
}

/**
 * Cancels an intent, so that it can never be paid, and returns it; what was authorised is let go of. One that cannot be cancelled is
 * returned as it is.
 */
export async function cancelIntent(
  ctx: Ctx,
  intentId: string,
  reason: "abandoned" | "requested_by_customer" = "abandoned",
): Promise<PaymentIntent> {
  try {
    return await stripeOf(ctx).paymentIntents.cancel(intentId, {
      cancellation_reason: reason,
      expand: INTENT_EXPANDED,
    });
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError) return retrieveIntent(ctx, intentId);
    throw error;
  }
}

/**
 * Whether the idempotency key will never give another answer than this error: it belongs to another request that has ended,
 * or Stripe keeps a 500 under it.
 */
export function keyIsDead(error: unknown): boolean {
  if (!(error instanceof Stripe.errors.StripeError)) return false;
  if (error instanceof Stripe.errors.StripeIdempotencyError) return error.code !== "idempotency_key_in_use";
  return error.headers?.["idempotent-replayed"] === "true" && (error.statusCode ?? 0) >= 500;
}

/** Whether Stripe could not be reached or has a fault of its own, so that other requests will fail as well. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Stripe.errors.StripeError)) return false;
  return error instanceof Stripe.errors.StripeConnectionError || (error.statusCode ?? 0) >= 500;
}

/** What an intent's own state says of its last attempt, for whoever did not get the answer to it. */
export function outcomeOfIntent(intent: PaymentIntent): IntentOutcome {
  const error = intent.last_payment_error;
  if (intent.status !== "requires_payment_method" || error === null) return { kind: "intent", intent };
  return {
    kind: "declined",
    intent,
    code: error.code ?? "card_declined",
    declineCode: error.decline_code ?? null,
    message: error.message ?? "The payment was declined.",
  };
}

async function outcomeOf(ctx: Ctx, call: () => Promise<PaymentIntent>): Promise<IntentOutcome> {
  try {
    return { kind: "intent", intent: await call() };
  } catch (error) {
    return failureOf(ctx, error);
  }
}

function failureOf(ctx: Ctx, error: unknown): IntentOutcome {
  if (error instanceof Stripe.errors.StripeCardError && error.payment_intent) {
    return {
      kind: "declined",
      intent: error.payment_intent,
      code: error.code ?? "card_declined",
      declineCode: error.decline_code ?? null,
      message: error.message,
    };
  }
  if (error instanceof Stripe.errors.StripeError) {
    if (error.code === "idempotency_key_in_use") return { kind: "key_taken", running: true };
    if (keyIsDead(error)) return { kind: "key_taken", running: false };
    if (error instanceof Stripe.errors.StripeInvalidRequestError) {
      return {
        kind: "refused",
        code: error.code ?? null,
        message: error.message,
        param: error.param ?? null,
      };
    }
  }
  ctx.log.warn("stripe did not answer", describeError(error));
  return { kind: "unknown", message: error instanceof Error ? error.message : String(error), cause: error };
}
