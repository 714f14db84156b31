import { z } from "@hono/zod-openapi";
import { line, prose, slugInput } from "../catalog/index.ts";
import { clearable, imageUrl, metadataInput, priceInput, priceList } from "./product-fields.schema.ts";

const MAX_OPTIONS = 3;
const MAX_OPTION_VALUES = 100;
export const MAX_VARIANTS = 250;

const optionValue = line(255);
const optionName = line(255).refine((name) => name !== "__proto__", "must be another name");
const options = z.record(optionName, optionValue).openapi({ example: { Size: "Small" } });

const variantFields = {
  sku: line(255),
  options,
  price: priceInput,
  compare_at_price: priceInput.nullable(),
  prices: priceList,
  weight_grams: z.int().min(0).max(100_000_000),
  barcode: clearable(line(255)),
  image_url: clearable(imageUrl),
  inventory_policy: z.enum(["deny", "continue"]),
  requires_shipping: z.boolean(),
  taxable: z.boolean(),
  tax_code: clearable(line(255)),
  metadata: metadataInput,
};

/** A new variant, or what to change of one. */
export const variantBody = z.strictObject(variantFields).partial().openapi("VariantInput", {
  description:
    "A new variant needs a price; a SKU is made when there is none. Of a known variant what is absent stays.",
});

const listedVariant = z.strictObject({ id: z.uuid(), ...variantFields }).partial();

export const optionList = z
  .array(
    z.strictObject({
      name: optionName,
      values: z
        .array(optionValue)
        .min(1)
        .max(MAX_OPTION_VALUES)
        .refine(areDistinct, "must not name a value twice"),
    }),
  )
  .max(MAX_OPTIONS)
  .refine((list) => areDistinct(list.map(({ name }) => name)), "must not name an option twice")
  .openapi({ example: [{ name: "Size", values: ["Small", "Large"] }] });

export const attributesInput = z
  .record(line(255), line(1_000))
  .refine((value) => Object.keys(value).length <= 250, "must be at most 250")
  .openapi({ example: { Material: "Stoneware" } });

export const attributesPatch = z
  .record(line(255), line(1_000).nullable())
  .openapi({ description: "null takes an attribute away.", example: { Material: null } });

const publishAt = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString())
  .nullable()
  .openapi({ type: ["string", "null"], format: "date-time" });

const seo = z.strictObject({ title: clearable(line(255)), description: clearable(prose(5_000)) }).partial();

const productFields = {
  name: line(255),
  slug: slugInput,
  description: prose(100_000).openapi({
    description: "May hold HTML. Staff and exports get it back as it is, everybody else sanitised.",
  }),
  vendor: clearable(line(255)),
  status: z.enum(["draft", "active", "archived"]),
  is_active: z.boolean().openapi({ description: "true: `active`; false: `draft`, unless it is archived." }),
  publish_at: publishAt.openapi({ description: "When a draft goes on sale by itself." }),
  tags: z.array(line(255)).max(250),
  attributes: attributesInput,
  options: optionList,
  variants: z.array(listedVariant).min(1).max(MAX_VARIANTS).openapi({
    description:
      "All of them. A known variant is found by id, SKU or options and keeps its id; those that are absent are archived.",
  }),
  generate_variants: z
    .boolean()
    .openapi({ description: "Makes a variant of each combination of option values that has none." }),
  sku: line(255).openapi({ description: "Of the default variant, when there is no `variants`." }),
  price: priceInput.openapi({ description: "Of the default variant, when there is no `variants`." }),
  compare_at_price: priceInput.nullable(),
  categories: z.array(z.string().min(1).max(255)).max(50).openapi({ description: "Ids or slugs." }),
  seo: seo.nullable(),
  metadata: metadataInput,
};

const { name: _name, ...optionalFields } = productFields;

export const productBody = z
  .strictObject({ name: productFields.name, ...z.strictObject(optionalFields).partial().shape })
  .superRefine(refuseContradictions)
  .openapi("ProductInput");

export const productPatch = z
  .strictObject({
    ...z.strictObject(productFields).partial().shape,
    description: productFields.description.nullish(),
    tags: productFields.tags.nullish(),
    attributes: attributesPatch.nullish(),
    categories: productFields.categories.nullish(),
    metadata: metadataInput.nullish(),
  })
  .superRefine(refuseContradictions)
  .openapi("ProductPatch", {
    description:
      "A merge patch: what is absent stays, null takes away. Lists are replaced; `attributes`, `seo` and `metadata` are merged.",
  });

export const optionsBody = z
  .strictObject({
    options: optionList,
    generate: z
      .boolean()
      .default(false)
      .openapi({ description: "Makes the variants that are missing, priced like the first one." }),
  })
  .openapi("OptionsInput");

export const relatedBody = z
  .strictObject({
    product_ids: z.array(z.uuid()).max(50).refine(areDistinct, "must not name a product twice"),
  })
  .openapi("RelatedInput");

export type ProductBody = z.output<typeof productBody>;
export type ProductPatch = z.output<typeof productPatch>;
export type VariantBody = z.output<typeof variantBody>;
export type ListedVariant = z.output<typeof listedVariant>;

function areDistinct(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

interface Contradictable {
  status?: string | undefined;
  is_active?: boolean | undefined;
  variants?: unknown;
  sku?: unknown;
  price?: unknown;
  compare_at_price?: unknown;
}

function refuseContradictions(body: Contradictable, context: z.RefinementCtx): void {
  const refuse = (member: string, message: string) =>
    context.addIssue({ code: "custom", path: [member], message });
  if (body.status !== undefined && body.is_active !== undefined)
    refuse("is_active", "says the same as status: send one");
  if (body.variants === undefined) return;
  for (const member of ["sku", "price", "compare_at_price"] as const) {
    if (body[member] !== undefined) refuse(member, "belongs into variants when there are any");
  }
}
