import { type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, insertRows, type Statement } from "../../platform/db.ts";
import {
  productAttributes,
  productCategories,
  productMedia,
  productOptions,
  products,
  productVariants,
  variantPrices,
} from "../catalog/index.ts";
import type { PlannedVariant, ProductPlan } from "./import-plan.ts";
import { categoriesStmts } from "./import.categories.repo.ts";
import { allMetadataStmts, publishAtStmts } from "./import.extras.repo.ts";
import { portionsOf } from "./json-portions.ts";

/**
 * Statements that bring the catalog to what the plans say, prices in one currency. The version of a product guards
 * it: when it is not the one that was read, the NOT NULL of products.version is violated and the batch undone.
 */
export function writePlansStmts(ctx: Ctx, plans: readonly ProductPlan[], currency: string): Statement[] {
  const now = isoTime(ctx.now());
  const updated = plans.filter((plan) => plan.outcome === "updated").map((plan) => plan.id);
  const variants = plans.flatMap((plan) =>
    plan.variants.map((variant) => ({ ...variant, productId: plan.id })),
  );
  return [
    ...categoriesStmts(
      ctx,
      plans.flatMap((plan) => plan.product.categories),
      now,
    ),
    ...releaseSkuStmts(plans.flatMap((plan) => plan.releaseSku.map(({ id }) => id))),
    ...archiveStmts(
      plans.flatMap((plan) => plan.archive.map(({ id }) => id)),
      now,
    ),
    ...productStmts(plans, now),
    ...clearStmts(updated),
    ...partStmts(plans),
    ...variantStmts(variants, now),
    ...insertAll(
      variantPrices,
      variants.flatMap(({ id, imported }) => [
        ...(imported.price === null
          ? []
          : [{ variantId: id, currency, amount: imported.price, compareAtAmount: imported.compareAtPrice }]),
        ...(imported.otherPrices ?? []).map((price) => ({ variantId: id, ...price })),
      ]),
      sql`ON CONFLICT (variant_id, currency) DO UPDATE SET amount = excluded.amount, compare_at_amount = excluded.compare_at_amount`,
    ),
    ...publishAtStmts(plans),
    ...allMetadataStmts(
      products,
      plans.map(({ id, product }) => ({ id, metadata: product.allMetadata })),
    ),
    ...allMetadataStmts(
      productVariants,
      variants.map(({ id, imported }) => ({ id, metadata: imported.allMetadata })),
    ),
  ];
}

function insertAll<Table extends SQLiteTable>(
  table: Table,
  rows: readonly Table["$inferInsert"][],
  suffix?: SQL,
): Statement[] {
  return portionsOf(rows).map((portion) => insertRows(table, portion, suffix));
}

function releaseSkuStmts(variantIds: readonly string[]): Statement[] {
  if (variantIds.length === 0) return [];
  return [sql`UPDATE product_variants SET sku = id WHERE id IN ${inList(variantIds)}`];
}

function archiveStmts(variantIds: readonly string[], now: string): Statement[] {
  if (variantIds.length === 0) return [];
  return [
    sql`UPDATE product_variants SET archived_at = ${now}, updated_at = ${now} WHERE id IN ${inList(variantIds)}`,
  ];
}

function productStmts(plans: readonly ProductPlan[], now: string): Statement[] {
  return insertAll(
    products,
    plans.map(({ id, version, hash, product }) => ({
      id,
      slug: product.slug,
      name: product.name,
      description: product.description,
      vendor: product.vendor,
      status: product.status,
      tags: product.tags,
      seoTitle: product.seoTitle,
      seoDescription: product.seoDescription,
      metadata: { shopify: product.metadata },
      importHash: hash,
      createdAt: now,
      updatedAt: now,
      version,
    })),
    sql`ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description,
      vendor = excluded.vendor, status = excluded.status, tags = excluded.tags, seo_title = excluded.seo_title,
      seo_description = excluded.seo_description, import_hash = excluded.import_hash, updated_at = excluded.updated_at,
      metadata = json_set(products.metadata, '$.shopify', excluded.metadata -> '$.shopify'),
      version = CASE WHEN products.version + 1 = excluded.version THEN excluded.version END`,
  );
}

function clearStmts(productIds: readonly string[]): Statement[] {
  if (productIds.length === 0) return [];
  return [productOptions, productAttributes, productMedia, productCategories].map(
    (table) => sql`DELETE FROM ${table} WHERE product_id IN ${inList(productIds)}`,
  );
}

/** Options, attributes, media and the link to the category. */
function partStmts(plans: readonly ProductPlan[]): Statement[] {
  const links = plans.flatMap(({ id, product }) => {
    const slugs = product.categoryLinks ?? product.categories.slice(-1).map(({ slug }) => slug);
    return slugs.map((slug, index) => [id, slug, index]);
  });
  return [
    ...insertAll(
      productOptions,
      plans.flatMap(({ id, product }) =>
        product.options.map(({ name, values }, index) => ({
          productId: id,
          position: index + 1,
          name,
          values,
        })),
      ),
    ),
    ...insertAll(
      productAttributes,
      plans.flatMap(({ id, product }) =>
        Object.entries(product.attributes).map(([name, value]) => ({ productId: id, name, value })),
      ),
    ),
    ...insertAll(
      productMedia,
      plans.flatMap(({ id, product }) =>
        product.media.map(({ url, alt }, index) => ({ productId: id, position: index + 1, url, alt })),
      ),
    ),
    ...(links.length === 0
      ? []
      : [
          sql`INSERT INTO product_categories (product_id, category_id, position)
              SELECT value ->> 0, c.id, value ->> 2 FROM json_each(${JSON.stringify(links)}) JOIN categories c ON c.slug = value ->> 1`,
        ]),
  ];
}

function variantStmts(
  variants: readonly (PlannedVariant & { productId: string })[],
  now: string,
): Statement[] {
  const position = new Map<string, number>();
  return insertAll(
    productVariants,
    variants.map(({ id, productId, sku, imported }) => {
      position.set(productId, (position.get(productId) ?? 0) + 1);
      return {
        id,
        productId,
        position: position.get(productId) ?? 0,
        sku,
        title: imported.title,
        options: imported.options,
        weightGrams: imported.weightGrams,
        barcode: imported.barcode,
        imageUrl: imported.imageUrl,
        requiresShipping: imported.requiresShipping,
        taxable: imported.taxable,
        taxCode: imported.taxCode,
        inventoryPolicy: imported.inventoryPolicy,
        metadata: { shopify: imported.metadata },
        createdAt: now,
        updatedAt: now,
      };
    }),
    sql`ON CONFLICT (id) DO UPDATE SET position = excluded.position, sku = excluded.sku, title = excluded.title,
      options = excluded.options, weight_grams = excluded.weight_grams, barcode = excluded.barcode,
      image_url = excluded.image_url, requires_shipping = excluded.requires_shipping, taxable = excluded.taxable,
      tax_code = excluded.tax_code, inventory_policy = excluded.inventory_policy, archived_at = NULL,
      metadata = json_set(product_variants.metadata, '$.shopify', excluded.metadata -> '$.shopify'),
      updated_at = excluded.updated_at`,
  );
}
