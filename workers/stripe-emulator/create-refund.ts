import type Stripe from "stripe";
import type { Execution } from "./account.execution.ts";
import type { Payment, Work } from "./account.work.ts";
import { idOf } from "./account.kinds.ts";
import { refundTransaction } from "./balance-transaction.build.ts";
import { base62 } from "./ids.ts";
import { formatAmount } from "./money.ts";
import { buildRefund, withReference } from "./refund.build.ts";
import type { REFUND_SHAPE } from "./refund.params.ts";
import { changeMetadata } from "./wire.metadata.ts";
import { type Outcome, ok } from "./wire.outcome.ts";
import type { Parsed } from "./wire.params.ts";
import { invalid } from "./wire.refusal.ts";

type RefundParams = Parsed<typeof REFUND_SHAPE>;

/** POST /v1/refunds: gives back a captured charge, or a part of it. */
export function createRefund({ work }: Execution, params: RefundParams): Outcome {
  const { charge, payment } = refundable(work, params);
  const left = charge.amount - charge.amount_refunded;
  if (left === 0) throw alreadyRefunded(charge);
  const amount = params.amount ?? left;
  if (amount > left) throw tooMuch(charge, amount, left);

  const content = { amount, reason: params.reason ?? null, metadata: changeMetadata({}, params.metadata) };
  const draft = buildRefund(charge, { ...content, type: "refund" }, work.now);
  const transaction = refundTransaction(draft.id, amount, charge, work.now);
  const created = { ...draft, balance_transaction: transaction.id };
  const refund = withReference(created, base62(23).toUpperCase());
  const refunded = {
    ...charge,
    amount_refunded: charge.amount_refunded + amount,
    refunded: amount === left,
  };
  work.save(transaction);
  work.save(refund);
  work.save(refunded);
  work.emit("refund.created", created, payment);
  const previous = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
  work.emit("charge.refunded", refunded, payment, previous);
  work.emit("refund.updated", refund, payment, { destination_details: created.destination_details });
  return ok(created);
}

function refundable(work: Work, params: RefundParams): { charge: Stripe.Charge; payment: Payment } {
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
  return { charge, payment };
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

function alreadyRefunded({ id }: Stripe.Charge): Error {
  return invalid(`Charge ${id} has already been refunded.`, { code: "charge_already_refunded" });
}

function tooMuch(charge: Stripe.Charge, amount: number, left: number): Error {
  const rest = charge.amount_refunded === 0 ? "charge amount" : "unrefunded amount on charge";
  const format = (value: number): string => formatAmount(value, charge.currency);
  return invalid(`Refund amount (${format(amount)}) is greater than ${rest} (${format(left)})`, {
    param: "amount",
  });
}
