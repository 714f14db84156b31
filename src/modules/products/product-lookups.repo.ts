import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import { inList } from "../../platform/db.ts";

/** Which of these SKUs belong to variants of other products. */
export async function findSkuOwners(
  ctx: Ctx,
  skus: readonly string[],
  productId: string,
): Promise<{ sku: string; product_id: string }[]> {
  return ctx.db.all(
    sql`SELECT sku, product_id FROM product_variants WHERE sku IN ${inList(skus)} AND product_id <> ${productId}`,
  );
}

/** Which of these slugs are in use. */
export async function findSlugs(ctx: Ctx, slugs: readonly string[]): Promise<Set<string>> {
  const rows = await ctx.db.all<{ slug: string }>(
    sql`SELECT slug FROM products WHERE slug IN ${inList(slugs)}`,
  );
  return new Set(rows.map((row) => row.slug));
}

/** Categories by id or slug. */
export async function findCategoryLinks(
  ctx: Ctx,
  refs: readonly string[],
): Promise<{ id: string; slug: string; name: string }[]> {
  return ctx.db.all(
    sql`SELECT id, slug, name FROM categories WHERE id IN ${inList(refs)} OR slug IN ${inList(refs)}`,
  );
}

/** Those of the ids that are products. */
export async function findProductIds(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await ctx.db.all<{ id: string }>(sql`SELECT id FROM products WHERE id IN ${inList(ids)}`);
  return new Set(rows.map((row) => row.id));
}
