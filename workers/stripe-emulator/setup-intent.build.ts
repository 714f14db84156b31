import type Stripe from "stripe";
import { base62, newId } from "./ids.ts";
import { CARD_OPTIONS, EMULATED_CONFIGURATION, automaticPaymentMethods } from "./payment-intent.build.ts";
import type { SetupParams } from "./setup-intent.params.ts";
import { changeMetadata } from "./wire.metadata.ts";

/** A new SetupIntent, before a payment method is named for it. */
export function buildSetupIntent(params: SetupParams, now: number): Stripe.SetupIntent {
  const id = newId("seti");
  const automatic = automaticPaymentMethods(params.automatic_payment_methods);
  const { mandate_options, network, request_three_d_secure } = CARD_OPTIONS;
  return {
    id,
    object: "setup_intent",
    allowed_payment_method_types: null,
    application: null,
    automatic_payment_methods: automatic,
    cancellation_reason: null,
    client_secret: `${id}_secret_${base62(25)}`,
    created: now,
    customer: params.customer ?? null,
    customer_account: null,
    description: params.description ?? null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    managed_payments: { enabled: false },
    mandate: null,
    metadata: changeMetadata({}, params.metadata),
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: automatic === null ? null : EMULATED_CONFIGURATION,
    payment_method_options: { card: { mandate_options, network, request_three_d_secure } },
    payment_method_types: ["card"],
    single_use_mandate: null,
    status: "requires_payment_method",
    usage: params.usage ?? "off_session",
  };
}
