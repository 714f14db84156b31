import { allocate, applyRate } from "../../platform/money.ts";

/** All amounts are integer minor units of one currency. */
export interface PricedInput {
  lines: readonly { quantity: number; unitPrice: number; taxable: boolean }[];
  /** Price of the chosen shipping option; undefined while none is chosen. */
  shipping: number | undefined;
  taxes: readonly TaxRule[];
}

/** A tax that applies to the destination. Rates are parts per million; prices are without tax. */
export interface TaxRule {
  name: string;
  ratePpm: number;
  appliesToShipping: boolean;
}

export interface Totals {
  subtotal: number;
  discount: number;
  shipping: number;
  tax: number;
  total: number;
}

export interface PricedOrder {
  lines: { total: number; discount: number; tax: number }[];
  taxLines: { name: string; ratePpm: number; taxable: number; amount: number }[];
  totals: Totals;
}

/**
 * Prices a cart or order. Pure. Each tax is computed once on its whole base and rounded half up, then shared out to the
 * lines and shipping by largest remainder, so that the parts sum to the whole:
 * total = subtotal - discount + shipping + tax, and tax = sum of the lines' taxes + the tax on shipping.
 */
export function priceOrder(input: PricedInput): PricedOrder {
  const lines = input.lines.map((line) => ({ total: line.quantity * line.unitPrice, discount: 0, tax: 0 }));
  const subtotal = lines.reduce((sum, line) => sum + line.total, 0);
  const shipping = input.shipping ?? 0;
  const taxLines = input.taxes.map((tax) => {
    const bases = [
      ...lines.map((line, index) => (input.lines[index]?.taxable ? line.total : 0)),
      tax.appliesToShipping ? shipping : 0,
    ];
    const taxable = bases.reduce((sum, base) => sum + base, 0);
    const amount = applyRate(taxable, tax.ratePpm);
    if (taxable > 0) {
      const shares = allocate(amount, bases);
      for (const [index, line] of lines.entries()) line.tax += shares[index] ?? 0;
    }
    return { name: tax.name, ratePpm: tax.ratePpm, taxable, amount };
  });
  const tax = taxLines.reduce((sum, line) => sum + line.amount, 0);
  return {
    lines,
    taxLines,
    totals: { subtotal, discount: 0, shipping, tax, total: subtotal + shipping + tax },
  };
}
