import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import type { Position } from "../../platform/pagination.ts";

const SORTS = {
  created_at: sql`p.created_at`,
  updated_at: sql`p.updated_at`,
  name: sql`p.name COLLATE NOCASE`,
} as const;

export interface ProductFilter {
  status?: string | undefined;
  /** The beginning of a name or SKU; the case of ASCII letters does not matter. */
  q?: string | undefined;
}

/** The ids of one keyset page of products, with the value that they are sorted by: `limit + 1` of them. */
export function findProductPage(
  ctx: Ctx,
  filter: ProductFilter,
  sort: { by: keyof typeof SORTS; descending: boolean },
  after: Position | undefined,
  limit: number,
): Promise<{ id: string; sort_value: string }[]> {
  const key = SORTS[sort.by];
  const where: SQL[] = [sql`true`];
  if (filter.status !== undefined) where.push(sql`p.status = ${filter.status}`);
  // A range of the index: LIKE takes patterns of 50 bytes at most, and % and _ would mean something.
  if (filter.q !== undefined) {
    const end = `${filter.q}\u{10FFFF}`;
    where.push(sql`p.id IN (
      SELECT id FROM products WHERE name COLLATE NOCASE >= ${filter.q} AND name COLLATE NOCASE < ${end}
      UNION SELECT product_id FROM product_variants WHERE sku COLLATE NOCASE >= ${filter.q} AND sku COLLATE NOCASE < ${end})`);
  }
  if (after) {
    where.push(
      sort.descending
        ? sql`(${key} < ${after.value} OR (${key} = ${after.value} AND p.id < ${after.id}))`
        : sql`(${key} > ${after.value} OR (${key} = ${after.value} AND p.id > ${after.id}))`,
    );
  }
  const direction = sort.descending ? sql`DESC` : sql`ASC`;
  return ctx.db
    .all(sql`SELECT p.id AS id, ${key} AS sort_value FROM products p WHERE ${sql.join(where, sql` AND `)}
    ORDER BY ${key} ${direction}, p.id ${direction} LIMIT ${limit + 1}`);
}

/** The ids of drafts that are to be on sale by now, the longest due first. */
export async function findDue(ctx: Ctx, now: string, limit: number): Promise<string[]> {
  const rows = await ctx.db.all<{ id: string }>(
    sql`SELECT id FROM products WHERE status = 'draft' AND publish_at IS NOT NULL AND publish_at <= ${now}
        ORDER BY publish_at LIMIT ${limit}`,
  );
  return rows.map((row) => row.id);
}

/** The ids of the products that go with one, in order. */
export async function findRelatedIds(
  from: Pick<D1Database, "prepare">,
  productId: string,
): Promise<string[]> {
  const { results } = await from
    .prepare("SELECT related_id FROM related_products WHERE product_id = ? ORDER BY position")
    .bind(productId)
    .all<{ related_id: string }>();
  return results.map((row) => row.related_id);
}
