import type Stripe from "stripe";
import { listObjects } from "./account.listing.ts";
import type { Work } from "./account.work.ts";

const ALL = { limit: 100, startingAfter: undefined, endingBefore: undefined };

/** The disputes of a charge, newest first. */
export function disputesOf(work: Work, charge: string): Stripe.Dispute[] {
  return listObjects(work.store, "dispute", [{ sql: "charge = ?", values: [charge] }], ALL).data;
}

/** True until the bank, or the one who is disputed against, has closed it. */
export function isOpen({ status }: Stripe.Dispute): boolean {
  return status === "needs_response" || status === "under_review";
}
