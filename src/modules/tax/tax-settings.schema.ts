import { z } from "@hono/zod-openapi";

export const taxSettingsParams = z.object({
  country: z
    .string()
    .regex(/^([A-Z]{2}|default)$/, "must be an ISO 3166-1 alpha-2 code or default")
    .openapi({ description: "The country of destination, or `default` for all that have no settings." }),
});

export const taxSettingsBody = z
  .strictObject({
    prices_include_tax: z.boolean().openapi({
      description:
        "Whether prices, shipping included, are with tax there. Totals then have `tax` 0 and tell in `tax_included` how much of them is tax.",
    }),
    rounding: z
      .enum(["order", "line"])
      .default("order")
      .openapi({
        description:
          "`order`: a tax is rounded (half up) once on everything that bears it and shared out to the lines by largest remainder. " +
          "`line`: it is rounded on every line.",
      }),
  })
  .openapi("TaxSettingsInput");

export const taxSettingsSchema = z
  .object({
    country: z.string(),
    prices_include_tax: z.boolean(),
    rounding: z.enum(["order", "line"]),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    version: z.int(),
  })
  .openapi("TaxSettings");

export type TaxSettingsBody = z.output<typeof taxSettingsBody>;
