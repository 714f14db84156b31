import type { PartTax, TaxLine } from "../pricing/index.ts";
import type { OrderLineJson } from "./order.parts.ts";

/** A line's money, as far as its units share it. */
type Priced = Pick<OrderLineJson, "quantity" | "total" | "tax">;

/**
 * What `count` units of a line cost the customer, taxes included, when the first `before` units are accounted for already. Minor units.
 * Pure; all units one after the other, in whatever portions, are exactly the whole line.
 * @throws RangeError for more units than the line has
 */
export function unitsValue(line: Priced, before: number, count: number): number {
  if (count < 0 || before < 0 || before + count > line.quantity) {
    throw new RangeError("more units than the line has");
  }
  const gross = line.total + line.tax;
  return share(gross, before + count, line.quantity) - share(gross, before, line.quantity);
}

export interface ReducedLine {
  id: string;
  quantity: number;
  removed: number;
  discount: number;
  tax: number;
  tax_included: number;
  taxes: PartTax[];
  total: number;
}

/** What an order's money looks like without some units. */
export interface Reduced {
  lines: ReducedLine[];
  taxLines: TaxLine[];
  subtotal: number;
  discount: number;
  tax: number;
  taxIncluded: number;
  total: number;
  /** How much less the order costs: not negative. */
  difference: number;
}

/**
 * The order without some units of its lines: discounts and taxes go with them in proportion, rates stay those of the placing, shipping
 * stays. Pure; lines and sums add up as those of a new order do.
 * @throws RangeError for more units than a line has
 */
export function withoutUnits(
  order: {
    subtotal: number;
    discount: number;
    shipping: number;
    tax: number;
    tax_included: number;
    total: number;
  },
  lines: readonly OrderLineJson[],
  taxLines: readonly TaxLine[],
  taken: ReadonlyMap<string, number>,
): Reduced {
  const reduced = lines
    .filter((line) => (taken.get(line.id) ?? 0) > 0)
    .map((line) => [line, reduce(line, taken)] as const);
  const remaining = taxLines.map((line) => ({ ...line }));
  for (const [before, after] of reduced) {
    for (const [index, [at, taxable, amount]] of before.taxes.entries()) {
      const line = remaining[at];
      const [, taxableLeft, amountLeft] = after.taxes[index] ?? [at, 0, 0];
      if (!line) continue;
      line.taxable -= taxable - taxableLeft;
      line.amount -= amount - amountLeft;
    }
  }
  const gone = (pick: (line: OrderLineJson | ReducedLine) => number) =>
    reduced.reduce((sum, [before, after]) => sum + pick(before) - pick(after), 0);
  const subtotal =
    order.subtotal - reduced.reduce((sum, [line]) => sum + line.unit_price * (taken.get(line.id) ?? 0), 0);
  const discount = order.discount - gone((line) => line.discount);
  const tax = order.tax - gone((line) => line.tax);
  const taxIncluded = order.tax_included - gone((line) => line.tax_included);
  const total = subtotal - discount + order.shipping + tax;
  return {
    lines: reduced.map(([, after]) => after),
    taxLines: remaining,
    subtotal,
    discount,
    tax,
    taxIncluded,
    total,
    difference: order.total - total,
  };
}

function reduce(line: OrderLineJson, taken: ReadonlyMap<string, number>): ReducedLine {
  const count = taken.get(line.id) ?? 0;
  const quantity = line.quantity - count;
  if (quantity < 0) throw new RangeError("more units than the line has");
  const left = (amount: number) => share(amount, quantity, line.quantity);
  const discount = left(line.discount);
  const taxes = line.taxes.map(([at, taxable, amount]): PartTax => [at, left(taxable), left(amount)]);
  const sum = taxes.reduce((all, [, , amount]) => all + amount, 0);
  const isIncluded = line.tax_included > 0;
  return {
    id: line.id,
    quantity,
    removed: line.removed + count,
    discount,
    tax: isIncluded ? 0 : sum,
    tax_included: isIncluded ? sum : 0,
    taxes,
    total: quantity * line.unit_price - discount,
  };
}

/** The part of an amount that falls to the first `units` of `all`, rounded down. Exact for any safe integers. */
function share(amount: number, units: number, all: number): number {
  return all === 0 ? 0 : Number((BigInt(amount) * BigInt(units)) / BigInt(all));
}
