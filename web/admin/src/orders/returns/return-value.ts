import type { Money } from "../../shared/format.ts";
import { sumOf, unitsValue } from "../parts/money.ts";
import type { Order, Return } from "../parts/types.ts";

/** What the units that came back cost, those that were refunded by another way left out; with what shipping cost if wished. */
export function returnValue(item: Return, order: Order, withShipping: boolean): Money {
  const units = item.line_items.map(({ id, restocked_quantity, written_off_quantity }) => {
    const line = order.line_items.find((each) => each.id === id);
    if (!line) return 0;
    const left = line.quantity - line.refunded_quantity;
    return unitsValue(line, Math.max(0, Math.min(restocked_quantity + written_off_quantity, left)));
  });
  const amount = units.reduce((sum, value) => sum + value, 0);
  return { amount: amount + (withShipping ? shippingCost(order) : 0), currency: order.currency };
}

function shippingCost({
  totals,
  shipping_taxes: taxes,
  prices_include_tax: isIncluded,
  currency,
}: Order): number {
  const tax = sumOf(
    taxes.map((line) => line.amount),
    currency,
  ).amount;
  return totals.shipping.amount + (isIncluded ? 0 : tax);
}
