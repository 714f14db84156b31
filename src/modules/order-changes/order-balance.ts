import {
  type OrderLineJson,
  type OrderPaymentJson,
  type OrderRow,
  paymentsOf,
  refundableOf,
  refundedUnsent,
} from "../orders/index.ts";
import type { RefundedLine } from "../payments/index.ts";
import type { CountedRefund } from "./order-changes.repo.ts";

/** What has to happen with an order's money so that what was paid is what it costs. Minor units, at most one of them above 0. */
export interface Settlement {
  /** To be given back. */
  refund: number;
  /** To be paid by the customer. */
  charge: number;
}

/** What went back because an order had become cheaper. Minor units. */
export interface Returned {
  amount: number;
  /** How many units had been paid back before they were taken out: each may be a minor unit off by rounding. */
  units: number;
}

/** Of so many units that are taken out of a line, those whose price went back already: they come first. Pure. */
export function paidBackAmong(line: Pick<OrderLineJson, "refunded" | "returned">, count: number): number {
  return Math.min(count, refundedUnsent(line));
}

/**
 * What of an order's money counts as returned because it became cheaper: what edits and cancellations gave back, and the price of units
 * that was given back before they were taken out, also of those in `taking`, which are about to be. Which of a line's units
 * were taken out is all the same: the ones that were paid back first count, those of returns last. Pure.
 */
export function returnedOf(
  refunds: readonly CountedRefund[],
  lines: readonly OrderLineJson[],
  taking: ReadonlyMap<string, number> = new Map(),
): Returned {
  const returned = { amount: 0, units: 0 };
  for (const { source, amount } of refunds) {
    if (source === "edit" || source === "cancellation") returned.amount += amount;
  }
  const isReturn = ({ source }: CountedRefund) => source === "return";
  const paidBack = [...refunds.filter((each) => !isReturn(each)), ...refunds.filter(isReturn)].flatMap(
    (refund) => JSON.parse(refund.lines) as RefundedLine[],
  );
  for (const line of lines) {
    let left = line.refunded_removed + paidBackAmong(line, taking.get(line.id) ?? 0);
    for (const { quantity, amount } of paidBack.filter((part) => part.order_line_id === line.id)) {
      const units = Math.min(left, quantity);
      left -= units;
      returned.units += units;
      returned.amount += Number((BigInt(amount) * BigInt(units)) / BigInt(quantity));
    }
  }
  return returned;
}

/**
 * How the money stands once an order costs `total`. What was paid is what was captured, and what is authorised and can still be
 * captured; of that, `returned` went back because the order had become cheaper before. What was given back for other reasons, as a
 * kindness or for returned goods, is not asked for again. No more is refunded than there is: what is only authorised is
 * captured less later instead. Payments that are still open do not count: they are closed and made anew. Pure.
 */
export function settlementOf(
  order: Pick<OrderRow, "payments">,
  total: number,
  returned: Returned,
): Settlement {
  const payments = paymentsOf(order);
  const sum = (of: (payment: OrderPaymentJson) => number) =>
    payments.reduce((all, each) => all + of(each), 0);
  const paid = sum((payment) => payment.captured + payment.authorized) - returned.amount;
  const missing = Math.max(0, total - paid);
  return {
    refund: Math.min(Math.max(0, paid - total), sum(refundableOf)),
    // What rounding alone makes is asked of nobody.
    charge: missing <= returned.units ? 0 : missing,
  };
}

/** The differences that were asked for and not paid, whether the customer still can or not. Minor units. */
export function unpaidDifferences(order: Pick<OrderRow, "payments">): number {
  return paymentsOf(order)
    .filter(
      ({ purpose, status }) =>
        purpose === "difference" && status !== "succeeded" && status !== "requires_capture",
    )
    .reduce((all, { amount }) => Math.max(all, amount), 0);
}
