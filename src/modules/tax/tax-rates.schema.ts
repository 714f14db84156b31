import { z } from "@hono/zod-openapi";
import { placeInput } from "../../platform/http/place.schema.ts";
import { plainText } from "../../platform/http/schemas.ts";
import { STANDARD_TAX } from "../pricing/index.ts";

const taxClass = plainText(255)
  .min(1)
  .transform((text) => text.toLowerCase())
  .openapi({
    type: "string",
    description:
      "What it is charged on: variants whose `tax_code` is this, in any case. `standard` is everything that has no rate of its own class.",
    example: STANDARD_TAX,
  });

export const taxRateBody = placeInput
  .safeExtend({
    name: plainText(100).min(1).openapi({ example: "New York sales tax" }),
    tax_class: taxClass.default(STANDARD_TAX),
    priority: z.int().min(1).max(9).default(1).openapi({
      description:
        "Of the rates of one priority the one for the narrowest place applies; rates of different priorities add up, each on the price.",
    }),
    rate_ppm: z
      .int()
      .min(0)
      .max(1_000_000)
      .openapi({ description: "Parts per million: 8.875 % is 88750.", example: 88_750 }),
    applies_to_shipping: z.boolean().default(false),
  })
  .openapi("TaxRateInput");

export const taxRateSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    country: z.string(),
    region: z.string().optional(),
    postal_pattern: z.string().optional(),
    tax_class: z.string(),
    priority: z.int(),
    rate_ppm: z.int(),
    applies_to_shipping: z.boolean(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    version: z.int(),
  })
  .openapi("TaxRate");

export const taxRateFilter = z.object({
  country: z
    .string()
    .regex(/^([A-Z]{2}|\*)$/)
    .optional(),
  tax_class: taxClass.optional(),
});

export type TaxRateBody = z.output<typeof taxRateBody>;
export type TaxRate = z.output<typeof taxRateSchema>;
