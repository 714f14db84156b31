import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, type Statement } from "../../platform/db.ts";
import { isLow } from "./stock.repo.ts";

/** Those of these variants, or of these products' variants, that are low and not marked so. Archived ones do not count. */
export async function findNewlyLow(
  ctx: Ctx,
  of: { variantIds: readonly string[] } | { productIds: readonly string[] },
): Promise<string[]> {
  const these =
    "variantIds" in of
      ? sql`v.id IN ${inList(of.variantIds)}`
      : sql`v.product_id IN ${inList(of.productIds)}`;
  const rows = await ctx.db.all<{ id: string }>(sql`
    SELECT v.id AS id FROM product_variants v
    WHERE ${these} AND v.is_low = 0 AND v.archived_at IS NULL AND ${isLow(sql`v`)}`);
  return rows.map(({ id }) => id);
}

/** The NOT NULL that is violated when one of the variants was marked, or has risen again, meanwhile. */
export const NOT_MARKED = "product_variants.is_low";

/** Marks variants as low. One that is marked already, or is not low any more, violates NOT_MARKED. */
export function markLowStmt(variantIds: readonly string[]): Statement {
  return sql`UPDATE product_variants AS v SET is_low = CASE WHEN is_low = 0 AND ${isLow(sql`v`)} THEN 1 END
    WHERE id IN ${inList(variantIds)}`;
}
