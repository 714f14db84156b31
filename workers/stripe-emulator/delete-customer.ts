import type { Execution } from "./account.execution.ts";
import { listObjects } from "./account.listing.ts";
import { DELETED, customerView, liveCustomer } from "./customer.find.ts";
import { detachMethod } from "./detach-payment-method.ts";
import { existingMethod } from "./payment-method.resolve.ts";
import { plainOrigin } from "./webhook.plan.ts";
import { type Outcome, ok } from "./wire.outcome.ts";

const ALL = { limit: 10_000, startingAfter: undefined, endingBefore: undefined };

/** DELETE /v1/customers/:id: for good. Their payment methods are detached; their payments stay. */
export function deleteCustomer({ work, id }: Execution): Outcome {
  const customer = liveCustomer(work, id, "id");
  const own = [{ sql: "customer = ?", values: [id] }];
  for (const method of listObjects(work.store, "payment_method", own, ALL).data) {
    detachMethod(work, existingMethod(work, method.id));
  }
  work.save(customer, DELETED);
  work.emit("customer.deleted", customer, plainOrigin(customer));
  return ok(customerView(work, id));
}
