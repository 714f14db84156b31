import type { PartTax } from "../pricing/index.ts";
import type { OrderRow } from "./orders.repo.ts";

/** A line as an order's row carries it. Amounts in minor units; the counters are explained in orders.table.ts. */
export interface OrderLineJson {
  id: string;
  variant_id: string;
  product_id: string;
  sku: string;
  name: string;
  options: Record<string, string>;
  image_url: string | null;
  note: string | null;
  quantity: number;
  unit_price: number;
  discount: number;
  tax: number;
  tax_included: number;
  taxes: PartTax[];
  total: number;
  removed: number;
  fulfilled: number;
  shipped: number;
  delivered: number;
  in_return: number;
  returned: number;
  refunded: number;
  refunded_removed: number;
}

/**
 * A payment as an order's row carries it. A `credit` is money of another order's payment, whose id it bears, that pays for this one: `order_id`
 * is that other order.
 */
export interface OrderPaymentJson {
  id: string;
  order_id: string;
  purpose: "order" | "difference" | "credit";
  status: string;
  amount: number;
  authorized: number;
  captured: number;
  refunded: number;
  refunding: number;
  disputed: number;
  /** What of it pays for other orders, as a credit; absent: nothing. */
  credited?: number;
  version: number;
}

/** The order's lines in their order. */
export function linesOf(order: Pick<OrderRow, "lines">): OrderLineJson[] {
  return JSON.parse(order.lines) as OrderLineJson[];
}

/** The order's payments, oldest first. */
export function paymentsOf(order: Pick<OrderRow, "payments">): OrderPaymentJson[] {
  return JSON.parse(order.payments) as OrderPaymentJson[];
}

/**
 * What can still be given back of a payment: captured, neither returned nor on its way back, nor taken by the bank, nor lent to another
 * order.
 */
export function refundableOf(
  payment: Pick<OrderPaymentJson, "captured" | "refunded" | "refunding" | "disputed"> & { credited?: number },
): number {
  const { captured, refunded, refunding, disputed, credited = 0 } = payment;
  return Math.max(0, captured - refunded - refunding - disputed - credited);
}

/**
 * Units of a line whose price was given back and that did not come back: they are taken to be ones that were not sent, which are the first
 * to be taken out of the order and the last to be sent. Pure.
 */
export function refundedUnsent({ refunded, returned }: Pick<OrderLineJson, "refunded" | "returned">): number {
  return Math.max(0, refunded - returned);
}

/** What the shop has of the order's money, or can still capture. Minor units. */
export function keptOf(payments: readonly KeptMoney[]): number {
  return payments.reduce(
    (sum, { captured, authorized, refunded, refunding, disputed }) =>
      sum + captured + authorized - refunded - refunding - disputed,
    0,
  );
}

type KeptMoney = Pick<OrderPaymentJson, "captured" | "authorized" | "refunded" | "refunding" | "disputed">;

/** What the customer still has to pay: payments that are neither made nor given up. */
export function outstandingOf(payments: readonly Pick<OrderPaymentJson, "status" | "amount">[]): number {
  return payments
    .filter(({ status }) => !["succeeded", "canceled", "requires_capture"].includes(status))
    .reduce((sum, { amount }) => sum + amount, 0);
}
