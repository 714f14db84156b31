import type Stripe from "stripe";
import type { Confirmation } from "./payment-intent.action.ts";
import type { ConfirmParams, CreateParams } from "./payment-intent.params.ts";
import type { Intent } from "./payment-intent.view.ts";
import { unexpectedState } from "./payment-intent.refusals.ts";
import type { UsedMethod } from "./payment-method.resolve.ts";
import type { Access } from "./wire.access.ts";
import type { Call } from "./wire.call.ts";
import { invalid } from "./wire.refusal.ts";

type Params = Pick<
  ConfirmParams | CreateParams,
  "return_url" | "off_session" | "error_on_requires_action" | "use_stripe_sdk"
>;

/** How the request wants the payment confirmed. */
export function confirmationOf(params: Params, call: Call): Confirmation {
  return {
    returnUrl: params.return_url,
    offSession: params.off_session !== undefined && params.off_session !== "false",
    failsOnAction: params.error_on_requires_action === true,
    publicUrl: call.publicUrl,
  };
}

/** @throws Refusal payment_intent_unexpected_state when there is nothing to pay with */
export function requireMethod(intent: Stripe.PaymentIntent, used: UsedMethod | undefined): UsedMethod {
  if (used !== undefined) return used;
  throw unexpectedState(
    intent,
    "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the " +
      "PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment " +
      "method or ConfirmationToken.",
  );
}

/**
 * With automatic payment methods a server must say where a redirect returns to, or rule redirects out.
 * A browser that handles actions itself need not.
 * @throws Refusal
 */
export function requireReturnUrl(
  intent: Intent,
  params: Pick<Params, "return_url" | "use_stripe_sdk">,
  access: Access,
): void {
  const redirects = intent.automatic_payment_methods?.allow_redirects === "always";
  if (!redirects || params.return_url !== undefined || params.use_stripe_sdk === true) return;
  if (access === "publishable") return;
  throw invalid(
    `This ${intent.object === "setup_intent" ? "SetupIntent" : "PaymentIntent"} is configured to accept payment methods enabled in your Dashboard. Because some of these ` +
      "payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't " +
      "want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and " +
      "`automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
  );
}
