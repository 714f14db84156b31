import type Stripe from "stripe";
import type { Execution } from "./account.execution.ts";
import type { Payment } from "./account.work.ts";
import { idOf } from "./account.kinds.ts";
import { testCard } from "./cards.ts";
import { settleCharge } from "./collect-payment.ts";
import type { CAPTURE_SHAPE } from "./payment-intent.params.ts";
import { CAPTURABLE, requireStatus } from "./payment-intent.refusals.ts";
import { openDispute } from "./open-dispute.ts";
import { releaseAuthorization } from "./release-authorization.ts";
import { strikeFault } from "./strike-fault.ts";
import { changeMetadata } from "./wire.metadata.ts";
import { type Outcome, ok } from "./wire.outcome.ts";
import type { Parsed } from "./wire.params.ts";
import { invalid } from "./wire.refusal.ts";

/** POST /v1/payment_intents/:id/capture: collects what was authorised, or a part of it; the rest is released. */
export function capturePaymentIntent({ work, id }: Execution, params: Parsed<typeof CAPTURE_SHAPE>): Outcome {
  const payment = work.payment(id);
  const { intent } = payment;
  requireStatus(intent, CAPTURABLE, "captured");
  const amount = params.amount_to_capture ?? intent.amount_capturable;
  if (amount > intent.amount_capturable) throw tooMuch();
  const isDisputed = payment.card !== null && testCard(payment.card)?.isDisputed === true;
  const strike = strikeFault(work, payment, "capture");
  if (strike.failure !== null) return strike.failure;
  const captured: Payment = { card: strike.payment.card, intent: collected(intent, amount, params) };
  const authorized = work.get("charge", idOf(intent.latest_charge) ?? "");
  const descriptor = captured.intent.statement_descriptor_suffix;
  const charge = settleCharge(work, {
    ...authorized,
    amount_captured: amount,
    captured: true,
    statement_descriptor_suffix: descriptor,
  });
  work.save(charge);
  work.savePayment(captured);
  const previous = { amount_captured: 0, balance_transaction: null, captured: false };
  work.emit("charge.captured", charge, captured, previous);
  if (amount < charge.amount) {
    releaseAuthorization(work, captured, charge, charge.amount - amount, "captured");
  }
  work.emit("payment_intent.succeeded", captured.intent, captured);
  if (isDisputed) openDispute(work, captured, work.get("charge", charge.id), {});
  return { ...ok(captured.intent), isLost: strike.isLost };
}

function collected(
  intent: Stripe.PaymentIntent,
  amount: number,
  params: Parsed<typeof CAPTURE_SHAPE>,
): Stripe.PaymentIntent {
  return {
    ...intent,
    amount_capturable: 0,
    amount_received: amount,
    metadata: changeMetadata(intent.metadata, params.metadata),
    statement_descriptor: params.statement_descriptor ?? intent.statement_descriptor,
    statement_descriptor_suffix: params.statement_descriptor_suffix ?? intent.statement_descriptor_suffix,
    status: "succeeded",
  };
}

function tooMuch(): Error {
  const message = "The requested capture amount is greater than the amount you can capture for this charge.";
  return invalid(message, { code: "amount_too_large", param: "amount_to_capture" });
}
