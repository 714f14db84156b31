import { linesOf } from "./order.parts.ts";
import type { OrderRow } from "./orders.repo.ts";

/** What an order needs of the stock, by line. */
export function demandsOf(order: Pick<OrderRow, "lines">) {
  return linesOf(order).map((line) => ({
    orderLineId: line.id,
    variantId: line.variant_id,
    sku: line.sku,
    quantity: line.quantity,
  }));
}

/** How many of which variant were ordered. */
export function orderedLines(order: Pick<OrderRow, "lines">): { variantId: string; quantity: number }[] {
  return linesOf(order).map((line) => ({ variantId: line.variant_id, quantity: line.quantity }));
}
