import type Stripe from "stripe";
import type { Payment, Work } from "./account.work.ts";
import { idOf } from "./account.kinds.ts";
import { refundFailureTransaction } from "./balance-transaction.build.ts";
import { base62 } from "./ids.ts";
import { withReference } from "./refund.build.ts";
import { invalid } from "./wire.refusal.ts";

/**
 * Ends a pending refund; as at Stripe, one that succeeded can still fail afterwards.
 * @throws Refusal when it can end no more
 */
export function settleRefund(work: Work, id: string, succeeds: boolean): Stripe.Refund {
  const refund = work.get("refund", id);
  const payment = work.payment(idOf(refund.payment_intent) ?? "");
  const isReversal = refund.balance_transaction === null;
  const allowed = succeeds ? ["pending"] : ["pending", "succeeded"];
  if (isReversal || !allowed.includes(refund.status ?? "")) {
    throw invalid(`Refund ${id} has a status of ${String(refund.status)}: it waits for nothing.`);
  }
  return succeeds ? completeRefund(work, payment, refund) : failRefund(work, payment, refund);
}

function completeRefund(work: Work, payment: Payment, pending: Stripe.Refund): Stripe.Refund {
  const { pending_reason, ...rest } = withReference(pending, base62(23).toUpperCase());
  const refund: Stripe.Refund = { ...rest, status: "succeeded" };
  const { destination_details, status } = pending;
  work.save(refund);
  tellRefund(work, payment, refund, { destination_details, pending_reason, status });
  return refund;
}

/** The bank sends the money back: it is in the balance again, and the charge counts it as not refunded. */
export function failRefund(work: Work, payment: Payment, refund: Stripe.Refund): Stripe.Refund {
  const charge = work.get("charge", idOf(refund.charge) ?? "");
  const transaction = refundFailureTransaction(refund, charge, work.now);
  const { pending_reason, ...rest } = refund;
  const failed: Stripe.Refund = {
    ...rest,
    failure_balance_transaction: transaction.id,
    failure_reason: "expired_or_canceled_card",
    status: "failed",
  };
  work.save(transaction);
  work.save(failed);
  work.save({ ...charge, amount_refunded: charge.amount_refunded - refund.amount, refunded: false });
  const previous = { failure_balance_transaction: null, failure_reason: null, status: refund.status };
  tellRefund(
    work,
    payment,
    failed,
    pending_reason === undefined ? previous : { ...previous, pending_reason },
  );
  work.emit("refund.failed", failed, payment);
  return failed;
}

/** Tells what changed on a refund, by both of the events that Stripe has for it. */
export function tellRefund(work: Work, payment: Payment, refund: Stripe.Refund, previous: object): void {
  work.emit("refund.updated", refund, payment, previous);
  work.emit("charge.refund.updated", refund, payment, previous);
}
