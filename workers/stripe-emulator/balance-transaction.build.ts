import type Stripe from "stripe";
import { newId } from "./ids.ts";
import { processingFee } from "./money.ts";

/** Funds become available two days after the charge, in seconds. */
const SETTLEMENT_TIME = 2 * 24 * 60 * 60;

/** What a captured charge adds to the balance: its captured amount less Stripe's fee. */
export function chargeTransaction(charge: Stripe.Charge, now: number): Stripe.BalanceTransaction {
  const fee = processingFee(charge.amount_captured);
  const detail = {
    amount: fee,
    application: null,
    currency: charge.currency,
    description: "Stripe processing fees",
    type: "stripe_fee",
  };
  return transaction("charge", charge.id, charge.amount_captured, charge, now, {
    fee,
    fee_details: [detail],
  });
}

/** What a refund takes from the balance. Stripe keeps the fee of the charge. */
export function refundTransaction(
  refundId: string,
  amount: number,
  charge: Stripe.Charge,
  now: number,
): Stripe.BalanceTransaction {
  return transaction("refund", refundId, -amount, charge, now, { fee: 0, fee_details: [] });
}

function transaction(
  type: "charge" | "refund",
  source: string,
  amount: number,
  charge: Stripe.Charge,
  now: number,
  fees: Pick<Stripe.BalanceTransaction, "fee" | "fee_details">,
): Stripe.BalanceTransaction {
  return {
    id: newId("txn"),
    object: "balance_transaction",
    amount,
    available_on: now + SETTLEMENT_TIME,
    balance_type: "payments",
    created: now,
    currency: charge.currency,
    description: type === "refund" ? "REFUND FOR CHARGE" : charge.description,
    exchange_rate: null,
    ...fees,
    net: amount - fees.fee,
    reporting_category: type,
    source,
    status: "pending",
    type,
  };
}
