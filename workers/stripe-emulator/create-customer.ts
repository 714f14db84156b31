import type { Execution } from "./account.execution.ts";
import { changeCustomer, newCustomer } from "./customer.build.ts";
import type { CUSTOMER_SHAPE } from "./customer.params.ts";
import { attachToCustomer } from "./payment-method.keep.ts";
import { namedMethod } from "./payment-method.resolve.ts";
import { foreignMethod, requireUsable } from "./payment-method.usable.ts";
import { plainOrigin } from "./webhook.plan.ts";
import { type Outcome, ok } from "./wire.outcome.ts";
import type { Parsed } from "./wire.params.ts";

/** POST /v1/customers: a new customer, with `payment_method` as their first. */
export function createCustomer({ work }: Execution, params: Parsed<typeof CUSTOMER_SHAPE>): Outcome {
  const chosen = params.invoice_settings?.default_payment_method;
  if (chosen != null && chosen !== params.payment_method) {
    throw foreignMethod(chosen, "invoice_settings[default_payment_method]");
  }
  const blank = newCustomer(work.now);
  const used = params.payment_method === undefined ? undefined : namedMethod(work, params.payment_method);
  if (used !== undefined) requireUsable(used, null);
  const built = changeCustomer(blank, params);
  const settings = { ...built.invoice_settings, default_payment_method: used?.method.id ?? null };
  const customer = chosen == null ? built : { ...built, invoice_settings: settings };
  work.save(customer);
  work.emit("customer.created", customer, plainOrigin(customer));
  if (used !== undefined) attachToCustomer(work, used, customer.id, plainOrigin(customer));
  return ok(customer);
}
