import Stripe from "stripe";
import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import { stripeOf } from "./stripe-client.ts";

export type PaymentIntent = Stripe.PaymentIntent;

/** What came of asking Stripe to make or confirm a payment. */
export type IntentOutcome =
  | { kind: "intent"; intent: Stripe.PaymentIntent }
  /** The bank said no; the intent is there and can be paid with another method. */
  | {
      kind: "declined";
      intent: Stripe.PaymentIntent;
      code: string;
      declineCode: string | null;
      message: string;
    }
  /** Stripe refused the request itself, e.g. an unknown payment method; nothing was made or changed. */
  | { kind: "refused"; message: string; param: string | null }
  /** Another attempt with other parameters has the key of this one: it is running, or its outcome is not recorded yet. */
  | { kind: "in_progress" }
  /** Nobody knows: time-out, lost connection, 5xx. Asking again under the same key tells. */
  | { kind: "unknown"; message: string };

export interface CreateIntent {
  orderId: string;
  orderNumber: string;
  amount: number;
  currency: string;
  idempotencyKey: string;
  paymentMethod?: string | undefined;
  returnUrl?: string | undefined;
}

/** Creates the PaymentIntent of an order, and confirms it at once when a payment method is given. */
export function createIntent(ctx: Ctx, input: CreateIntent): Promise<IntentOutcome> {
  return outcomeOf(ctx, () =>
    stripeOf(ctx).paymentIntents.create(
      {
        amount: input.amount,
        currency: input.currency.toLowerCase(),
        description: `Order ${input.orderNumber}`,
        metadata: { order_id: input.orderId, order_number: input.orderNumber },
        ...confirmation(input),
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
  input: { paymentMethod: string; returnUrl?: string | undefined; idempotencyKey: string },
): Promise<IntentOutcome> {
  return outcomeOf(ctx, () =>
    stripeOf(ctx).paymentIntents.confirm(
      intentId,
      {
        payment_method: input.paymentMethod,
        // Without a page to come back to, a challenge is handled by Stripe.js.
        ...(input.returnUrl === undefined ? { use_stripe_sdk: true } : { return_url: input.returnUrl }),
      },
      { idempotencyKey: input.idempotencyKey },
    ),
  );
}

/** Reads an intent as it is now. */
export function retrieveIntent(ctx: Ctx, intentId: string): Promise<Stripe.PaymentIntent> {
  return stripeOf(ctx).paymentIntents.retrieve(intentId);
}

/** Cancels an intent, so that it can never be paid, and returns it; one that cannot be cancelled is returned as it is. */
export async function cancelIntent(ctx: Ctx, intentId: string): Promise<Stripe.PaymentIntent> {
  try {
    return await stripeOf(ctx).paymentIntents.cancel(intentId, { cancellation_reason: "abandoned" });
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError) return retrieveIntent(ctx, intentId);
    throw error;
  }
}

/**
 * The intent that was or may have been made under a creation key whose answer was lost.
 * Creating under the same key without confirming either makes a harmless intent, which closes the key for the lost
 * request, or proves that the intent exists; then it is looked up.
 */
export async function recoverIntent(
  ctx: Ctx,
  input: CreateIntent,
  since: Date,
): Promise<Stripe.PaymentIntent | undefined> {
  const { paymentMethod: _, returnUrl: __, ...unconfirmed } = input;
  try {
    return await stripeOf(ctx).paymentIntents.create(
      {
        amount: unconfirmed.amount,
        currency: unconfirmed.currency.toLowerCase(),
        description: `Order ${unconfirmed.orderNumber}`,
        metadata: { order_id: unconfirmed.orderId, order_number: unconfirmed.orderNumber },
        automatic_payment_methods: { enabled: true },
      },
      { idempotencyKey: unconfirmed.idempotencyKey },
    );
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeIdempotencyError)) throw error;
  }
  const from = Math.floor(since.getTime() / 1000) - 60;
  for await (const intent of stripeOf(ctx).paymentIntents.list({ created: { gte: from }, limit: 100 })) {
    if (intent.metadata["order_id"] === input.orderId) return intent;
  }
  return undefined;
}

/** Refunds everything that an intent captured. The key makes a repeat return the same refund. */
export function refundIntent(ctx: Ctx, intentId: string, idempotencyKey: string): Promise<Stripe.Refund> {
  return stripeOf(ctx).refunds.create({ payment_intent: intentId }, { idempotencyKey });
}

/** The key was used with other parameters, or its request is still running at Stripe. */
function isKeyTaken(error: unknown): boolean {
  if (error instanceof Stripe.errors.StripeIdempotencyError) return true;
  return error instanceof Stripe.errors.StripeError && error.code === "idempotency_key_in_use";
}

async function outcomeOf(ctx: Ctx, call: () => Promise<Stripe.PaymentIntent>): Promise<IntentOutcome> {
  try {
    return { kind: "intent", intent: await call() };
  } catch (error) {
    if (error instanceof Stripe.errors.StripeCardError && error.payment_intent) {
      return {
        kind: "declined",
        intent: error.payment_intent,
        code: error.code ?? "card_declined",
        declineCode: error.decline_code ?? null,
        message: error.message,
      };
    }
    if (isKeyTaken(error)) return { kind: "in_progress" };
    if (error instanceof Stripe.errors.StripeInvalidRequestError) {
      return { kind: "refused", message: error.message, param: error.param ?? null };
    }
    ctx.log.warn("stripe did not answer", describeError(error));
    return { kind: "unknown", message: error instanceof Error ? error.message : String(error) };
  }
}
