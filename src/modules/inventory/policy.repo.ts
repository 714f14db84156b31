import { sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";
import { MAIN_LOCATION_ID } from "./inventory.table.ts";
import { makeLevelsStmt } from "./stock-write.repo.ts";

/** What is undefined stays as it is. */
export interface PolicyChange {
  lowStockThreshold: number | undefined;
  backorderAllowed: boolean | undefined;
  /** null: any number. */
  backorderLimit: number | null | undefined;
}

/**
 * Changes a variant's threshold and back-order policy. Back-orders are taken by the main location. Less than is promised
 * already violates NOT_OVERSOLD. Whether they are allowed belongs to the product as well, which gets a new version by it.
 */
export function policyStmts(ctx: Ctx, variantId: string, change: PolicyChange): Statement[] {
  const { lowStockThreshold: threshold = null, backorderAllowed: allowed, backorderLimit: limit } = change;
  const now = isoTime(ctx.now());
  const policy = allowed === undefined ? null : allowed ? "continue" : "deny";
  const flag = allowed === undefined ? null : Number(allowed);
  return [
    sql`UPDATE products SET version = version + 1, import_hash = NULL, updated_at = ${now}
        WHERE id = (SELECT product_id FROM product_variants WHERE id = ${variantId} AND inventory_policy <> ${policy})`,
    sql`UPDATE product_variants SET stock_version = stock_version + 1,
          low_stock_threshold = COALESCE(${threshold}, low_stock_threshold), inventory_policy = COALESCE(${policy}, inventory_policy)
        WHERE id = ${variantId}`,
    makeLevelsStmt(ctx, [{ variantId, locationId: MAIN_LOCATION_ID }]),
    sql`UPDATE stock_levels SET version = version + 1, updated_at = ${now}, backorder = COALESCE(${flag}, backorder),
          backorder_limit = ${limit === undefined ? sql`backorder_limit` : sql`${limit}`}
        WHERE variant_id = ${variantId} AND location_id = ${MAIN_LOCATION_ID}`,
  ];
}
