import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, insertRows, type Statement } from "../../platform/db.ts";
import { isSame } from "../../platform/is-same.ts";
import {
  keepSlugStmts,
  productAttributes,
  productCategories,
  productOptions,
  products,
  productVariants,
  relatedProducts,
  variantPrices,
} from "../catalog/index.ts";
import { deleteVariantsStmts } from "./product-delete.repo.ts";
import type { ProductState, VariantState } from "./product-state.ts";

/** The NOT NULL that a product of another version violates, or one that is gone. */
export const PRODUCT_UNCHANGED = "products.version";

/** Inserts a product with its parts. */
export function insertProductStmts(after: ProductState, now: string): Statement[] {
  return [
    insertRows(products, [{ ...columnsOf(after), createdAt: now, updatedAt: now }]),
    ...partStmts(undefined, after),
    ...variantStmts(undefined, after, now),
  ];
}

/**
 * Writes what differs between two states, if the product still is of `version`: else PRODUCT_UNCHANGED is violated.
 * The next import does not take the product for what it left.
 */
export function updateProductStmts(
  ctx: Ctx,
  before: ProductState,
  after: ProductState,
  version: number,
  now: string,
): Statement[] {
  const { id, slug, name, description, vendor, status, publishAt, seoTitle, seoDescription } = after;
  return [
    // An INSERT, because the UPDATE of a product that is gone would change nothing and pass.
    sql`INSERT INTO products (id, slug, name, description, vendor, status, publish_at, tags, seo_title, seo_description,
          metadata, created_at, updated_at, version)
        SELECT ${id}, ${slug}, ${name}, ${description}, ${vendor}, ${status}, ${publishAt}, ${JSON.stringify(after.tags)},
          ${seoTitle}, ${seoDescription}, ${JSON.stringify(after.metadata)}, ${now}, ${now},
          (SELECT version + 1 FROM products WHERE id = ${id} AND version = ${version})
        WHERE true ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, name = excluded.name, description = excluded.description,
          vendor = excluded.vendor, status = excluded.status, publish_at = excluded.publish_at, tags = excluded.tags,
          seo_title = excluded.seo_title, seo_description = excluded.seo_description, metadata = excluded.metadata,
          import_hash = NULL, updated_at = excluded.updated_at, version = excluded.version`,
    ...keepSlugStmts(ctx, "product", id, { from: before.slug, to: slug }),
    ...partStmts(before, after),
    ...variantStmts(before, after, now),
  ];
}

function columnsOf(state: ProductState) {
  const { id, slug, name, description, vendor, status, publishAt, tags, seoTitle, seoDescription, metadata } =
    state;
  return {
    id,
    slug,
    name,
    description,
    vendor,
    status,
    publishAt,
    tags,
    seoTitle,
    seoDescription,
    metadata,
  };
}

/** Options, attributes, categories and related products: each list is written anew when it differs. */
function partStmts(before: ProductState | undefined, after: ProductState): Statement[] {
  const productId = after.id;
  const parts = [
    {
      differs: !isSame(before?.options ?? [], after.options),
      table: productOptions,
      insert: () =>
        insertRows(
          productOptions,
          after.options.map((option, index) => ({ productId, position: index + 1, ...option })),
        ),
    },
    {
      differs: !isSame(before?.attributes ?? {}, after.attributes),
      table: productAttributes,
      insert: () =>
        insertRows(
          productAttributes,
          Object.entries(after.attributes).map(([name, value]) => ({ productId, name, value })),
        ),
    },
    {
      differs: !isSame(idsOf(before?.categories ?? []), idsOf(after.categories)),
      table: productCategories,
      insert: () =>
        insertRows(
          productCategories,
          after.categories.map(({ id }, position) => ({ productId, categoryId: id, position })),
        ),
    },
    {
      differs: !isSame(before?.related ?? [], after.related),
      table: relatedProducts,
      insert: () =>
        insertRows(
          relatedProducts,
          after.related.map((relatedId, position) => ({ productId, relatedId, position })),
        ),
    },
  ];
  return parts.flatMap(({ differs, table, insert }) => {
    if (!differs) return [];
    return [...(before ? [sql`DELETE FROM ${table} WHERE product_id = ${productId}`] : []), insert()];
  });
}

interface Placed {
  variant: VariantState;
  position: number;
  archived: boolean;
}

function variantStmts(before: ProductState | undefined, after: ProductState, now: string): Statement[] {
  const old = new Map(before ? placesOf(before).map((placed) => [placed.variant.id, placed]) : []);
  const next = placesOf(after);
  const kept = new Set(next.map(({ variant }) => variant.id));
  const changed = next.filter((placed) => !isSame(old.get(placed.variant.id), placed));
  const renamed = changed.filter(({ variant }) => {
    const sku = old.get(variant.id)?.variant.sku;
    return sku !== undefined && sku !== variant.sku;
  });
  const priced = changed.filter(
    ({ variant }) => !isSame(old.get(variant.id)?.variant.prices ?? {}, variant.prices),
  );
  return [
    ...deleteVariantsStmts([...old.keys()].filter((id) => !kept.has(id))),
    // Two variants may swap their SKUs.
    ...(renamed.length > 0
      ? [
          sql`UPDATE product_variants SET sku = id WHERE id IN ${inList(renamed.map(({ variant }) => variant.id))}`,
        ]
      : []),
    ...(changed.length > 0 ? [upsertVariantsStmt(after.id, changed, now)] : []),
    ...(priced.some(({ variant }) => old.has(variant.id))
      ? [
          sql`DELETE FROM variant_prices WHERE variant_id IN ${inList(priced.map(({ variant }) => variant.id))}`,
        ]
      : []),
    ...(priced.length > 0 ? [insertPricesStmt(priced)] : []),
  ];
}

function placesOf(state: ProductState): Placed[] {
  return [
    ...state.variants.map((variant, index) => ({ variant, position: index + 1, archived: false })),
    ...state.archived.map((variant, index) => ({
      variant,
      position: state.variants.length + index + 1,
      archived: true,
    })),
  ];
}

function upsertVariantsStmt(productId: string, placed: readonly Placed[], now: string): Statement {
  return insertRows(
    productVariants,
    placed.map(({ variant: { prices: _prices, ...variant }, position, archived }) => ({
      ...variant,
      productId,
      position,
      archivedAt: archived ? now : null,
      createdAt: now,
      updatedAt: now,
    })),
    sql`ON CONFLICT (id) DO UPDATE SET position = excluded.position, sku = excluded.sku, title = excluded.title,
      options = excluded.options, weight_grams = excluded.weight_grams, barcode = excluded.barcode,
      image_url = excluded.image_url, requires_shipping = excluded.requires_shipping, taxable = excluded.taxable,
      tax_code = excluded.tax_code, inventory_policy = excluded.inventory_policy, metadata = excluded.metadata,
      archived_at = CASE WHEN excluded.archived_at IS NOT NULL THEN COALESCE(product_variants.archived_at, excluded.archived_at) END,
      updated_at = excluded.updated_at`,
  );
}

function insertPricesStmt(placed: readonly Placed[]): Statement {
  return insertRows(
    variantPrices,
    placed.flatMap(({ variant }) =>
      Object.entries(variant.prices).map(([currency, { amount, compareAt }]) => ({
        variantId: variant.id,
        currency,
        amount,
        compareAtAmount: compareAt,
      })),
    ),
  );
}

function idsOf(list: readonly { id: string }[]): string[] {
  return list.map(({ id }) => id);
}
