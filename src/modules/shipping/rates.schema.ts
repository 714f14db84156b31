import { z } from "@hono/zod-openapi";
import { currencySchema, moneySchema, plainText } from "../../platform/http/schemas.ts";
import { STANDARD_TAX } from "../pricing/index.ts";

/** The largest price of a delivery, in minor units. */
const MAX_AMOUNT = 1_000_000_000;

const price = z
  .strictObject({ amount: z.int().min(0).max(MAX_AMOUNT), currency: currencySchema })
  .openapi("ShippingPriceInput");
const grams = z.int().min(0).max(100_000_000);
const days = z.int().min(0).max(365);

export const shippingRateBody = z
  .strictObject({
    name: plainText(100).min(1).openapi({ example: "Standard" }),
    price,
    min_weight_grams: grams.default(0),
    max_weight_grams: grams.optional().openapi({
      description:
        "The rate carries min <= weight < max of what has to be sent. Bands may overlap: the shopper chooses among all that carry the cart.",
    }),
    min_subtotal: price.optional(),
    max_subtotal: price
      .optional()
      .openapi({ description: "The rate is for min <= price of the goods, as shown, < max." }),
    free_from: price.optional().openapi({ description: "Goods from this price on are shipped for nothing." }),
    delivery: z
      .strictObject({ min_days: days, max_days: days })
      .refine(({ min_days, max_days }) => min_days <= max_days, {
        path: ["max_days"],
        message: "must not be less than min_days",
      })
      .optional()
      .openapi({ description: "How long it takes, in days." }),
    tax_class: plainText(255)
      .min(1)
      .transform((text) => text.toLowerCase())
      .default(STANDARD_TAX)
      .openapi({ type: "string", description: "Which tax rates apply, if they apply to shipping." }),
    position: z
      .int()
      .min(0)
      .max(1_000_000)
      .default(0)
      .openapi({ description: "Its place among the options." }),
    active: z.boolean().default(true),
  })
  .superRefine((rate, issue) => {
    const refuse = (path: PropertyKey[], message: string) =>
      issue.addIssue({ code: "custom", path, message });
    if (rate.max_weight_grams !== undefined && rate.max_weight_grams <= rate.min_weight_grams)
      refuse(["max_weight_grams"], "must be more than min_weight_grams");
    for (const name of ["min_subtotal", "max_subtotal", "free_from"] as const) {
      if (rate[name] && rate[name].currency !== rate.price.currency)
        refuse([name, "currency"], "must be the currency of the price");
    }
    if (rate.max_subtotal && rate.max_subtotal.amount <= (rate.min_subtotal?.amount ?? 0))
      refuse(["max_subtotal", "amount"], "must be more than min_subtotal");
  })
  .openapi("ShippingRateInput");

export const deliverySchema = z.object({ min_days: z.int(), max_days: z.int() });

export const shippingRateSchema = z
  .object({
    id: z.uuid(),
    zone_id: z.uuid(),
    name: z.string(),
    price: moneySchema,
    min_weight_grams: z.int(),
    max_weight_grams: z.int().optional(),
    min_subtotal: moneySchema,
    max_subtotal: moneySchema.optional(),
    free_from: moneySchema.optional(),
    delivery: deliverySchema.optional(),
    tax_class: z.string(),
    position: z.int(),
    active: z.boolean(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    version: z.int(),
  })
  .openapi("ShippingRate");

export const rateParams = z.object({ id: z.uuid(), rate_id: z.uuid() });

export type ShippingRateBody = z.output<typeof shippingRateBody>;
export type ShippingRateAnswer = z.output<typeof shippingRateSchema>;
