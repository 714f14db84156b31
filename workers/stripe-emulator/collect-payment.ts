import type Stripe from "stripe";
import type { Payment, Work } from "./account.work.ts";
import { chargeTransaction } from "./balance-transaction.build.ts";
import { buildCharge } from "./charge.build.ts";
import { openDispute } from "./open-dispute.ts";
import { keepOrSpend } from "./payment-method.keep.ts";
import type { UsedMethod } from "./payment-method.resolve.ts";

/** The payment went through: charges it, or with manual capture only authorises it. */
export function collectPayment(
  work: Work,
  payment: Payment,
  used: UsedMethod,
  authenticated: boolean,
): Payment {
  const captured = payment.intent.capture_method !== "manual";
  const attempt = { status: "succeeded", captured, authenticated, decline: null } as const;
  const kept = keepOrSpend(work, payment, used, authenticated);
  const built = buildCharge(payment.intent, kept, attempt, work.now);
  const charge = captured ? settleCharge(work, built) : built;
  const collected = {
    card: payment.card,
    intent: {
      ...payment.intent,
      ...(captured
        ? { status: "succeeded", amount_received: charge.amount }
        : { status: "requires_capture", amount_capturable: charge.amount }),
      last_payment_error: null,
      latest_charge: charge.id,
      next_action: null,
      payment_method: used.method.id,
    },
  } satisfies Payment;
  work.save(charge);
  work.savePayment(collected);
  work.emit("charge.succeeded", charge, collected);
  const topic = captured ? "payment_intent.succeeded" : "payment_intent.amount_capturable_updated";
  work.emit(topic, collected.intent, collected);
  if (captured && used.card.isDisputed) openDispute(work, collected, charge, {});
  return collected;
}

/** Books a captured charge to the balance. */
export function settleCharge(work: Work, charge: Stripe.Charge): Stripe.Charge {
  const transaction = chargeTransaction(charge, work.now);
  work.save(transaction);
  return { ...charge, balance_transaction: transaction.id };
}
