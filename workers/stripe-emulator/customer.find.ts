import type Stripe from "stripe";
import type { Work } from "./account.work.ts";
import { noSuch } from "./wire.refusal.ts";

/** What stands beside a customer who was deleted. */
export const DELETED = "deleted";

/** The customer of that id. @throws Refusal resource_missing when there is none, or none any more */
export function liveCustomer(work: Work, id: string, param = "customer"): Stripe.Customer {
  const row = work.find("customer", id);
  if (row === undefined || row.tag === DELETED) throw noSuch("customer", id, param);
  return row.object;
}

/** A customer as the API answers them: of one who was deleted only the id is left. */
export function customerView(work: Work, id: string): Stripe.Customer | Stripe.DeletedCustomer {
  const { object, tag } = work.row("customer", id, "id");
  return tag === DELETED ? { id, object: "customer", deleted: true } : object;
}
