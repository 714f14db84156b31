import type { Schema } from "../../../../../client/index.ts";

/** What a finding means, by its code. */
export const MEANINGS: Readonly<Record<string, string>> = {
  "payment.books_differ": "The books say something else than Stripe",
  "payment.intent_missing": "The books have money that Stripe does not know",
  "payment.order_unknown": "Stripe has money for an order that is not known",
  "payment.of_closed_order": "An expired or cancelled order has money",
  "payment.missing": "Nothing pays for an order that is carried out",
  "payment.disputed": "The customer's bank disputes a payment",
  "payment.authorization_lapsed": "What was authorised cannot be captured any more",
  "refund.failed": "A refund was not made, or its money came back",
  "refund.stuck": "Stripe could not be brought to make a refund",
};

/** Where what a finding is about is shown; undefined where the panel has no page for it. */
export function placeOf({
  entity,
  entity_id: id,
  details,
}: Schema<"ReconciliationFinding">): string | undefined {
  if (entity === "payment") return `/payments/${id}/show`;
  if (entity === "order") return `/orders/${id}/show`;
  const { order_id: order, payment_id: payment } = details as Record<string, unknown>;
  if (typeof order === "string" && order !== "" && entity !== "payment_intent")
    return `/orders/${order}/show`;
  return typeof payment === "string" ? `/payments/${payment}/show` : undefined;
}
