import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, readBatch } from "../../platform/db.ts";
import { MAIN_LOCATION_ID } from "../inventory/index.ts";
import type { ExportedProduct, ExportedVariant } from "./export-product.ts";

interface ProductRow {
  id: string;
  slug: string;
  name: string;
  description: string;
  vendor: string | null;
  status: ExportedProduct["status"];
  publish_at: string | null;
  tags: string;
  seo_title: string | null;
  seo_description: string | null;
  metadata: string;
  category_ids: string;
  attributes: string;
  options: string;
  images: string;
}

interface VariantRow {
  id: string;
  product_id: string;
  sku: string;
  title: string;
  options: string;
  prices: string;
  weight_grams: number;
  barcode: string | null;
  image_url: string | null;
  requires_shipping: number;
  taxable: number;
  tax_code: string | null;
  inventory_policy: ExportedVariant["inventory_policy"];
  available: number | null;
  metadata: string;
}

interface CategoryRow {
  id: string;
  slug: string;
  name: string;
  parent_id: string | null;
}

/** The next products in the order of their ids, whole and as of one moment. */
export async function readExportPage(ctx: Ctx, after: string, limit: number): Promise<ExportedProduct[]> {
  return readWhole(ctx, sql`(SELECT id FROM products WHERE id > ${after} ORDER BY id LIMIT ${limit})`);
}

/** These products, as an export would have them now. */
export async function readExported(ctx: Ctx, ids: readonly string[]): Promise<ExportedProduct[]> {
  return ids.length === 0 ? [] : readWhole(ctx, inList(ids));
}

async function readWhole(ctx: Ctx, page: SQL): Promise<ExportedProduct[]> {
  const [products, variants, categories] = await readBatch<[ProductRow, VariantRow, CategoryRow]>(
    ctx.env.DB,
    [
      sql`SELECT id, slug, name, description, vendor, status, publish_at, tags, seo_title, seo_description, metadata,
          (SELECT json_group_array(category_id ORDER BY position, category_id) FROM product_categories c WHERE c.product_id = p.id) AS category_ids,
          (SELECT json_group_object(name, value) FROM product_attributes a WHERE a.product_id = p.id) AS attributes,
          (SELECT json_group_array(json_object('name', o.name, 'values', json(o.option_values)) ORDER BY o.position)
             FROM product_options o WHERE o.product_id = p.id) AS options,
          (SELECT json_group_array(json_object('url', m.url, 'alt', m.alt) ORDER BY m.position)
             FROM product_media m WHERE m.product_id = p.id) AS images
        FROM products p WHERE id IN ${page} ORDER BY id`,
      sql`SELECT v.id AS id, v.product_id AS product_id, v.sku AS sku, v.title AS title, v.options AS options,
          v.weight_grams AS weight_grams, v.barcode AS barcode, v.image_url AS image_url,
          v.requires_shipping AS requires_shipping, v.taxable AS taxable, v.tax_code AS tax_code,
          v.inventory_policy AS inventory_policy, v.metadata AS metadata,
          CASE WHEN s.on_hand >= s.reserved THEN s.on_hand - s.reserved END AS available,
          (SELECT json_group_object(currency, json_object('amount', amount, 'compare_at_amount', compare_at_amount))
             FROM variant_prices vp WHERE vp.variant_id = v.id) AS prices
        FROM product_variants v
          LEFT JOIN stock_levels s ON s.variant_id = v.id AND s.location_id = ${MAIN_LOCATION_ID}
        WHERE v.archived_at IS NULL AND v.product_id IN ${page} ORDER BY v.product_id, v.position, v.id`,
      sql`WITH RECURSIVE up (id) AS (
          SELECT category_id FROM product_categories WHERE product_id IN ${page}
          UNION SELECT c.parent_id FROM categories c JOIN up ON c.id = up.id WHERE c.parent_id IS NOT NULL)
        SELECT id, slug, name, parent_id FROM categories WHERE id IN (SELECT id FROM up)`,
    ],
  );
  const byProduct = Map.groupBy(variants, (variant) => variant.product_id);
  const byId = new Map(categories.map((category) => [category.id, category]));
  return products.map(({ category_ids, ...row }) => ({
    ...row,
    tags: parse<string[]>(row.tags),
    attributes: parse<Record<string, string>>(row.attributes),
    categories: parse<string[]>(category_ids).map((id) => pathOf(id, byId)),
    options: parse<ExportedProduct["options"]>(row.options),
    images: parse<ExportedProduct["images"]>(row.images),
    metadata: parse<Record<string, unknown>>(row.metadata),
    variants: (byProduct.get(row.id) ?? []).map(variantOf),
  }));
}

/** From the top of the tree down to the category. */
function pathOf(id: string, byId: ReadonlyMap<string, CategoryRow>): ExportedProduct["categories"][number] {
  const path: ExportedProduct["categories"][number] = [];
  for (let at = byId.get(id); at && path.length < byId.size; at = byId.get(at.parent_id ?? "")) {
    path.unshift({ slug: at.slug, name: at.name });
  }
  return path;
}

function variantOf({ product_id: _product, ...row }: VariantRow): ExportedVariant {
  return {
    ...row,
    options: parse<Record<string, string>>(row.options),
    prices: parse<ExportedVariant["prices"]>(row.prices),
    requires_shipping: row.requires_shipping === 1,
    taxable: row.taxable === 1,
    metadata: parse<Record<string, unknown>>(row.metadata),
  };
}

/** How many products an export of now has. */
export async function countProducts(ctx: Ctx): Promise<number> {
  const [row] = await ctx.db.all<{ count: number }>(sql`SELECT COUNT(*) AS count FROM products`);
  return row?.count ?? 0;
}

/** Every column that an import kept verbatim, and every attribute, that any product has. */
export async function readExportNames(ctx: Ctx): Promise<{ columns: string[]; attributes: string[] }> {
  const [ofProducts, ofVariants, attributes] = await readBatch<
    [{ name: string }, { name: string }, { name: string }]
  >(ctx.env.DB, [
    sql`SELECT DISTINCT j.key AS name FROM products p, json_each(p.metadata, '$.shopify') j`,
    sql`SELECT DISTINCT j.key AS name FROM product_variants v, json_each(v.metadata, '$.shopify') j
        WHERE v.archived_at IS NULL`,
    sql`SELECT DISTINCT name FROM product_attributes`,
  ]);
  return {
    columns: [...new Set([...ofProducts, ...ofVariants].map(({ name }) => name))].sort(),
    attributes: attributes.map(({ name }) => name).sort(),
  };
}

/** Columns under CHECK (json_valid(…)) and json_group_…() results are JSON of the shape their SQL builds. */
function parse<Shape>(json: string): Shape {
  return JSON.parse(json) as Shape;
}
