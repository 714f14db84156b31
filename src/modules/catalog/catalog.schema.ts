import { z } from "@hono/zod-openapi";
import { moneySchema } from "../../platform/http/schemas.ts";

const availabilitySchema = z
  .enum(["in_stock", "low_stock", "backorder", "out_of_stock"])
  .openapi("Availability", {
    description:
      "A class, not a count: `low_stock` means fewer are left than the variant's threshold (6 unless staff chose another), `backorder` that none is left and it is sold all the same; lists count it as `in_stock`. May be some seconds old.",
  });

export const variantSchema = z
  .object({
    id: z.uuid(),
    sku: z.string(),
    title: z.string(),
    options: z.record(z.string(), z.string()),
    price: moneySchema,
    compare_at_price: moneySchema.optional(),
    weight_grams: z.int().optional(),
    barcode: z.string().optional(),
    image_url: z.string().optional(),
    availability: availabilitySchema,
    available_quantity: z.int().min(0).optional().openapi({
      description:
        "How many could be shipped now. Only what shoppers see has it, in shops that show counts (`SHOW_STOCK_COUNTS`). May be some seconds old.",
    }),
    inventory_policy: z.enum(["deny", "continue"]),
  })
  .openapi("Variant");

const categoryLinkSchema = z.object({ id: z.uuid(), slug: z.string(), name: z.string() });

export const productSchema = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    name: z.string(),
    description: z.string().openapi({
      description:
        "HTML, sanitised: formatting, links and pictures only, every element closed. It may be put into a page as it is. Staff read what was written from `/admin/products/{id}`.",
    }),
    sku: z.string(),
    price: moneySchema,
    is_active: z.boolean(),
    status: z.enum(["draft", "active", "archived"]),
    vendor: z.string().optional(),
    categories: z.array(categoryLinkSchema),
    tags: z.array(z.string()),
    attributes: z.record(z.string(), z.string()),
    options: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
    variants: z.array(variantSchema),
    images: z.array(z.object({ url: z.string(), alt: z.string() })),
    seo: z.object({ title: z.string().optional(), description: z.string().optional() }).optional(),
    availability: availabilitySchema,
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    version: z.int(),
  })
  .openapi("Product", { description: "`sku` and `price` are those of the first variant." });

export const categorySchema = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    name: z.string(),
    description: z.string().openapi({ description: "Plain text: escape it before you put it into a page." }),
    parent_id: z.uuid().nullable(),
    position: z.int(),
    product_count: z.int(),
    version: z.int(),
  })
  .openapi("Category");

export const importReportSchema = z
  .object({
    created: z.int().openapi({ description: "Products that are new." }),
    updated: z.int(),
    unchanged: z.int(),
    failed: z.int().openapi({ description: "Rows that were refused, each listed in `errors`." }),
    errors: z.array(z.object({ line: z.int(), code: z.string(), message: z.string() })),
  })
  .openapi("ImportReport");

export type Product = z.output<typeof productSchema>;
export type Variant = z.output<typeof variantSchema>;
export type Availability = z.output<typeof availabilitySchema>;
export type Category = z.output<typeof categorySchema>;
export type ImportReport = z.output<typeof importReportSchema>;
