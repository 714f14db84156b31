import type { Execution } from "./account.execution.ts";
import { liveCustomer } from "./customer.find.ts";
import { declineError } from "./decline-payment.ts";
import { attachToCustomer } from "./payment-method.keep.ts";
import { namedMethod } from "./payment-method.resolve.ts";
import { plainOrigin } from "./webhook.plan.ts";
import { type Outcome, declined, ok } from "./wire.outcome.ts";
import { type Parsed, needed } from "./wire.params.ts";
import { text, unmodelled } from "./wire.readers.ts";
import { invalid } from "./wire.refusal.ts";

export const ATTACH_SHAPE = { customer: needed(text()), customer_account: unmodelled };

/** POST /v1/payment_methods/:id/attach: the PaymentMethod is the customer's, and can be used again and again. */
export function attachPaymentMethod({ work, id }: Execution, params: Parsed<typeof ATTACH_SHAPE>): Outcome {
  const used = namedMethod(work, id);
  const customer = liveCustomer(work, params.customer);
  if (used.method.customer !== null) {
    throw invalid("The payment method you provided has already been attached to a customer.");
  }
  if (used.mark === "spent") {
    throw invalid(
      "This PaymentMethod was previously used without being attached to a Customer or was detached from a Customer, " +
        "and may not be used again.",
    );
  }
  if (used.card.decline !== null && !used.card.isKeepable) return declined(declineError(used.card.decline));
  return ok(attachToCustomer(work, used, customer.id, plainOrigin(used.method)).method);
}
