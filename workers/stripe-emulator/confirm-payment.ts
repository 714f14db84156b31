import type { Payment, Work } from "./account.work.ts";
import { AUTHENTICATION_REQUIRED } from "./cards.declines.ts";
import { buildCharge } from "./charge.build.ts";
import { collectPayment } from "./collect-payment.ts";
import { declinePayment } from "./decline-payment.ts";
import { raiseOutage } from "./outage.ts";
import { type Confirmation, nextAction } from "./payment-intent.action.ts";
import { spendMethod } from "./payment-method.keep.ts";
import type { UsedMethod } from "./payment-method.resolve.ts";
import { type Outcome, ok } from "./wire.outcome.ts";
import { invalid } from "./wire.refusal.ts";

/** One attempt to pay `payment` with `used`: what happens next is written on the test card. */
export function confirmPayment(work: Work, payment: Payment, used: UsedMethod, how: Confirmation): Outcome {
  const { behaviour, decline, fault, name } = used.card;
  raiseOutage(fault);

  const attempted = { intent: { ...payment.intent, payment_method: used.method.id }, card: name };
  if (decline !== null) return declinePayment(work, attempted, used, decline);
  if (behaviour === "processes") return ok(startDebit(work, attempted, used).intent);
  if (needsAuthentication(used)) {
    if (how.offSession || how.failsOnAction)
      return declinePayment(work, attempted, used, AUTHENTICATION_REQUIRED);
    return ok(requestAction(work, attempted, how).intent);
  }
  const outcome = ok(collectPayment(work, attempted, used, false).intent);
  return fault === "answer_lost" ? { ...outcome, isLost: true } : outcome;
}

function requestAction(work: Work, payment: Payment, how: Confirmation): Payment {
  const waiting = {
    card: payment.card,
    intent: { ...payment.intent, next_action: nextAction(payment.intent, how), status: "requires_action" },
  } satisfies Payment;
  work.savePayment(waiting);
  work.emit("payment_intent.requires_action", waiting.intent, waiting);
  return waiting;
}

/** A card that authenticates once asks no more after a setup or a kept payment in which it was asked. */
function needsAuthentication({ card, mark }: UsedMethod): boolean {
  return card.behaviour === "authenticates" || (card.behaviour === "authenticates_once" && mark !== "proven");
}

/** A bank debit is under way: whether it succeeds is known only later. */
function startDebit(work: Work, payment: Payment, used: UsedMethod): Payment {
  if (payment.intent.currency !== "usd" || payment.intent.capture_method === "manual") {
    const message =
      "The PaymentMethod provided (us_bank_account) pays in usd only and is always captured at once.";
    throw invalid(message, { code: "payment_intent_incompatible_payment_method", param: "payment_method" });
  }
  const attempt = { status: "pending", captured: false, authenticated: false, decline: null } as const;
  const charge = buildCharge(payment.intent, used, attempt, work.now);
  const pending = {
    card: payment.card,
    intent: { ...payment.intent, latest_charge: charge.id, next_action: null, status: "processing" },
  } satisfies Payment;
  spendMethod(work, used);
  work.save(charge);
  work.savePayment(pending);
  work.emit("charge.pending", charge, pending);
  work.emit("payment_intent.processing", pending.intent, pending);
  return pending;
}
