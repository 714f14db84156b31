import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, readBatch, type Statement } from "../../platform/db.ts";
import type { StockFacts } from "./availability.ts";

export interface ProductRow {
  id: string;
  slug: string;
  name: string;
  description: string;
  vendor: string | null;
  status: "draft" | "active" | "archived";
  tags: string;
  seo_title: string | null;
  seo_description: string | null;
  created_at: string;
  updated_at: string;
  version: number;
  categories: string;
  attributes: string;
  options: string;
  media: string;
}

export interface VariantRow extends StockFacts {
  id: string;
  product_id: string;
  sku: string;
  title: string;
  options: string;
  weight_grams: number;
  barcode: string | null;
  image_url: string | null;
  prices: string;
}

/** The columns of StockFacts for a variant `v`: closed locations give nothing to new orders. */
export const STOCK_COLUMNS = sql`v.inventory_policy AS inventory_policy, v.low_stock_threshold AS low_stock_threshold,
  (SELECT COALESCE(SUM(s.on_hand - s.reserved), 0) FROM stock_levels s WHERE s.variant_id = v.id
     AND s.location_id NOT IN (SELECT id FROM locations WHERE active = 0)) AS available,
  (SELECT MAX(s.backorder_limit) FROM stock_levels s WHERE s.variant_id = v.id) AS backorder_limit`;

/** Everything that the documents of these products are made of, in one round trip. */
export async function readProducts(
  ctx: Ctx,
  ids: readonly string[],
  from: Pick<D1Database, "prepare" | "batch"> = ctx.env.DB,
): Promise<[ProductRow[], VariantRow[]]> {
  return readBatch<[ProductRow, VariantRow]>(from, [
    sql`SELECT id, slug, name, description, vendor, status, tags, seo_title, seo_description, created_at, updated_at, version,
          (SELECT json_group_array(json_object('id', c.id, 'slug', c.slug, 'name', c.name, 'parent_id', c.parent_id) ORDER BY pc.position)
             FROM product_categories pc JOIN categories c ON c.id = pc.category_id WHERE pc.product_id = p.id) AS categories,
          (SELECT json_group_object(name, value) FROM product_attributes a WHERE a.product_id = p.id) AS attributes,
          (SELECT json_group_array(json_object('name', o.name, 'values', json(o.option_values)) ORDER BY o.position)
             FROM product_options o WHERE o.product_id = p.id) AS options,
          (SELECT json_group_array(json_object('url', m.url, 'alt', m.alt) ORDER BY m.position)
             FROM product_media m WHERE m.product_id = p.id) AS media
        FROM products p WHERE id IN ${inList(ids)}`,
    sql`SELECT id, product_id, sku, title, options, weight_grams, barcode, image_url,
          (SELECT json_group_object(currency, json_array(amount, compare_at_amount)) FROM variant_prices vp WHERE vp.variant_id = v.id) AS prices,
          ${STOCK_COLUMNS}
        FROM product_variants v WHERE archived_at IS NULL AND product_id IN ${inList(ids)} ORDER BY product_id, position`,
  ]);
}

/** The ids of the products that own these variants. */
export async function productIdsOfVariants(ctx: Ctx, variantIds: readonly string[]): Promise<string[]> {
  const rows = await ctx.db.all<{ product_id: string }>(
    sql`SELECT DISTINCT product_id FROM product_variants WHERE id IN ${inList(variantIds)}`,
  );
  return rows.map((row) => row.product_id);
}

/** One page of all product ids, in id order, for rebuilding what is derived from them. */
export async function productIdsAfter(ctx: Ctx, after: string, limit: number): Promise<string[]> {
  const rows = await ctx.db.all<{ id: string }>(
    sql`SELECT id FROM products WHERE id > ${after} ORDER BY id LIMIT ${limit}`,
  );
  return rows.map((row) => row.id);
}

/** All categories with the number of active products directly in them. */
export async function readCategories(ctx: Ctx) {
  return ctx.db.all<{
    id: string;
    slug: string;
    name: string;
    description: string;
    parent_id: string | null;
    position: number;
    product_count: number;
    version: number;
  }>(sql`
    SELECT id, slug, name, description, parent_id, position, version,
      (SELECT COUNT(*) FROM product_categories pc JOIN products p ON p.id = pc.product_id
       WHERE pc.category_id = c.id AND p.status = 'active') AS product_count
    FROM categories c ORDER BY position, name, id`);
}

/** What selling a variant needs to know of it, straight from the system of record. */
export interface SellableRow extends StockFacts {
  variant_id: string;
  product_id: string;
  sku: string;
  name: string;
  options: string;
  image_url: string | null;
  weight_grams: number;
  requires_shipping: number;
  taxable: number;
  tax_code: string | null;
  sold: number;
  prices: string;
}

/** Reads sellable variants; made to fit into a batch. `by` is the column that `values` hold. */
export function sellableStmt(by: "id" | "sku", values: readonly string[]): Statement {
  const column: SQL = by === "id" ? sql`v.id` : sql`v.sku`;
  return sql`
    SELECT v.id AS variant_id, v.product_id AS product_id, v.sku AS sku, p.name AS name, v.options AS options,
      COALESCE(v.image_url, (SELECT m.url FROM product_media m WHERE m.product_id = p.id ORDER BY m.position LIMIT 1)) AS image_url,
      v.weight_grams AS weight_grams, v.requires_shipping AS requires_shipping, v.taxable AS taxable, v.tax_code AS tax_code,
      (p.status = 'active' AND v.archived_at IS NULL) AS sold,
      (SELECT json_group_object(currency, amount) FROM variant_prices vp WHERE vp.variant_id = v.id) AS prices,
      ${STOCK_COLUMNS}
    FROM product_variants v JOIN products p ON p.id = v.product_id
    WHERE ${column} IN ${inList(values)}`;
}
