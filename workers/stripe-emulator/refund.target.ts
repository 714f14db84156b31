import type Stripe from "stripe";
import type { Payment, Work } from "./account.work.ts";
import { idOf } from "./account.kinds.ts";
import { disputesOf } from "./dispute.find.ts";
import { formatAmount } from "./money.ts";
import { invalid } from "./wire.refusal.ts";

interface RefundTarget {
  charge: Stripe.Charge;
  payment: Payment;
}

/**
 * The captured charge that a refund names, by itself or by its PaymentIntent.
 * @throws Refusal parameter_missing, resource_missing, charge_disputed, or without a code
 */
export function refundTarget(
  work: Work,
  params: { payment_intent: string | undefined; charge: string | undefined },
): RefundTarget {
  const { payment_intent: intentId, charge: chargeId } = params;
  if (chargeId === undefined && intentId === undefined) throw nothingToRefund();
  const named = chargeId === undefined ? undefined : work.get("charge", chargeId, "charge");
  const ownerId = intentId ?? idOf(named?.payment_intent ?? null) ?? "";
  const payment = work.payment(ownerId, "payment_intent");
  const latest = idOf(payment.intent.latest_charge);
  const charge = named ?? (latest === null ? undefined : work.get("charge", latest));
  if (charge === undefined || charge.status !== "succeeded") throw noCharge(payment.intent);
  if (idOf(charge.payment_intent) !== payment.intent.id) throw otherPayment(charge, payment.intent);
  if (!charge.captured)
    throw payment.intent.status === "canceled" ? noCharge(payment.intent) : uncaptured(payment.intent);
  if (charge.disputed && disputesOf(work, charge.id).some(({ status }) => status !== "won"))
    throw disputed(charge);
  return { charge, payment };
}

/** How much to refund: what is asked for, or all that is left. @throws Refusal charge_already_refunded, or too much */
export function refundAmount(charge: Stripe.Charge, asked: number | undefined): number {
  const left = charge.amount - charge.amount_refunded;
  if (left === 0) {
    throw invalid(`Charge ${charge.id} has already been refunded.`, { code: "charge_already_refunded" });
  }
  const amount = asked ?? left;
  if (amount <= left) return amount;
  const rest = charge.amount_refunded === 0 ? "charge amount" : "unrefunded amount on charge";
  const format = (value: number): string => formatAmount(value, charge.currency);
  throw invalid(`Refund amount (${format(amount)}) is greater than ${rest} (${format(left)})`, {
    param: "amount",
  });
}

function nothingToRefund(): Error {
  const message =
    "One of the following params should be provided for this request: payment_intent or charge.";
  return invalid(message, { code: "parameter_missing" });
}

function noCharge({ id }: Stripe.PaymentIntent): Error {
  return invalid(`This PaymentIntent (${id}) does not have a successful charge to refund.`);
}

function uncaptured({ id }: Stripe.PaymentIntent): Error {
  return invalid(
    `This uncaptured Charge was created by a PaymentIntent (${id}). You must cancel the PaymentIntent to reverse the ` +
      `authorization instead of refunding the Charge directly.`,
  );
}

function otherPayment(charge: Stripe.Charge, { id }: Stripe.PaymentIntent): Error {
  return invalid(`Charge ${charge.id} does not belong to PaymentIntent ${id}.`, { param: "charge" });
}

function disputed({ id }: Stripe.Charge): Error {
  return invalid(`Charge ${id} has been charged back; cannot issue a refund.`, { code: "charge_disputed" });
}
