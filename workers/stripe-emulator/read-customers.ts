import type { Execution } from "./account.execution.ts";
import { customerView, liveCustomer } from "./customer.find.ts";
import { filtersOf, listPage, listShape } from "./read-objects.ts";
import { type Outcome, ok } from "./wire.outcome.ts";
import type { Parsed } from "./wire.params.ts";

export const CUSTOMERS_SHAPE = listShape("email");
export const CUSTOMER_METHODS_SHAPE = listShape("type");

/** GET /v1/customers/:id */
export function retrieveCustomer({ work, id }: Execution): Outcome {
  return ok(customerView(work, id));
}

/** GET /v1/customers: newest first, without those who were deleted. */
export function listCustomers(execution: Execution, params: Parsed<typeof CUSTOMERS_SHAPE>): Outcome {
  const filters = [{ sql: "tag IS NULL", values: [] }, ...filtersOf({ email: params.email })];
  return ok(listPage(execution, "customer", params, filters));
}

/** GET /v1/customers/:id/payment_methods: what they have saved, newest first. */
export function listCustomerMethods(
  execution: Execution,
  params: Parsed<typeof CUSTOMER_METHODS_SHAPE>,
): Outcome {
  const { id } = liveCustomer(execution.work, execution.id, "customer");
  const filters = filtersOf({ customer: id, type: params.type });
  return ok(listPage(execution, "payment_method", params, filters));
}
