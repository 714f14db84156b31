import { z } from "@hono/zod-openapi";
import { currencySchema, moneySchema } from "../../platform/http/schemas.ts";
import { productSchema, variantSchema } from "../catalog/index.ts";

const pricesSchema = z.array(
  z.object({ amount: z.int(), currency: currencySchema, compare_at_amount: z.int().optional() }),
);

export const adminVariantSchema = variantSchema
  .extend({
    price: moneySchema.optional(),
    prices: pricesSchema,
    requires_shipping: z.boolean(),
    taxable: z.boolean(),
    tax_code: z.string().optional(),
    metadata: z.record(z.string(), z.unknown()),
    available: z.int().openapi({ description: "Units on hand that no order has reserved." }),
    is_archived: z.boolean().openapi({ description: "It is no longer sold; orders may name it." }),
  })
  .openapi("AdminVariant");

export const adminProductSchema = productSchema
  .extend({
    description: z.string().openapi({ description: "As it was written: never put it into a page as HTML." }),
    price: moneySchema.optional(),
    variants: z.array(adminVariantSchema),
    publish_at: z.iso.datetime().optional(),
    related: z.array(z.uuid()),
    metadata: z.record(z.string(), z.unknown()),
    is_imported: z.boolean().openapi({ description: "Nobody has changed it since the last import." }),
  })
  .openapi("AdminProduct", {
    description: "A product as staff see it, straight from the system of record.",
  });

export type AdminVariant = z.output<typeof adminVariantSchema>;
export type AdminProduct = z.output<typeof adminProductSchema>;
