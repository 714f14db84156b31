import type { Payment, Work } from "./account.work.ts";
import { idOf } from "./account.kinds.ts";
import { collectPayment, settleCharge } from "./collect-payment.ts";
import { failPayment } from "./decline-payment.ts";
import { unexpectedState } from "./payment-intent.refusals.ts";
import { existingMethod } from "./payment-method.resolve.ts";
import { docUrl } from "./wire.refusal.ts";

/**
 * Ends what a payment waits for: the customer's authentication (`requires_action`) or the bank (`processing`).
 * @throws Refusal payment_intent_unexpected_state when it waits for neither
 */
export function settlePayment(work: Work, payment: Payment, succeeds: boolean): Payment {
  const { intent } = payment;
  const used = existingMethod(work, idOf(intent.payment_method) ?? "");
  if (intent.status === "requires_action") {
    if (succeeds) return collectPayment(work, payment, used, true);
    const error = {
      type: "invalid_request_error",
      ...AUTHENTICATION_FAILURE,
      payment_method: used.method,
    } as const;
    return failPayment(work, payment, error, null);
  }
  if (intent.status === "processing") {
    return succeeds ? completeDebit(work, payment) : returnDebit(work, payment);
  }
  throw unexpectedState(intent, `This PaymentIntent has a status of ${intent.status}: it waits for nothing.`);
}

const AUTHENTICATION_FAILURE = {
  code: "payment_intent_authentication_failure",
  doc_url: docUrl("payment_intent_authentication_failure"),
  message:
    "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new " +
    "PaymentMethod to attempt to fulfill this PaymentIntent again.",
} as const;

function completeDebit(work: Work, payment: Payment): Payment {
  const pending = work.get("charge", idOf(payment.intent.latest_charge) ?? "");
  const paid = { amount_captured: pending.amount, captured: true, paid: true, status: "succeeded" } as const;
  const charge = settleCharge(work, { ...pending, ...paid });
  const completed = {
    card: payment.card,
    intent: { ...payment.intent, amount_received: charge.amount, status: "succeeded" },
  } satisfies Payment;
  work.save(charge);
  work.savePayment(completed);
  work.emit("charge.succeeded", charge, completed);
  work.emit("payment_intent.succeeded", completed.intent, completed);
  return completed;
}

function returnDebit(work: Work, payment: Payment): Payment {
  const pending = work.get("charge", idOf(payment.intent.latest_charge) ?? "");
  const message = "The customer's account has insufficient funds to cover this payment.";
  const code = "payment_intent_payment_attempt_failed";
  const charge = { ...pending, failure_code: code, failure_message: message, status: "failed" } as const;
  work.save(charge);
  work.emit("charge.failed", charge, payment);
  const { method } = existingMethod(work, idOf(payment.intent.payment_method) ?? "");
  const error = {
    type: "card_error",
    code,
    doc_url: docUrl(code),
    message,
    charge: charge.id,
    payment_method: method,
  } as const;
  return failPayment(work, payment, error, charge.id);
}
