import type Stripe from "stripe";
import type { Execution } from "./account.execution.ts";
import type { Payment, Work } from "./account.work.ts";
import { refundTransaction } from "./balance-transaction.build.ts";
import { testCard } from "./cards.ts";
import { base62 } from "./ids.ts";
import { buildRefund, withReference } from "./refund.build.ts";
import type { REFUND_SHAPE } from "./refund.params.ts";
import { refundAmount, refundTarget } from "./refund.target.ts";
import { failRefund, tellRefund } from "./settle-refund.ts";
import { strikeFault } from "./strike-fault.ts";
import { changeMetadata } from "./wire.metadata.ts";
import { type Outcome, ok } from "./wire.outcome.ts";
import type { Parsed } from "./wire.params.ts";

type RefundParams = Parsed<typeof REFUND_SHAPE>;

/** POST /v1/refunds: gives back a captured charge, or a part of it. The test card says how that ends. */
export function createRefund({ work }: Execution, params: RefundParams): Outcome {
  const { charge, payment } = refundTarget(work, params);
  const amount = refundAmount(charge, params.amount);
  const ends = (payment.card === null ? undefined : testCard(payment.card))?.refunds ?? "succeed";
  const strike = strikeFault(work, payment, "refund");
  if (strike.failure !== null) return strike.failure;

  const content = { amount, reason: params.reason ?? null, metadata: changeMetadata({}, params.metadata) };
  const draft = buildRefund(charge, { ...content, type: "refund", isPending: ends === "pend" }, work.now);
  const refund = bookRefund(work, strike.payment, charge, draft);
  if (ends === "succeed") showReference(work, strike.payment, refund);
  if (ends === "fail") failRefund(work, strike.payment, refund);
  return { ...ok(refund), isLost: strike.isLost };
}

/** Takes the refund from the balance at once, also one that is pending, and notes it on the charge. */
function bookRefund(
  work: Work,
  payment: Payment,
  charge: Stripe.Charge,
  draft: Stripe.Refund,
): Stripe.Refund {
  const transaction = refundTransaction(draft, charge, work.now);
  const refund = { ...draft, balance_transaction: transaction.id };
  const amount_refunded = charge.amount_refunded + draft.amount;
  const refunded = { ...charge, amount_refunded, refunded: amount_refunded === charge.amount };
  work.save(transaction);
  work.save(refund);
  work.save(refunded);
  work.emit("refund.created", refund, payment);
  const previous = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
  work.emit("charge.refunded", refunded, payment, previous);
  return refund;
}

/** The card network names the refund a little later than the API answers it. */
function showReference(work: Work, payment: Payment, refund: Stripe.Refund): void {
  const referenced = withReference(refund, base62(23).toUpperCase());
  work.save(referenced);
  tellRefund(work, payment, referenced, { destination_details: refund.destination_details });
}
