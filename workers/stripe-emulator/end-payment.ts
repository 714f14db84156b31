import type Stripe from "stripe";
import type { Payment, Work } from "./account.work.ts";
import { idOf } from "./account.kinds.ts";
import { unexpectedState } from "./payment-intent.refusals.ts";
import { releaseAuthorization } from "./release-authorization.ts";

/** Cancels a PaymentIntent that was not paid; what was authorised is released. */
export function endPayment(
  work: Work,
  { intent, card }: Payment,
  reason: Stripe.PaymentIntent.CancellationReason | null,
  release: "canceled" | "expired",
): Payment {
  const canceled: Payment = {
    card,
    intent: {
      ...intent,
      amount_capturable: 0,
      canceled_at: work.now,
      cancellation_reason: reason,
      next_action: null,
      status: "canceled",
    },
  };
  work.savePayment(canceled);
  if (intent.status === "requires_capture") {
    const charge = work.get("charge", idOf(intent.latest_charge) ?? "");
    releaseAuthorization(work, canceled, charge, charge.amount, release);
  }
  work.emit("payment_intent.canceled", canceled.intent, canceled);
  return canceled;
}

/** The card network lets an authorisation lapse that was not captured in time. @throws Refusal when there is none */
export function lapsePayment(work: Work, payment: Payment): Payment {
  const { intent } = payment;
  if (intent.status !== "requires_capture") {
    throw unexpectedState(
      intent,
      `This PaymentIntent has a status of ${intent.status}: it has no authorization that could lapse.`,
    );
  }
  return endPayment(work, payment, "automatic", "expired");
}
