import type Stripe from "stripe";
import type { Decline } from "./cards.declines.ts";
import { chargeOutcome } from "./charge.outcome.ts";
import { paymentMethodDetails } from "./charge.method.ts";
import { idOf } from "./account.kinds.ts";
import { newId } from "./ids.ts";
import type { UsedMethod } from "./payment-method.resolve.ts";

export interface Attempt {
  status: "succeeded" | "pending" | "failed";
  captured: boolean;
  authenticated: boolean;
  decline: Decline | null;
}

/** The Charge of one attempt to collect what `intent` asks for. */
export function buildCharge(
  intent: Stripe.PaymentIntent,
  used: UsedMethod,
  attempt: Attempt,
  now: number,
): Stripe.Charge {
  const id = newId("ch");
  const { decline } = attempt;
  return {
    id,
    object: "charge",
    amount: intent.amount,
    amount_captured: attempt.captured ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: used.method.billing_details,
    calculated_statement_descriptor: "STRIPE EMULATOR",
    captured: attempt.captured,
    created: now,
    currency: intent.currency,
    customer: idOf(intent.customer),
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: decline?.blocked === true ? { stripe_report: "fraudulent" } : {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: chargeOutcome(attempt),
    paid: attempt.status === "succeeded",
    payment_intent: intent.id,
    payment_method: used.method.id,
    payment_method_details: paymentMethodDetails(intent, used.card, attempt, now),
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: attempt.status === "succeeded" ? `https://pay.stripe.com/receipts/payment/${id}` : null,
    refunded: false,
    refunds: null,
    review: null,
    shipping: intent.shipping,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: attempt.status,
    transfer_data: null,
    transfer_group: intent.transfer_group,
  };
}
