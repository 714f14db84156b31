import type { Work } from "./account.work.ts";
import { idOf } from "./account.kinds.ts";
import { completeSetup, failSetup } from "./confirm-setup.ts";
import { existingMethod } from "./payment-method.resolve.ts";
import { type Setup, unexpectedSetup } from "./setup-intent.find.ts";
import { docUrl } from "./wire.refusal.ts";

/**
 * Ends what a setup waits for, the customer's authentication.
 * @throws Refusal setup_intent_unexpected_state when it waits for nothing
 */
export function settleSetup(work: Work, setup: Setup, succeeds: boolean): Setup {
  const { intent } = setup;
  if (intent.status !== "requires_action") {
    throw unexpectedSetup(intent, `This SetupIntent has a status of ${intent.status}: it waits for nothing.`);
  }
  const used = existingMethod(work, idOf(intent.payment_method) ?? "");
  if (succeeds) return completeSetup(work, setup, used, true);
  const code = "setup_intent_authentication_failure";
  return failSetup(work, setup, {
    type: "invalid_request_error",
    code,
    doc_url: docUrl(code),
    message:
      "The latest attempt to set up the payment method has failed because authentication failed. You can provide " +
      "payment_method_data or a new PaymentMethod to attempt to fulfill this SetupIntent again.",
    payment_method: used.method,
  });
}
