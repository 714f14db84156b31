import { z } from "@hono/zod-openapi";
import { moneySchema } from "../../platform/http/schemas.ts";
import { money } from "../../platform/money.ts";
import type { Totals } from "./price-order.ts";

export const totalsSchema = z
  .object({
    subtotal: moneySchema,
    discount: moneySchema,
    shipping: moneySchema,
    tax: moneySchema,
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
    total: money(totals.total, currency),
  };
}
