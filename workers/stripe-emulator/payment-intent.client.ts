import type { Access } from "./wire.access.ts";
import type { Intent } from "./payment-intent.view.ts";
import { missingParam } from "./wire.params.ts";
import { invalid } from "./wire.refusal.ts";

/**
 * Checks the client secret: a publishable key must show it, a secret key may.
 * @throws Refusal parameter_missing, payment_intent_invalid_parameter, setup_intent_invalid_parameter
 */
export function checkClientSecret(intent: Intent, given: string | undefined, access: Access): void {
  if (given === undefined) {
    if (access === "publishable") throw missingParam("client_secret");
    return;
  }
  if (given === intent.client_secret) return;
  const name = intent.object === "setup_intent" ? "SetupIntent" : "PaymentIntent";
  const message = `The client_secret provided does not match the client_secret associated with the ${name}.`;
  throw invalid(message, { code: `${intent.object}_invalid_parameter`, param: "client_secret" });
}
