import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, type Statement } from "../../platform/db.ts";
import { forgetSlugsStmt } from "../catalog/index.ts";

/** The NOT NULL that deleting a variant violates when an order names it. */
export const VARIANT_NOT_ORDERED = "product_variants.title";

/** Those of the variants that an order names: they cannot be deleted. */
export async function findOrdered(ctx: Ctx, variantIds: readonly string[]): Promise<Set<string>> {
  const rows = await ctx.db.all<{ variant_id: string }>(
    sql`SELECT DISTINCT variant_id FROM order_lines WHERE variant_id IN ${inList(variantIds)}`,
  );
  return new Set(rows.map((row) => row.variant_id));
}

/** Deletes variants with their prices, stock and ledger, if no order names one: else VARIANT_NOT_ORDERED is violated. */
export function deleteVariantsStmts(variantIds: readonly string[]): Statement[] {
  if (variantIds.length === 0) return [];
  const ids = inList(variantIds);
  return [
    sql`UPDATE product_variants
        SET title = CASE WHEN NOT EXISTS (SELECT 1 FROM order_lines l WHERE l.variant_id = product_variants.id) THEN title END
        WHERE id IN ${ids}`,
    sql`DELETE FROM variant_prices WHERE variant_id IN ${ids}`,
    sql`DELETE FROM stock_movements WHERE variant_id IN ${ids}`,
    sql`DELETE FROM stock_levels WHERE variant_id IN ${ids}`,
    sql`DELETE FROM product_variants WHERE id IN ${ids}`,
  ];
}

/**
 * Deletes a product of which no order knows, with all its parts. PRODUCT_UNCHANGED is violated when it is of another version,
 * VARIANT_NOT_ORDERED when it was ordered meanwhile.
 */
export function deleteProductStmts(
  product: { id: string; version: number },
  variantIds: readonly string[],
): Statement[] {
  const { id, version } = product;
  return [
    // An INSERT, because the UPDATE of a product that is gone would change nothing and pass.
    sql`INSERT INTO products (id, slug, name, status, created_at, updated_at, version)
        SELECT ${id}, ${id}, '-', 'draft', '-', '-', (SELECT version + 1 FROM products WHERE id = ${id} AND version = ${version})
        WHERE true ON CONFLICT (id) DO UPDATE SET version = excluded.version`,
    ...deleteVariantsStmts(variantIds),
    ...["product_media", "product_attributes", "product_options", "product_categories"].map(
      (table) => sql`DELETE FROM ${sql.identifier(table)} WHERE product_id = ${id}`,
    ),
    sql`DELETE FROM related_products WHERE product_id = ${id} OR related_id = ${id}`,
    forgetSlugsStmt("product", id),
    sql`DELETE FROM products WHERE id = ${id}`,
  ];
}
