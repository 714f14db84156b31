import type Stripe from "stripe";
import type { Payment, Work } from "./account.work.ts";
import type { Decline } from "./cards.declines.ts";
import { buildCharge } from "./charge.build.ts";
import { spendMethod } from "./payment-method.keep.ts";
import type { UsedMethod } from "./payment-method.resolve.ts";
import { type Outcome, declined } from "./wire.outcome.ts";
import { type ErrorFields, docUrl } from "./wire.refusal.ts";

/** The card was refused: a failed charge is kept, and the PaymentIntent waits for another payment method. */
export function declinePayment(work: Work, payment: Payment, used: UsedMethod, decline: Decline): Outcome {
  const attempt = { status: "failed", captured: false, authenticated: false, decline } as const;
  const charge = buildCharge(payment.intent, used, attempt, work.now);
  const error = { ...declineError(decline), charge: charge.id, payment_method: used.method };
  spendMethod(work, used);
  work.save(charge);
  work.emit("charge.failed", charge, payment);
  const failed = failPayment(work, payment, error, charge.id);
  return declined({
    ...error,
    payment_intent: failed.intent,
    request_log_url: `https://dashboard.stripe.com/test/logs/${charge.id}`,
  });
}

/** Stripe's card error for a decline. */
export function declineError(decline: Decline): ErrorFields {
  return {
    type: "card_error",
    code: decline.code,
    decline_code: decline.declineCode,
    message: decline.message,
    advice_code: "try_again_later",
    doc_url: docUrl(decline.code),
    ...(decline.blocked === true ? {} : { network_decline_code: "01" }),
    ...(decline.param === undefined ? {} : { param: decline.param }),
  };
}

/** The payment attempt came to nothing: the PaymentIntent says why and waits for another payment method. */
export function failPayment(
  work: Work,
  payment: Payment,
  error: Stripe.PaymentIntent.LastPaymentError,
  chargeId: string | null,
): Payment {
  const failed = {
    card: payment.card,
    intent: {
      ...payment.intent,
      last_payment_error: error,
      latest_charge: chargeId ?? payment.intent.latest_charge,
      next_action: null,
      payment_method: null,
      status: "requires_payment_method",
    },
  } satisfies Payment;
  work.savePayment(failed);
  work.emit("payment_intent.payment_failed", failed.intent, failed);
  return failed;
}
