import type Stripe from "stripe";
import type { Access } from "./wire.access.ts";
import { missingParam } from "./wire.params.ts";
import { invalid } from "./wire.refusal.ts";

/**
 * Checks the client secret: a publishable key must show it, a secret key may.
 * @throws Refusal parameter_missing, payment_intent_invalid_parameter
 */
export function checkClientSecret(
  intent: Stripe.PaymentIntent,
  given: string | undefined,
  access: Access,
): void {
  if (given === undefined) {
    if (access === "publishable") throw missingParam("client_secret");
    return;
  }
  if (given === intent.client_secret) return;
  const message =
    "The client_secret provided does not match the client_secret associated with the PaymentIntent.";
  throw invalid(message, { code: "payment_intent_invalid_parameter", param: "client_secret" });
}
