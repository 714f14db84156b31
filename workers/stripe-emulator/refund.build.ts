import type Stripe from "stripe";
import { idOf } from "./account.kinds.ts";
import { newId } from "./ids.ts";

interface RefundContent {
  amount: number;
  reason: Stripe.Refund.Reason | null;
  metadata: Stripe.Metadata;
  /** A reversal releases what was never captured, and moves no money. */
  type: "refund" | "reversal";
  isPending: boolean;
}

/** A refund of a card charge, not yet booked to the balance. */
export function buildRefund(charge: Stripe.Charge, content: RefundContent, now: number): Stripe.Refund {
  return {
    id: newId("re"),
    object: "refund",
    amount: content.amount,
    balance_transaction: null,
    charge: charge.id,
    created: now,
    currency: charge.currency,
    customer: idOf(charge.customer),
    customer_account: null,
    destination_details: {
      card:
        content.type === "reversal"
          ? { type: "reversal" }
          : {
              reference_status: "pending",
              reference_type: "acquirer_reference_number",
              type: content.isPending ? "pending" : "refund",
            },
      type: "card",
    },
    metadata: content.metadata,
    payment_intent: idOf(charge.payment_intent),
    payment_method: charge.payment_method,
    ...(content.isPending ? { pending_reason: "processing" } : {}),
    reason: content.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: content.isPending ? "pending" : "succeeded",
    transfer_reversal: null,
  };
}

/** The same refund once the card network has given it a reference. */
export function withReference(refund: Stripe.Refund, reference: string): Stripe.Refund {
  const card = {
    ...refund.destination_details?.card,
    reference,
    reference_status: "available",
    type: "refund",
  };
  return { ...refund, destination_details: { card, type: "card" } };
}
