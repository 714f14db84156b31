import type Stripe from "stripe";
import { base62, newId } from "./ids.ts";
import { checkAmount } from "./payment-intent.amount.ts";
import type { CreateParams } from "./payment-intent.params.ts";
import { shippingOf } from "./payment-intent.shipping.ts";
import { changeMetadata } from "./wire.metadata.ts";

/** A new PaymentIntent, before a payment method is attached to it. @throws Refusal for an amount out of bounds */
export function buildPaymentIntent(params: CreateParams, now: number): Stripe.PaymentIntent {
  checkAmount(params.amount, params.currency);
  const id = newId("pi");
  const automatic = automaticPaymentMethods(params.automatic_payment_methods);
  return {
    id,
    object: "payment_intent",
    allowed_payment_method_types: null,
    amount: params.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: automatic,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: params.capture_method ?? "automatic_async",
    client_secret: `${id}_secret_${base62(25)}`,
    confirmation_method: "automatic",
    created: now,
    currency: params.currency,
    customer: params.customer ?? null,
    customer_account: null,
    description: params.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: { enabled: false },
    metadata: changeMetadata({}, params.metadata),
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: automatic === null ? null : EMULATED_CONFIGURATION,
    payment_method_options: { card: CARD_OPTIONS },
    payment_method_types:
      automatic !== null && params.currency === "usd" ? ["card", "us_bank_account"] : ["card"],
    payment_record: null,
    processing: null,
    receipt_email: params.receipt_email ?? null,
    review: null,
    setup_future_usage: params.setup_future_usage ?? null,
    shipping: shippingOf(params.shipping ?? null),
    source: null,
    statement_descriptor: params.statement_descriptor ?? null,
    statement_descriptor_suffix: params.statement_descriptor_suffix ?? null,
    status: "requires_payment_method",
    transfer_data: null,
    transfer_group: params.transfer_group ?? null,
  };
}

export const EMULATED_CONFIGURATION = { id: "pmc_1EmulatedDefaultConfigur", parent: null };

export const CARD_OPTIONS = {
  installments: null,
  mandate_options: null,
  network: null,
  request_three_d_secure: "automatic",
} as const;

/** On unless the request turns them off, as since API version 2023-08-16. */
export function automaticPaymentMethods(
  chosen: CreateParams["automatic_payment_methods"],
): { allow_redirects: "always" | "never"; enabled: boolean } | null {
  if (chosen?.enabled === false) return null;
  return { allow_redirects: chosen?.allow_redirects ?? "always", enabled: true };
}
