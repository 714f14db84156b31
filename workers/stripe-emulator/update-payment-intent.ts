import type { Execution } from "./account.execution.ts";
import { idOf } from "./account.kinds.ts";
import type { Payment } from "./account.work.ts";
import { liveCustomer } from "./customer.find.ts";
import { checkAmount } from "./payment-intent.amount.ts";
import type { UpdateParams } from "./payment-intent.params.ts";
import { EDITABLE, requireStatus } from "./payment-intent.refusals.ts";
import { shippingOf } from "./payment-intent.shipping.ts";
import { existingMethod, resolveMethod } from "./payment-method.resolve.ts";
import { requireUsable } from "./payment-method.usable.ts";
import { changeMetadata } from "./wire.metadata.ts";
import { type Outcome, ok } from "./wire.outcome.ts";

/** What may change only as long as nothing is charged. */
const BEFORE_PAYMENT = [
  "amount",
  "currency",
  "capture_method",
  "customer",
  "payment_method",
  "payment_method_data",
  "setup_future_usage",
] as const satisfies (keyof UpdateParams)[];

/** POST /v1/payment_intents/:id. A new amount or payment method needs to be confirmed again. */
export function updatePaymentIntent({ work, id }: Execution, params: UpdateParams): Outcome {
  const payment = work.payment(id);
  const { intent } = payment;
  const changesPayment = BEFORE_PAYMENT.some((name) => params[name] !== undefined);
  if (changesPayment) requireStatus(intent, EDITABLE, "updated");
  const amount = params.amount ?? intent.amount;
  const currency = params.currency ?? intent.currency;
  if (changesPayment) checkAmount(amount, currency);
  if (params.customer !== undefined) liveCustomer(work, params.customer);
  const used = resolveMethod(work, params);
  const current = idOf(intent.payment_method);
  if (used !== undefined) requireUsable(used, params.customer ?? idOf(intent.customer));
  else if (params.customer !== undefined && current !== null)
    requireUsable(existingMethod(work, current), params.customer);
  const updated: Payment = {
    card: used?.card.name ?? payment.card,
    intent: {
      ...intent,
      amount,
      currency,
      capture_method: params.capture_method ?? intent.capture_method,
      customer: params.customer ?? intent.customer,
      description: params.description ?? intent.description,
      metadata: changeMetadata(intent.metadata, params.metadata),
      payment_method: used?.method.id ?? intent.payment_method,
      receipt_email: params.receipt_email === undefined ? intent.receipt_email : params.receipt_email,
      setup_future_usage:
        params.setup_future_usage === undefined ? intent.setup_future_usage : params.setup_future_usage,
      shipping: params.shipping === undefined ? intent.shipping : shippingOf(params.shipping),
      statement_descriptor: params.statement_descriptor ?? intent.statement_descriptor,
      statement_descriptor_suffix: params.statement_descriptor_suffix ?? intent.statement_descriptor_suffix,
      transfer_group: params.transfer_group ?? intent.transfer_group,
    },
  };
  const reset = changesPayment ? unconfirmed(updated) : updated;
  work.savePayment(reset);
  return ok(reset.intent);
}

function unconfirmed({ intent, card }: Payment): Payment {
  const status = intent.payment_method === null ? "requires_payment_method" : "requires_confirmation";
  return { card, intent: { ...intent, next_action: null, status } };
}
