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
  in_return: number;
  returned: number;
  refunded: number;
}

/** A payment as an order's row carries it. */
export interface OrderPaymentJson {
  id: string;
  purpose: "order" | "difference";
  status: string;
  amount: number;
  authorized: number;
  captured: number;
  refunded: number;
  refunding: number;
  disputed: number;
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

/** What can still be given back of a payment: captured, neither returned nor on its way back, nor taken by the bank. */
export function refundableOf(
  payment: Pick<OrderPaymentJson, "captured" | "refunded" | "refunding" | "disputed">,
): number {
  return Math.max(0, payment.captured - payment.refunded - payment.refunding - payment.disputed);
}

/** What the customer still has to pay: payments that are neither made nor given up. */
export function outstandingOf(payments: readonly Pick<OrderPaymentJson, "status" | "amount">[]): number {
  return payments
    .filter(({ status }) => !["succeeded", "canceled", "requires_capture"].includes(status))
    .reduce((sum, { amount }) => sum + amount, 0);
}
