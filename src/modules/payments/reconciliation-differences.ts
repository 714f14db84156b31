import type Stripe from "stripe";
import { chargeOf } from "./ledger-entries.ts";

/** What the books say of a payment, as far as Stripe can be asked about it. Amounts in minor units. */
export interface BookedSums {
  status: string;
  authorized: number;
  captured: number;
  refunded: number;
  /** How many disputes there were. */
  disputes: number;
}

/** Where the two disagree: what the books say and what Stripe says. */
export type Differences = Record<
  string,
  { books: string | number | boolean; stripe: string | number | boolean }
>;

/** Where the books of a payment differ from its intent with its latest charge; empty when they do not. Pure. */
export function differencesOf(payment: BookedSums, intent: Stripe.PaymentIntent): Differences {
  const pairs = {
    status: [payment.status, intent.status],
    authorized: [payment.authorized, intent.status === "requires_capture" ? intent.amount_capturable : 0],
    captured: [payment.captured, intent.amount_received],
    refunded: [payment.refunded, refundedOf(intent)],
    disputed: [payment.disputes > 0, chargeOf(intent)?.disputed ?? false],
  } as const;
  return Object.fromEntries(
    Object.entries(pairs)
      .filter(([, [books, stripe]]) => books !== stripe)
      .map(([name, [books, stripe]]) => [name, { books, stripe }]),
  );
}

/** What of an intent's money went back. What was authorised and not captured shows as refunded, too, and is no money. Pure. */
export function refundedOf(intent: Stripe.PaymentIntent): number {
  const charge = chargeOf(intent);
  return charge ? Math.max(0, charge.amount_refunded - (charge.amount - charge.amount_captured)) : 0;
}
