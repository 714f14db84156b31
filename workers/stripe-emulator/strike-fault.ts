import type { Payment, Work } from "./account.work.ts";
import { testCard } from "./cards.ts";
import type { Outcome } from "./wire.outcome.ts";

/** What the fault of a payment's test card does to a step after the payment. */
export interface Strike {
  /** The payment, whose fault has now had its effect. */
  payment: Payment;
  /** The answer when the step is not to be done; like every answer it is kept under the idempotency key. */
  failure: Outcome | null;
  /** True when the step is done and its answer lost. */
  isLost: boolean;
}

const ORDINARY = "pm_card_visa";

/** The first refund, or the first capture, of a payment goes wrong as its test card says. The second does not. */
export function strikeFault(work: Work, payment: Payment, step: "refund" | "capture"): Strike {
  const fault = payment.card === null ? null : (testCard(payment.card)?.fault ?? null);
  const fails = fault === `${step}_500`;
  const isLost = fault === `${step}_answer_lost`;
  if (!fails && !isLost) return { payment, failure: null, isLost: false };
  const struck = { intent: payment.intent, card: ORDINARY };
  work.savePayment(struck);
  return { payment: struck, failure: fails ? BROKEN : null, isLost };
}

const BROKEN: Outcome = {
  status: 500,
  body: { error: { type: "api_error", message: "An unknown error occurred." } },
};
