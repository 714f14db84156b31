import type Stripe from "stripe";
import type { TestCard } from "./cards.ts";
import type { Attempt } from "./charge.build.ts";
import { base62 } from "./ids.ts";
import { EXPIRY, fingerprintOf } from "./payment-method.build.ts";

/** How long a card authorisation can be captured: seven days, in seconds. */
const CAPTURE_WINDOW = 7 * 24 * 60 * 60;

const UNAVAILABLE = { status: "unavailable" } as const;

/** What the charge tells about the card or the bank account that was charged. */
export function paymentMethodDetails(
  intent: Stripe.PaymentIntent,
  card: TestCard,
  attempt: Attempt,
  now: number,
): Stripe.Charge.PaymentMethodDetails {
  if (card.behaviour === "processes")
    return { type: "us_bank_account", us_bank_account: bankAccountDetails(card) };
  const approved = attempt.status === "succeeded";
  const details: Stripe.Charge.PaymentMethodDetails.Card = {
    amount_authorized: approved ? intent.amount : null,
    authorization_code: approved ? base62(6).toUpperCase() : null,
    brand: card.brand,
    ...(approved && !attempt.captured ? { capture_before: now + CAPTURE_WINDOW } : {}),
    checks: {
      address_line1_check: null,
      address_postal_code_check: null,
      cvc_check: attempt.decline?.code === "incorrect_cvc" ? "fail" : "pass",
    },
    country: "US",
    electronic_commerce_indicator: attempt.authenticated ? "05" : "07",
    ...EXPIRY,
    extended_authorization: { status: "disabled" },
    fingerprint: fingerprintOf(card),
    funding: card.funding,
    incremental_authorization: UNAVAILABLE,
    installments: null,
    last4: card.last4,
    mandate: null,
    multicapture: UNAVAILABLE,
    network: card.brand,
    network_token: { used: false },
    network_transaction_id: approved ? base62(15) : null,
    overcapture: { maximum_amount_capturable: intent.amount, ...UNAVAILABLE },
    regulated_status: "unregulated",
    three_d_secure: attempt.authenticated ? AUTHENTICATED : null,
    transaction_link_id: null,
    wallet: null,
  };
  return { card: details, type: "card" };
}

const AUTHENTICATED: Stripe.Charge.PaymentMethodDetails.Card.ThreeDSecure = {
  authentication_flow: "challenge",
  electronic_commerce_indicator: "05",
  exemption_indicator: null,
  result: "authenticated",
  result_reason: null,
  transaction_id: "4b2c6f0e-5d1a-4c57-9c35-1f0d8e2a7b66",
  version: "2.2.0",
};

function bankAccountDetails(card: TestCard): Stripe.Charge.PaymentMethodDetails.UsBankAccount {
  return {
    account_holder_type: "individual",
    account_type: "checking",
    bank_name: "STRIPE TEST BANK",
    fingerprint: fingerprintOf(card),
    last4: card.last4,
    payment_reference: null,
    routing_number: "110000000",
  };
}
