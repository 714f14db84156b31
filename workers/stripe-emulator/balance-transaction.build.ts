import type Stripe from "stripe";
import { idOf } from "./account.kinds.ts";
import { newId } from "./ids.ts";
import { DISPUTE_FEE, processingFee } from "./money.ts";

/** Funds become available two days after the charge, in seconds. */
const SETTLEMENT_TIME = 2 * 24 * 60 * 60;

/** What a captured charge adds to the balance: its captured amount less Stripe's fee. */
export function chargeTransaction(charge: Stripe.Charge, now: number): Stripe.BalanceTransaction {
  return transaction("charge", charge, charge.amount_captured, now, {
    description: charge.description,
    fee: { amount: processingFee(charge.amount_captured), description: "Stripe processing fees" },
  });
}

/** What a refund takes from the balance. Stripe keeps the fee of the charge. */
export function refundTransaction(
  refund: Stripe.Refund,
  charge: Stripe.Charge,
  now: number,
): Stripe.BalanceTransaction {
  const description = `REFUND FOR CHARGE${charge.description === null ? "" : ` (${charge.description})`}`;
  return transaction("refund", refund, -refund.amount, now, { description });
}

/** What a failed refund brings back. */
export function refundFailureTransaction(
  refund: Stripe.Refund,
  charge: Stripe.Charge,
  now: number,
): Stripe.BalanceTransaction {
  const description = `REFUND FAILURE FOR CHARGE (${charge.id})`;
  return transaction("refund_failure", refund, refund.amount, now, { description });
}

/** What a dispute takes: the disputed amount, and Stripe's fee on top. */
export function disputeTransaction(dispute: Stripe.Dispute, now: number): Stripe.BalanceTransaction {
  return transaction("adjustment", dispute, -dispute.amount, now, {
    category: "dispute",
    description: `Chargeback withdrawal for ${idOf(dispute.charge) ?? ""}`,
    fee: { amount: DISPUTE_FEE, description: "Dispute fee" },
  });
}

/** What comes back when a dispute is won: the amount without the fee. */
export function disputeReversalTransaction(dispute: Stripe.Dispute, now: number): Stripe.BalanceTransaction {
  const description = `Chargeback reversal for ${idOf(dispute.charge) ?? ""}`;
  return transaction("adjustment", dispute, dispute.amount, now, {
    category: "dispute_reversal",
    description,
  });
}

interface Entry {
  description: string | null;
  fee?: { amount: number; description: string };
  /** What reports call it, where that is not the type. */
  category?: string;
}

function transaction(
  type: "charge" | "refund" | "refund_failure" | "adjustment",
  source: { id: string; currency: string },
  amount: number,
  now: number,
  { description, fee, category = type }: Entry,
): Stripe.BalanceTransaction {
  const { currency } = source;
  return {
    id: newId("txn"),
    object: "balance_transaction",
    amount,
    available_on: now + SETTLEMENT_TIME,
    balance_type: "payments",
    created: now,
    currency,
    description,
    exchange_rate: null,
    fee: fee?.amount ?? 0,
    fee_details: fee === undefined ? [] : [{ ...fee, application: null, currency, type: "stripe_fee" }],
    net: amount - (fee?.amount ?? 0),
    reporting_category: category,
    source: source.id,
    status: "pending",
    type,
  };
}
