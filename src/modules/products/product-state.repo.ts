import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, readBatch } from "../../platform/db.ts";
import { STOCK_COLUMNS, type StockFacts } from "../catalog/index.ts";
import type { CategoryLink, Option, ProductRecord, ProductState, VariantState } from "./product-state.ts";

interface ProductRow {
  id: string;
  slug: string;
  name: string;
  description: string;
  vendor: string | null;
  status: ProductState["status"];
  publish_at: string | null;
  tags: string;
  seo_title: string | null;
  seo_description: string | null;
  metadata: string;
  imported: number;
  created_at: string;
  updated_at: string;
  version: number;
  categories: string;
  attributes: string;
  options: string;
  media: string;
  related: string;
}

interface VariantRow extends StockFacts {
  id: string;
  product_id: string;
  sku: string;
  title: string;
  options: string;
  weight_grams: number;
  barcode: string | null;
  image_url: string | null;
  requires_shipping: number;
  taxable: number;
  tax_code: string | null;
  metadata: string;
  archived: number;
  prices: string;
}

/** Reads whole products from the system of record in one round trip, in the order of `ids`; unknown ones are left out. */
export async function readRecords(ctx: Ctx, ids: readonly string[]): Promise<ProductRecord[]> {
  if (ids.length === 0) return [];
  const [products, variants] = await readBatch<[ProductRow, VariantRow]>(ctx.env.DB, [
    sql`SELECT id, slug, name, description, vendor, status, publish_at, tags, seo_title, seo_description, metadata,
          import_hash IS NOT NULL AS imported, created_at, updated_at, version,
          (SELECT json_group_array(json_object('id', c.id, 'slug', c.slug, 'name', c.name) ORDER BY pc.position)
             FROM product_categories pc JOIN categories c ON c.id = pc.category_id WHERE pc.product_id = p.id) AS categories,
          (SELECT json_group_object(name, value) FROM product_attributes a WHERE a.product_id = p.id) AS attributes,
          (SELECT json_group_array(json_object('name', o.name, 'values', json(o.option_values)) ORDER BY o.position)
             FROM product_options o WHERE o.product_id = p.id) AS options,
          (SELECT json_group_array(json_object('url', m.url, 'alt', m.alt) ORDER BY m.position)
             FROM product_media m WHERE m.product_id = p.id) AS media,
          (SELECT json_group_array(r.related_id ORDER BY r.position) FROM related_products r WHERE r.product_id = p.id) AS related
        FROM products p WHERE id IN ${inList(ids)}`,
    sql`SELECT id, product_id, sku, title, options, weight_grams, barcode, image_url, requires_shipping, taxable, tax_code,
          metadata, archived_at IS NOT NULL AS archived,
          (SELECT json_group_object(currency, json_object('amount', amount, 'compareAt', compare_at_amount))
             FROM variant_prices vp WHERE vp.variant_id = v.id) AS prices,
          ${STOCK_COLUMNS}
        FROM product_variants v WHERE product_id IN ${inList(ids)} ORDER BY product_id, position, id`,
  ]);
  const byId = new Map(products.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    const own = variants.filter((variant) => variant.product_id === id);
    return row ? [recordOf(row, own)] : [];
  });
}

function recordOf(row: ProductRow, variants: readonly VariantRow[]): ProductRecord {
  return {
    state: {
      id: row.id,
      slug: row.slug,
      name: row.name,
      description: row.description,
      vendor: row.vendor,
      status: row.status,
      publishAt: row.publish_at,
      tags: parse<string[]>(row.tags),
      seoTitle: row.seo_title,
      seoDescription: row.seo_description,
      metadata: parse<Record<string, unknown>>(row.metadata),
      attributes: parse<Record<string, string>>(row.attributes),
      options: parse<Option[]>(row.options),
      categories: parse<CategoryLink[]>(row.categories),
      related: parse<string[]>(row.related),
      variants: variants.filter((variant) => variant.archived === 0).map(variantOf),
      archived: variants.filter((variant) => variant.archived === 1).map(variantOf),
    },
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    media: parse<ProductRecord["media"]>(row.media),
    stock: new Map(variants.map((variant) => [variant.id, variant])),
    imported: row.imported === 1,
  };
}

function variantOf(row: VariantRow): VariantState {
  return {
    id: row.id,
    sku: row.sku,
    title: row.title,
    options: parse<Record<string, string>>(row.options),
    prices: parse<VariantState["prices"]>(row.prices),
    weightGrams: row.weight_grams,
    barcode: row.barcode,
    imageUrl: row.image_url,
    requiresShipping: row.requires_shipping === 1,
    taxable: row.taxable === 1,
    taxCode: row.tax_code,
    inventoryPolicy: row.inventory_policy,
    metadata: parse<Record<string, unknown>>(row.metadata),
  };
}

/** Columns under CHECK (json_valid(…)) and json_group_…() results are JSON of the shape their SQL builds. */
function parse<Shape>(json: string): Shape {
  return JSON.parse(json) as Shape;
}
