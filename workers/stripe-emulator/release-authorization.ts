import type Stripe from "stripe";
import type { Payment, Work } from "./account.work.ts";
import { buildRefund } from "./refund.build.ts";

/**
 * Gives back what was authorised and never captured. As at Stripe this shows as a refund of the charge, which moves
 * no money: it has no balance transaction. Of one that has expired the charge says so.
 */
export function releaseAuthorization(
  work: Work,
  payment: Payment,
  charge: Stripe.Charge,
  amount: number,
  cause: "captured" | "canceled" | "expired",
): void {
  const reason = cause === "expired" ? "expired_uncaptured_charge" : null;
  const content = { amount, reason, metadata: {}, type: "reversal", isPending: false } as const;
  const refund = buildRefund(charge, content, work.now);
  const released = {
    ...charge,
    amount_refunded: charge.amount_refunded + amount,
    refunded: charge.amount_refunded + amount === charge.amount,
  };
  work.save(refund);
  work.save(released);
  work.emit("refund.created", refund, payment);
  const previous = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
  work.emit(cause === "expired" ? "charge.expired" : "charge.refunded", released, payment, previous);
}
