import type Stripe from "stripe";
import { Refusal } from "./wire.refusal.ts";

type Status =
  "requires_payment_method" | "requires_confirmation" | "requires_action" | "requires_capture" | "processing";

export const CONFIRMABLE: Status[] = ["requires_payment_method", "requires_confirmation", "requires_action"];
/** A card payment is never in `processing`, and a bank debit that is cannot be called back. */
export const CANCELABLE: Status[] = [...CONFIRMABLE, "requires_capture"];
export const CAPTURABLE: Status[] = ["requires_capture"];
/** Where the amount and the payment method may still change. */
export const EDITABLE: Status[] = [...CONFIRMABLE];

/**
 * Lets a PaymentIntent pass only in one of the given states.
 * @throws Refusal payment_intent_unexpected_state, with the PaymentIntent in the error
 */
export function requireStatus(
  intent: Stripe.PaymentIntent,
  allowed: Status[],
  action: "confirmed" | "canceled" | "captured" | "updated",
): void {
  if (allowed.some((status) => status === intent.status)) return;
  throw unexpectedState(intent, REPEATED[`${action} ${intent.status}`] ?? explain(intent, allowed, action));
}

/** 400 `payment_intent_unexpected_state`. */
export function unexpectedState(intent: Stripe.PaymentIntent, message: string): Refusal {
  const code = "payment_intent_unexpected_state";
  return new Refusal(400, { type: "invalid_request_error", code, message, payment_intent: intent });
}

const REPEATED: Record<string, string> = {
  "confirmed succeeded":
    "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.",
  "captured succeeded": "This PaymentIntent could not be captured because it has already been captured.",
};

function explain(intent: Stripe.PaymentIntent, allowed: Status[], action: string): string {
  return (
    `This PaymentIntent could not be ${action} because it has a status of ${intent.status}. ` +
    `Only a PaymentIntent with one of the following statuses may be ${action}: ${allowed.join(", ")}.`
  );
}
