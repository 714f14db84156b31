import { linesOf } from "./order.parts.ts";
import type { OrderRow } from "./orders.repo.ts";

interface Sums {
  subtotal: number;
  discount: number;
  shipping: number;
  tax: number;
  taxIncluded: number;
  total: number;
}

/** By how much a change moved an order's sums and lines: what is after it less what was before. Minor units. */
interface SumsChange extends Omit<Sums, "taxIncluded"> {
  tax_included: number;
  units: number;
  /** Only lines that changed; `gross` is before discounts, `total` after them. */
  lines: { id: string; quantity: number; gross: number; total: number }[];
}

/**
 * What the step of a change notes of it as `data.change`, so that reports can tell what the order was when it was confirmed: what it is
 * now less all changes. `lines` are those that were changed or are new. Pure.
 */
export function sumsChange(
  order: OrderRow,
  sums: Sums,
  lines: readonly { id: string; quantity: number; total: number; unitPrice?: number }[],
): SumsChange {
  const before = new Map(linesOf(order).map((line) => [line.id, line]));
  const changed = lines
    .map(({ id, quantity, total, unitPrice }) => {
      const was = before.get(id) ?? { quantity: 0, total: 0, unit_price: unitPrice ?? 0 };
      const more = quantity - was.quantity;
      return { id, quantity: more, gross: more * was.unit_price, total: total - was.total };
    })
    .filter((line) => line.quantity !== 0 || line.total !== 0);
  return {
    subtotal: sums.subtotal - order.subtotal,
    discount: sums.discount - order.discount,
    shipping: sums.shipping - order.shipping,
    tax: sums.tax - order.tax,
    tax_included: sums.taxIncluded - order.tax_included,
    total: sums.total - order.total,
    units: changed.reduce((all, line) => all + line.quantity, 0),
    lines: changed,
  };
}
