import type Stripe from "stripe";

/** What the account stores, by the name in each object's `object` field. */
export interface Kinds {
  payment_intent: Stripe.PaymentIntent;
  payment_method: Stripe.PaymentMethod;
  charge: Stripe.Charge;
  balance_transaction: Stripe.BalanceTransaction;
  refund: Stripe.Refund;
  dispute: Stripe.Dispute;
  customer: Stripe.Customer;
  setup_intent: Stripe.SetupIntent;
  event: Stripe.EventBase;
}

export type Kind = keyof Kinds;
export type Stored = Kinds[Kind];

/** The columns by which a list can be narrowed. */
interface Links {
  payment_intent: string | null;
  charge: string | null;
  customer: string | null;
}

export function linksOf(object: Stored): Links {
  const links: Links = { payment_intent: null, charge: null, customer: null };
  if ("payment_intent" in object) links.payment_intent = idOf(object.payment_intent);
  if (object.object === "refund" || object.object === "dispute") links.charge = idOf(object.charge);
  if ("customer" in object) links.customer = idOf(object.customer);
  return links;
}

/** The id of a field that Stripe answers as an id or, when expanded, as the object. */
export function idOf(field: string | { id: string } | null): string | null {
  return typeof field === "object" ? (field?.id ?? null) : field;
}
