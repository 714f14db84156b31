import { z } from "@hono/zod-openapi";
import { placeSchema } from "../../platform/http/place.schema.ts";
import { moneySchema } from "../../platform/http/schemas.ts";
import { money } from "../../platform/money.ts";
import type { PartTax, TaxLine, Totals } from "./price-order.ts";

export const totalsSchema = z
  .object({
    subtotal: moneySchema,
    discount: moneySchema,
    shipping: moneySchema,
    tax: moneySchema.openapi({ description: "What is added on top: 0 where prices include tax." }),
    tax_included: moneySchema.openapi({
      description: "The part of the prices that is tax: 0 where it is added.",
    }),
    total: moneySchema,
  })
  .openapi("Totals", { description: "total = subtotal - discount + shipping + tax" });

/** Totals as they are answered. */
export function totalsView(totals: Totals, currency: string) {
  return {
    subtotal: money(totals.subtotal, currency),
    discount: money(totals.discount, currency),
    shipping: money(totals.shipping, currency),
    tax: money(totals.tax, currency),
    tax_included: money(totals.taxIncluded, currency),
    total: money(totals.total, currency),
  };
}

export const taxLineSchema = z
  .object({
    name: z.string(),
    jurisdiction: placeSchema.optional(),
    rate_ppm: z.int().openapi({ description: "Parts per million: 8.875 % is 88750." }),
    taxable: moneySchema.openapi({ description: "What it is charged on, without tax." }),
    amount: moneySchema,
  })
  .openapi("TaxLine");

/** The taxes of a whole order as they are answered. */
export function taxLinesView(lines: readonly TaxLine[], currency: string) {
  return lines.map((line) => ({
    name: line.name,
    ...(line.jurisdiction ? { jurisdiction: line.jurisdiction } : {}),
    rate_ppm: line.ratePpm,
    taxable: money(line.taxable, currency),
    amount: money(line.amount, currency),
  }));
}

/** The taxes of one line, or of shipping, as they are answered. */
export function partTaxesView(taxes: readonly PartTax[], lines: readonly TaxLine[], currency: string) {
  return taxes.flatMap(([number, taxable, amount]) => {
    const line = lines[number];
    return line ? taxLinesView([{ ...line, taxable, amount }], currency) : [];
  });
}
