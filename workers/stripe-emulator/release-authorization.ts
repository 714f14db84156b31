import type Stripe from "stripe";
import type { Payment, Work } from "./account.work.ts";
import { buildRefund } from "./refund.build.ts";

/**
 * Gives back what was authorised and never captured. As at Stripe this shows as a refund of the charge, which moves
 * no money: it has no balance transaction.
 */
export function releaseAuthorization(
  work: Work,
  payment: Payment,
  charge: Stripe.Charge,
  amount: number,
): void {
  const refund = buildRefund(charge, { amount, reason: null, metadata: {}, type: "reversal" }, work.now);
  const released = {
    ...charge,
    amount_refunded: charge.amount_refunded + amount,
    refunded: charge.amount_refunded + amount === charge.amount,
  };
  work.save(refund);
  work.save(released);
  work.emit("refund.created", refund, payment);
  const previous = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
  work.emit("charge.refunded", released, payment, previous);
}
