import type { ExportedProduct, ExportedVariant } from "./export-product.ts";
import type { PlannedVariant, ProductPlan } from "./import-plan.ts";

/** Whether a planned update would leave the product as it is, all but its version. */
export function changesNothing(plan: ProductPlan, before: ExportedProduct, currency: string): boolean {
  if (plan.archive.length > 0 || plan.releaseSku.length > 0) return false;
  return canonical(planned(plan, before, currency)) === canonical(current(before));
}

function planned({ product, variants }: ProductPlan, before: ExportedProduct, currency: string) {
  const known = new Map(before.variants.map((variant) => [variant.id, variant]));
  return {
    name: product.name,
    description: product.description,
    vendor: product.vendor,
    status: product.status,
    publish_at: product.publishAt === undefined ? before.publish_at : product.publishAt,
    tags: product.tags,
    seo_title: product.seoTitle,
    seo_description: product.seoDescription,
    attributes: product.attributes,
    categories: product.categoryLinks ?? product.categories.slice(-1).map(({ slug }) => slug),
    options: product.options,
    images: product.media,
    metadata: metadataAfter(product, before.metadata),
    variants: variants.map((variant) => plannedVariant(variant, known.get(variant.id), currency)),
  };
}

function plannedVariant(
  { id, sku, imported }: PlannedVariant,
  before: ExportedVariant | undefined,
  currency: string,
): ExportedVariant {
  const prices = { ...before?.prices };
  if (imported.price !== null) {
    prices[currency] = { amount: imported.price, compare_at_amount: imported.compareAtPrice };
  }
  for (const price of imported.otherPrices ?? []) {
    prices[price.currency] = { amount: price.amount, compare_at_amount: price.compareAtAmount };
  }
  return {
    id,
    sku,
    title: imported.title,
    options: imported.options,
    prices,
    weight_grams: imported.weightGrams,
    barcode: imported.barcode,
    image_url: imported.imageUrl,
    requires_shipping: imported.requiresShipping,
    taxable: imported.taxable,
    tax_code: imported.taxCode,
    inventory_policy: imported.inventoryPolicy,
    available: imported.quantity ?? before?.available ?? null,
    metadata: metadataAfter(imported, before?.metadata ?? {}),
  };
}

function current({ id: _id, slug: _slug, categories, metadata, variants, ...rest }: ExportedProduct) {
  return {
    ...rest,
    categories: categories.map((path) => path.at(-1)?.slug),
    metadata: withoutEmpty(metadata),
    variants: variants.map((variant) => ({ ...variant, metadata: withoutEmpty(variant.metadata) })),
  };
}

function metadataAfter(
  imported: { metadata: Record<string, string>; allMetadata?: Record<string, unknown> },
  before: Record<string, unknown>,
): Record<string, unknown> {
  return withoutEmpty(imported.allMetadata ?? { ...before, shopify: imported.metadata });
}

/** No verbatim columns are as good as none noted. */
function withoutEmpty(metadata: Record<string, unknown>): Record<string, unknown> {
  const { shopify, ...rest } = metadata;
  const isEmpty = shopify === undefined || JSON.stringify(shopify) === "{}";
  return isEmpty ? rest : metadata;
}

/** JSON in which the order of an object's members does not matter. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
