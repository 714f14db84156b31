import Stripe from "stripe";
import type { Ctx } from "../../platform/ctx.ts";
import { type IntentOutcome, outcomeOf, type PaymentIntent } from "./intent-outcome.ts";
import { chargeOf } from "./ledger-entries.ts";
import { type Payer, payerParams, savingParams } from "./saved-payer.ts";
import { stripeOf } from "./stripe-client.ts";

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
