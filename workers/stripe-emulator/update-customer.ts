import type { Execution } from "./account.execution.ts";
import { changeCustomer } from "./customer.build.ts";
import { liveCustomer } from "./customer.find.ts";
import type { CUSTOMER_UPDATE_SHAPE } from "./customer.params.ts";
import { foreignMethod } from "./payment-method.usable.ts";
import { plainOrigin } from "./webhook.plan.ts";
import { type Outcome, ok } from "./wire.outcome.ts";
import type { Parsed } from "./wire.params.ts";

/** POST /v1/customers/:id */
export function updateCustomer(
  { work, id }: Execution,
  params: Parsed<typeof CUSTOMER_UPDATE_SHAPE>,
): Outcome {
  const before = liveCustomer(work, id, "id");
  const chosen = params.invoice_settings?.default_payment_method;
  if (chosen != null && work.find("payment_method", chosen)?.object.customer !== id) {
    throw foreignMethod(chosen, "invoice_settings[default_payment_method]");
  }
  const customer = changeCustomer(before, params);
  work.save(customer);
  const previous = Object.fromEntries(
    Object.entries(before).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(customer[name as keyof typeof customer]),
    ),
  );
  work.emit("customer.updated", customer, plainOrigin(customer), previous);
  return ok(customer);
}
