import { allocate } from "../../platform/money.ts";
import { type OrderLineJson, type OrderRow, unitsValue } from "../orders/index.ts";
import type { RefundedLine } from "../payments/index.ts";
import type { PartTax } from "../pricing/index.ts";
import { orderLineOf, receivedOf } from "./return.parts.ts";
import type { ReturnLineJson } from "./returns.repo.ts";

/** What is to be given back: units, shipping, and both together. Minor units, taxes included. */
export interface RefundValue {
  lines: RefundedLine[];
  shipping: number;
  amount: number;
}

/** Units of each line that came back and whose price was not given back by another way already. Pure. */
export function refundableUnits(
  returned: readonly ReturnLineJson[],
  lines: readonly OrderLineJson[],
): { id: string; quantity: number }[] {
  return returned
    .map((line) => {
      const { quantity, refunded } = orderLineOf(lines, line.id);
      return { id: line.id, quantity: Math.min(receivedOf(line), quantity - refunded) };
    })
    .filter(({ quantity }) => quantity > 0);
}

/** What units cost the customer, those that were given back already not counted. Pure. @throws RangeError for more than are left */
export function linesValue(
  units: readonly { id: string; quantity: number }[],
  lines: readonly OrderLineJson[],
): RefundedLine[] {
  return units.map(({ id, quantity }) => {
    const line = orderLineOf(lines, id);
    return { order_line_id: id, quantity, amount: unitsValue(line, line.refunded, quantity) };
  });
}

/** What shipping cost the customer, with the tax on it. Minor units. Pure. */
export function shippingCostOf(order: Pick<OrderRow, "shipping" | "pricing">): number {
  // Orders of the first release do not say which part of their tax shipping bears.
  if (order.pricing === null) return order.shipping;
  const { pricesIncludeTax, shippingTaxes } = JSON.parse(order.pricing) as {
    pricesIncludeTax: boolean;
    shippingTaxes: PartTax[];
  };
  if (pricesIncludeTax) return order.shipping;
  return order.shipping + shippingTaxes.reduce((sum, [, , amount]) => sum + amount, 0);
}

/** The same units and shipping for less money: each part in proportion, so that they sum to the amount. Pure. */
export function lowered(value: RefundValue, amount: number): RefundValue {
  const weights = [...value.lines.map((line) => line.amount), value.shipping];
  const parts = allocate(amount, weights);
  return {
    lines: value.lines.map((line, index) => ({ ...line, amount: parts[index] ?? 0 })),
    shipping: parts.at(-1) ?? 0,
    amount,
  };
}
