import { z } from "zod";
import { MAX_AMOUNT, slugify } from "../catalog/index.ts";

const MAX_UNITS = 999_999_999;
const MAX_METADATA = 100_000;
const MAX_VARIANTS = 2_000;
const MAX_SLUG_BYTES = 255;

const text = (max: number) => z.string().trim().min(1).max(max);
const optionalText = (max: number) => text(max).nullish();
const optionName = text(255).refine((name) => name !== "__proto__", "must be another name");
const amount = z.int().min(0).max(MAX_AMOUNT);
const texts = z.record(text(255), z.string().max(1_000));

const slug = z
  .string()
  .refine(
    (value) => value !== "" && slugify(value) === value,
    "must be a slug: lower case, words joined by dashes",
  )
  .refine((value) => new TextEncoder().encode(value).length <= MAX_SLUG_BYTES, "has more than 255 bytes");

const metadata = z
  .record(z.string(), z.json())
  .refine(
    (value) => JSON.stringify(value).length <= MAX_METADATA,
    `has more than ${MAX_METADATA} characters`,
  );

const imageUrl = z
  .string()
  .max(2_048)
  .refine(
    (url) => url.startsWith("/") || (/^https?:\/\//i.test(url) && URL.canParse(url)),
    'must start with "https://", "http://" or "/"',
  );

const variant = z.strictObject({
  id: z.uuid().lowercase().optional(),
  sku: optionalText(255),
  title: optionalText(1_000),
  options: texts.default({}),
  prices: z.record(
    z.string().regex(/^[A-Z]{3}$/),
    z.strictObject({ amount, compare_at_amount: amount.nullish() }),
  ),
  weight_grams: z.int().min(0).max(100_000_000).default(0),
  barcode: optionalText(255),
  image_url: imageUrl.nullish(),
  requires_shipping: z.boolean().default(true),
  taxable: z.boolean().default(true),
  tax_code: optionalText(255),
  inventory_policy: z.enum(["deny", "continue"]).default("deny"),
  available: z.int().min(0).max(MAX_UNITS).nullish(),
  metadata: metadata.default({}),
});

const categoryPath = z
  .array(z.strictObject({ slug, name: text(255) }))
  .min(1)
  .max(20);

/**
 * A line of a product file in NDJSON: all that the shop knows of a product. `categories` are paths from the top of the tree
 * down; `available` are units at the main location that no order holds.
 */
export const ndjsonProductSchema = z
  .strictObject({
    id: z.uuid().lowercase().optional(),
    slug,
    name: text(255),
    description: z.string().max(100_000).default(""),
    vendor: optionalText(255),
    status: z.enum(["draft", "active", "archived"]).default("active"),
    publish_at: z.iso
      .datetime({ offset: true })
      .transform((time) => new Date(time).toISOString())
      .nullish(),
    tags: z.array(text(255)).max(250).default([]),
    seo_title: optionalText(255),
    seo_description: optionalText(5_000),
    attributes: texts.default({}),
    categories: z.array(categoryPath).max(50).default([]),
    options: z
      .array(z.strictObject({ name: optionName, values: z.array(text(255)).max(MAX_VARIANTS) }))
      .max(10)
      .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, "has a name twice")
      .default([]),
    images: z
      .array(z.strictObject({ url: imageUrl, alt: z.string().max(1_000).default("") }))
      .max(1_000)
      .default([]),
    metadata: metadata.default({}),
    variants: z.array(variant).min(1).max(MAX_VARIANTS),
  })
  .superRefine((product, issue) => {
    const names = product.options.map(({ name }) => name).sort();
    const combinations = new Set<string>();
    product.variants.forEach(({ options }, index) => {
      const path = ["variants", index, "options"];
      const own = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
      if (JSON.stringify(own.map(([name]) => name)) !== JSON.stringify(names)) {
        issue.addIssue({ code: "custom", path, message: "must name a value for each option of the product" });
      }
      const combination = JSON.stringify(own);
      if (combinations.has(combination)) {
        issue.addIssue({ code: "custom", path, message: "are those of another variant already" });
      }
      combinations.add(combination);
    });
  });

export type NdjsonProduct = z.output<typeof ndjsonProductSchema>;
