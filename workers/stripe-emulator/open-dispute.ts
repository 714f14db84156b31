import type Stripe from "stripe";
import type { Payment, Work } from "./account.work.ts";
import { disputeTransaction } from "./balance-transaction.build.ts";
import { buildDispute } from "./dispute.build.ts";
import { disputesOf, isOpen } from "./dispute.find.ts";
import { invalid } from "./wire.refusal.ts";

interface Complaint {
  amount?: number | undefined;
  reason?: string | undefined;
}

/**
 * The card holder disputes a captured charge: the amount and Stripe's fee are taken from the balance at once. Without
 * an amount all that was not refunded is disputed, or all that was captured when nothing of it is left.
 * @throws Refusal when it was not captured, is disputed already, or for more than was captured
 */
export function openDispute(
  work: Work,
  payment: Payment,
  charge: Stripe.Charge,
  complaint: Complaint,
): Stripe.Dispute {
  if (!charge.captured) throw invalid(`Charge ${charge.id} was not captured and cannot be disputed.`);
  if (charge.disputed && disputesOf(work, charge.id).some(isOpen)) {
    throw invalid(`Charge ${charge.id} is disputed already.`);
  }
  const left = charge.amount - charge.amount_refunded;
  const amount = complaint.amount ?? (left === 0 ? charge.amount_captured : left);
  if (amount > charge.amount_captured) {
    throw invalid("More is disputed than was captured.", { param: "amount" });
  }
  const opened = buildDispute(charge, { amount, reason: complaint.reason ?? "fraudulent" }, work.now);
  const withdrawal = disputeTransaction(opened, work.now);
  const dispute = { ...opened, balance_transactions: [withdrawal] };
  work.save(withdrawal);
  work.save(dispute);
  work.save({ ...charge, disputed: true });
  work.emit("charge.dispute.created", dispute, payment);
  work.emit("charge.dispute.funds_withdrawn", dispute, payment);
  return dispute;
}
