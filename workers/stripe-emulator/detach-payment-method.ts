import type Stripe from "stripe";
import type { Execution } from "./account.execution.ts";
import type { Work } from "./account.work.ts";
import { idOf } from "./account.kinds.ts";
import { methodTag } from "./payment-method.mark.ts";
import { type UsedMethod, existingMethod } from "./payment-method.resolve.ts";
import { plainOrigin } from "./webhook.plan.ts";
import { type Outcome, ok } from "./wire.outcome.ts";
import { invalid } from "./wire.refusal.ts";

/** POST /v1/payment_methods/:id/detach: the customer's no more, and of no more use. */
export function detachPaymentMethod({ work, id }: Execution): Outcome {
  const used = existingMethod(work, id);
  const owner = idOf(used.method.customer);
  if (owner === null) {
    throw invalid(
      "The payment method you provided is not attached to a customer so detachment is impossible.",
    );
  }
  const customer = work.get("customer", owner);
  if (customer.invoice_settings.default_payment_method === id) {
    const settings = { ...customer.invoice_settings, default_payment_method: null };
    work.save({ ...customer, invoice_settings: settings });
  }
  return ok(detachMethod(work, used));
}

/** Takes a PaymentMethod from its customer. */
export function detachMethod(work: Work, used: UsedMethod): Stripe.PaymentMethod {
  const method = { ...used.method, customer: null };
  work.save(method, methodTag(used.card, "spent"));
  work.emit("payment_method.detached", method, plainOrigin(method), { customer: used.method.customer });
  return method;
}
