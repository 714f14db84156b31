import type { OrderLineJson, OrderPaymentJson } from "./order.parts.ts";

export const PAYMENT_STATUSES = [
  "unpaid",
  "authorized",
  "paid",
  "partially_refunded",
  "refunded",
  "disputed",
  "voided",
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

export const FULFILLMENT_STATUSES = [
  "unfulfilled",
  "partially_fulfilled",
  "fulfilled",
  "partially_returned",
  "returned",
] as const;
export type FulfillmentStatus = (typeof FULFILLMENT_STATUSES)[number];

/**
 * How an order's money stands, from the sums of its ledger alone. Money that the bank holds back in a dispute comes before all else:
 * somebody has to answer it. Pure.
 */
export function paymentStatusOf(
  order: { total: number },
  payments: readonly (Pick<OrderPaymentJson, "status" | "authorized" | "captured" | "refunded" | "disputed"> &
    Partial<Pick<OrderPaymentJson, "purpose">>)[],
): PaymentStatus {
  const sum = (pick: "authorized" | "captured" | "refunded" | "disputed") =>
    payments.reduce((all, payment) => all + payment[pick], 0);
  const captured = sum("captured");
  const hasCredit = payments.some(({ purpose }) => purpose === "credit");
  const refunded = sum("refunded");
  if (sum("disputed") > 0) return "disputed";
  if (captured > 0 && refunded >= captured) return "refunded";
  if (refunded > 0) return "partially_refunded";
  // With a credit alone, what the order costs more is still to be paid.
  const isPartOpen = payments.some(({ purpose, status }) => purpose === "order" && status !== "succeeded");
  if ((captured > 0 && !(hasCredit && isPartOpen)) || (order.total === 0 && payments.length === 0))
    return "paid";
  if (payments.some((payment) => payment.status === "requires_capture")) return "authorized";
  if (payments.length > 0 && payments.every((payment) => payment.status === "canceled")) return "voided";
  return "unpaid";
}

/** How far an order has been sent, and come back, from the counters of its lines alone. Pure. */
export function fulfillmentStatusOf(
  lines: readonly Pick<OrderLineJson, "quantity" | "shipped" | "returned">[],
): FulfillmentStatus {
  const sum = (pick: "quantity" | "shipped" | "returned") => lines.reduce((all, line) => all + line[pick], 0);
  const shipped = sum("shipped");
  const returned = sum("returned");
  if (returned > 0) return returned >= sum("quantity") ? "returned" : "partially_returned";
  if (shipped === 0) return "unfulfilled";
  return shipped >= sum("quantity") ? "fulfilled" : "partially_fulfilled";
}
