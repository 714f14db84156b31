import Stripe from "stripe";
import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import { metrics } from "../../platform/metrics.ts";
import { keyIsDead } from "./stripe-errors.ts";

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

/** What comes of a call that makes or confirms an intent. */
export async function outcomeOf(ctx: Ctx, call: () => Promise<PaymentIntent>): Promise<IntentOutcome> {
  let outcome: IntentOutcome;
  try {
    outcome = { kind: "intent", intent: await call() };
  } catch (error) {
    outcome = failureOf(ctx, error);
  }
  const counted = attemptOf(outcome);
  if (counted !== undefined) metrics.count("payments", [counted]);
  return outcome;
}

/** What an attempt to pay counts as; undefined where none was made. */
function attemptOf(outcome: IntentOutcome): string | undefined {
  if (outcome.kind === "declined" || outcome.kind === "refused") return outcome.kind;
  if (outcome.kind === "unknown") return "failed";
  if (outcome.kind === "key_taken") return undefined;
  const { status } = outcome.intent;
  if (status === "requires_action") return "action_required";
  return status === "requires_payment_method" || status === "requires_confirmation" ? undefined : "succeeded";
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
