import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, noRows, readBatch } from "../../platform/db.ts";
import { MAIN_LOCATION_ID } from "../inventory/index.ts";
import type { Existing } from "./import-plan.ts";
import type { ImportedProduct } from "./imported-product.ts";
import type { ExistingVariant } from "./match-variants.ts";

interface ProductRow {
  id: string;
  slug: string;
  version: number;
  import_hash: string | null;
}

interface VariantRow {
  id: string;
  product_id: string;
  sku: string;
  options: string;
  archived: number;
  available: number | null;
  backorder: number | null;
}

interface SkuRow {
  sku: string;
  product_id: string;
}

interface OwnedRow {
  id: string;
  product_id: string;
}

/** Reads what the shop has of these products and their SKUs, in one round trip. */
export async function readExisting(ctx: Ctx, products: readonly ImportedProduct[]): Promise<Existing> {
  const slugs = inList(products.map(({ slug }) => slug));
  // A product that staff have renamed is still known by the handle that the file has, unless another one took that over.
  const matched = sql`matched (id, slug) AS (
    SELECT id, slug FROM products WHERE slug IN ${slugs}
    UNION ALL
    SELECT p.id, r.slug FROM slug_redirects r JOIN products p ON p.id = r.target_id
    WHERE r.kind = 'product' AND r.slug IN ${slugs} AND p.slug NOT IN ${slugs}
      AND NOT EXISTS (SELECT 1 FROM products o WHERE o.slug = r.slug))`;
  const skus = products.flatMap(({ variants }) => variants.map(({ generatedSku }) => generatedSku));
  const productIds = products.flatMap(({ id }) => id ?? []);
  const variantIds = products.flatMap(({ variants }) => variants.flatMap(({ id }) => id ?? []));
  const [productRows, variantRows, skuRows, idRows, ownedRows] = await readBatch<
    [ProductRow, VariantRow, SkuRow, { id: string }, OwnedRow]
  >(ctx.env.DB, [
    sql`WITH ${matched} SELECT m.id AS id, m.slug AS slug, version, import_hash FROM matched m JOIN products p ON p.id = m.id`,
    sql`WITH ${matched} SELECT v.id AS id, v.product_id AS product_id, v.sku AS sku, v.options AS options,
          v.archived_at IS NOT NULL AS archived, s.on_hand - s.reserved AS available, s.backorder AS backorder
        FROM matched m JOIN product_variants v ON v.product_id = m.id
          LEFT JOIN stock_levels s ON s.variant_id = v.id AND s.location_id = ${MAIN_LOCATION_ID}
        ORDER BY v.product_id, v.position`,
    sql`SELECT sku, product_id FROM product_variants WHERE sku IN ${inList(skus)}`,
    productIds.length === 0 ? noRows : sql`SELECT id FROM products WHERE id IN ${inList(productIds)}`,
    variantIds.length === 0
      ? noRows
      : sql`SELECT id, product_id FROM product_variants WHERE id IN ${inList(variantIds)}`,
  ]);
  const byId = new Map(
    productRows.map(({ id, slug, version, import_hash }) => [
      id,
      { slug, product: { id, version, importHash: import_hash, variants: [] as ExistingVariant[] } },
    ]),
  );
  for (const row of variantRows) {
    byId.get(row.product_id)?.product.variants.push({
      id: row.id,
      sku: row.sku,
      // Written by the import or the admin as an object of texts, under CHECK (json_valid(options)).
      options: JSON.parse(row.options) as Record<string, string>,
      archived: row.archived === 1,
      available: row.available,
      backorder: row.backorder === 1,
    });
  }
  return {
    bySlug: new Map([...byId.values()].map(({ slug, product }) => [slug, product])),
    skuOwner: new Map(skuRows.map(({ sku, product_id }) => [sku, product_id])),
    productIds: new Set(idRows.map(({ id }) => id)),
    variantOwner: new Map(ownedRows.map(({ id, product_id }) => [id, product_id])),
  };
}
