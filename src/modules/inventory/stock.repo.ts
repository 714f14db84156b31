import { type SQL, sql } from "drizzle-orm";
import { requirePermission } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, prepareStatement } from "../../platform/db.ts";
import type { Position } from "../../platform/pagination.ts";
import { type StockFacts, STOCK_COLUMNS } from "../catalog/index.ts";

/** A level as JSON of `levels` has it. */
export interface LevelJson {
  location_id: string;
  location: string;
  active: number;
  on_hand: number;
  reserved: number;
  version: number;
}

export interface StockRow extends StockFacts {
  variant_id: string;
  product_id: string;
  sku: string;
  name: string;
  title: string;
  archived: number;
  stock_version: number;
  levels: string;
}

const COLUMNS = sql`v.id AS variant_id, v.product_id AS product_id, v.sku AS sku, p.name AS name, v.title AS title,
  v.archived_at IS NOT NULL AS archived, v.stock_version AS stock_version,
  (SELECT json_group_array(json_object('location_id', s.location_id, 'location', l.name, 'active', l.active, 'on_hand', s.on_hand,
       'reserved', s.reserved, 'version', s.version) ORDER BY l.priority, l.id)
     FROM stock_levels s JOIN locations l ON l.id = s.location_id WHERE s.variant_id = v.id) AS levels, ${STOCK_COLUMNS}`;

const FROM = sql`product_variants v JOIN products p ON p.id = v.product_id`;

/** The stock of a variant; undefined when there is no such variant. */
export async function findStock(
  ctx: Ctx,
  by: { variantId: string } | { sku: string },
): Promise<StockRow | undefined> {
  requirePermission(ctx, "inventory:manage");
  const where: SQL = "sku" in by ? sql`v.sku = ${by.sku}` : sql`v.id = ${by.variantId}`;
  const statement = sql`SELECT ${COLUMNS} FROM ${FROM} WHERE ${where}`;
  return (await prepareStatement(ctx.env.DB, statement).first<StockRow>()) ?? undefined;
}

export interface StockFilter {
  sku?: string | undefined;
  variant_id?: string | undefined;
  product_id?: string | undefined;
  location_id?: string | undefined;
  /** The beginning of a SKU or of a product's name; the case of ASCII letters does not matter. */
  q?: string | undefined;
  low_stock?: true | undefined;
  archived: boolean;
}

/** One keyset page by SKU: up to `limit` variants. */
export async function findStockPage(
  ctx: Ctx,
  filter: StockFilter,
  after: Position | undefined,
  limit: number,
): Promise<StockRow[]> {
  const where: SQL[] = [filter.archived ? sql`v.archived_at IS NOT NULL` : sql`v.archived_at IS NULL`];
  if (filter.sku !== undefined) where.push(sql`v.sku = ${filter.sku}`);
  if (filter.variant_id !== undefined) where.push(sql`v.id = ${filter.variant_id}`);
  if (filter.product_id !== undefined) where.push(sql`v.product_id = ${filter.product_id}`);
  if (filter.location_id !== undefined) {
    where.push(
      sql`EXISTS (SELECT 1 FROM stock_levels s WHERE s.variant_id = v.id AND s.location_id = ${filter.location_id})`,
    );
  }
  // Ranges of indexes: LIKE takes patterns of 50 bytes at most, and % and _ would mean something.
  if (filter.q !== undefined) {
    const end = `${filter.q}\u{10FFFF}`;
    where.push(sql`v.id IN (
      SELECT id FROM product_variants WHERE sku COLLATE NOCASE >= ${filter.q} AND sku COLLATE NOCASE < ${end}
      UNION SELECT w.id FROM products n JOIN product_variants w ON w.product_id = n.id
            WHERE n.name COLLATE NOCASE >= ${filter.q} AND n.name COLLATE NOCASE < ${end})`);
  }
  // The mark finds the few; the figures say whether they still are.
  if (filter.low_stock) where.push(sql`v.is_low = 1`, isLow(sql`v`));
  if (after) where.push(sql`v.sku > ${after.value}`);
  return ctx.db.all<StockRow>(sql`
    SELECT ${COLUMNS} FROM ${FROM} WHERE ${sql.join(where, sql` AND `)} ORDER BY v.sku LIMIT ${limit}`);
}

/** Whether less is available of a variant than its threshold, by the alias of its row. */
export function isLow(variant: SQL): SQL {
  return sql`(SELECT COALESCE(SUM(s.on_hand - s.reserved), 0) FROM stock_levels s WHERE s.variant_id = ${variant}.id
    AND s.location_id NOT IN (SELECT id FROM locations WHERE active = 0)) < ${variant}.low_stock_threshold`;
}

/** The ids of the variants with these ids or SKUs. */
export async function findVariantIds(
  ctx: Ctx,
  named: { ids: readonly string[]; skus: readonly string[] },
): Promise<{ variant_id: string; sku: string }[]> {
  return ctx.db.all(sql`
    SELECT id AS variant_id, sku FROM product_variants WHERE id IN ${inList(named.ids)}
    UNION SELECT id, sku FROM product_variants WHERE sku IN ${inList(named.skus)}`);
}

/** The variants whose stock changed at or after `since`. */
export async function variantsChangedSince(ctx: Ctx, since: Date): Promise<string[]> {
  const rows = await ctx.db.all<{ variant_id: string }>(
    sql`SELECT DISTINCT variant_id FROM stock_levels WHERE updated_at >= ${isoTime(since)}`,
  );
  return rows.map((row) => row.variant_id);
}
