import type Stripe from "stripe";
import type { TestCard } from "./cards.ts";
import { newId } from "./ids.ts";

/** Expiry of every test card. */
export const EXPIRY = { exp_month: 8, exp_year: 2034 };

const EMPTY_BILLING_DETAILS: Stripe.Charge.BillingDetails = {
  address: { city: null, country: null, line1: null, line2: null, postal_code: null, state: null },
  email: null,
  name: null,
  phone: null,
  tax_id: null,
};

/** A new PaymentMethod for a test card. As at Stripe, every use of a test card's name makes one. */
export function buildPaymentMethod(card: TestCard, now: number): Stripe.PaymentMethod {
  return {
    id: newId("pm"),
    object: "payment_method",
    allow_redisplay: "unspecified",
    billing_details: EMPTY_BILLING_DETAILS,
    ...(card.behaviour === "processes"
      ? { type: "us_bank_account", us_bank_account: bankAccount(card) }
      : { type: "card", card: cardDetails(card) }),
    created: now,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
  };
}

/** The same card always has the same fingerprint. */
export function fingerprintOf(card: TestCard): string {
  return `${card.brand}${card.last4}xK7dRq2w`.slice(0, 16).padEnd(16, "0");
}

function cardDetails(card: TestCard): Stripe.PaymentMethod.Card {
  return {
    brand: card.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
    country: "US",
    display_brand: card.brand,
    ...EXPIRY,
    fingerprint: fingerprintOf(card),
    funding: card.funding,
    generated_from: null,
    last4: card.last4,
    networks: { available: [card.brand], preferred: null },
    regulated_status: "unregulated",
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}

function bankAccount(card: TestCard): Stripe.PaymentMethod.UsBankAccount {
  return {
    account_holder_type: "individual",
    account_type: "checking",
    bank_name: "STRIPE TEST BANK",
    financial_connections_account: null,
    fingerprint: fingerprintOf(card),
    last4: card.last4,
    networks: { preferred: "ach", supported: ["ach"] },
    routing_number: "110000000",
    status_details: null,
  };
}
