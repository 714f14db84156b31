import { z } from "@hono/zod-openapi";
import { moneySchema } from "../../platform/http/schemas.ts";
import { explainedSchema, taxLineSchema } from "../pricing/index.ts";
import { cartSchema, itemSchema, shippingOptionSchema } from "./cart.schema.ts";

const taxes = {
  tax: moneySchema.openapi({ description: "What is added on top: 0 where prices include tax." }),
  tax_included: moneySchema,
  taxes: z.array(taxLineSchema),
};

export const quoteSchema = cartSchema
  .omit({ version: true, expires_at: true, email: true, note: true })
  .extend({
    items: z.array(itemSchema.extend({ discount: moneySchema, ...taxes })),
    shipping: z
      .object({ amount: moneySchema, ...taxes })
      .openapi({ description: "What shipping costs, and the taxes on or in it." }),
    shipping_options: z.array(shippingOptionSchema),
    tax_lines: z.array(taxLineSchema).openapi({ description: "Every tax on everything that bears it." }),
    prices_include_tax: z.boolean(),
    rounding: z.enum(["order", "line"]).openapi({
      description:
        "`order`: a tax is rounded (half up) once and shared out by largest remainder. `line`: on every line.",
    }),
    explanation: z
      .array(explainedSchema)
      .openapi({ description: "Every rule that was looked at, and what became of it." }),
  })
  .openapi("Quote");

export type Quote = z.output<typeof quoteSchema>;
