import type Stripe from "stripe";
import { idOf } from "./account.kinds.ts";
import { newId } from "./ids.ts";

/** How long evidence can be sent: nine days, in seconds. */
const RESPONSE_TIME = 9 * 24 * 60 * 60;

/** A new dispute of a charge, not yet booked to the balance. */
export function buildDispute(
  charge: Stripe.Charge,
  { amount, reason }: { amount: number; reason: string },
  now: number,
): Stripe.Dispute {
  const card = charge.payment_method_details?.card;
  const network_reason_code = NETWORK_REASONS[reason] ?? null;
  return {
    id: newId("du"),
    object: "dispute",
    amount,
    balance_transactions: [],
    charge: charge.id,
    created: now,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: NO_EVIDENCE,
    evidence_details: {
      due_by: now + RESPONSE_TIME,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: "not_submitted",
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    network_reason_code,
    payment_intent: idOf(charge.payment_intent),
    payment_method_details: {
      card: {
        brand: card?.brand ?? "unknown",
        case_type: "chargeback",
        network: card?.network ?? "unknown",
        network_reason_code,
      },
      type: "card",
    },
    reason,
    status: "needs_response",
  };
}

/** Visa's codes for the reasons that have one. */
const NETWORK_REASONS: Record<string, string> = {
  fraudulent: "10.4",
  product_not_received: "13.1",
  subscription_canceled: "13.2",
  product_unacceptable: "13.3",
  credit_not_processed: "13.6",
  duplicate: "12.6.1",
};

const NO_EVIDENCE: Stripe.Dispute.Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};
