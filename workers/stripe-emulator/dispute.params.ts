import { metadata } from "./wire.metadata.ts";
import { type Parsed } from "./wire.params.ts";
import { clearable, flag, inert, integer, nested, oneOf, text, unmodelled } from "./wire.readers.ts";

const evidenceText = clearable(text(20_000));

/** POST /v1/disputes/:id. Files are not kept: their ids are taken as they come. */
export const DISPUTE_SHAPE = {
  evidence: nested({
    access_activity_log: evidenceText,
    appeal: unmodelled,
    billing_address: evidenceText,
    cancellation_policy: evidenceText,
    cancellation_policy_disclosure: evidenceText,
    cancellation_rebuttal: evidenceText,
    customer_communication: evidenceText,
    customer_email_address: evidenceText,
    customer_name: evidenceText,
    customer_purchase_ip: evidenceText,
    customer_signature: evidenceText,
    duplicate_charge_documentation: evidenceText,
    duplicate_charge_explanation: evidenceText,
    duplicate_charge_id: evidenceText,
    enhanced_evidence: unmodelled,
    product_description: evidenceText,
    receipt: evidenceText,
    refund_policy: evidenceText,
    refund_policy_disclosure: evidenceText,
    refund_refusal_explanation: evidenceText,
    service_date: evidenceText,
    service_documentation: evidenceText,
    shipping_address: evidenceText,
    shipping_carrier: evidenceText,
    shipping_date: evidenceText,
    shipping_documentation: evidenceText,
    shipping_tracking_number: evidenceText,
    uncategorized_file: evidenceText,
    uncategorized_text: evidenceText,
  }),
  intended_submission_method: inert,
  metadata,
  submit: flag,
};

/** POST /_emulator/charges/:id/dispute */
export const COMPLAINT_SHAPE = {
  amount: integer(1),
  reason: oneOf(
    "bank_cannot_process",
    "check_returned",
    "credit_not_processed",
    "customer_initiated",
    "debit_not_authorized",
    "duplicate",
    "fraudulent",
    "general",
    "incorrect_account_details",
    "insufficient_funds",
    "noncompliant",
    "product_not_received",
    "product_unacceptable",
    "subscription_canceled",
    "unrecognized",
  ),
};

export type DisputeParams = Parsed<typeof DISPUTE_SHAPE>;
