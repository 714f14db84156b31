import type { Ctx } from "../../platform/ctx.ts";
import { DEFAULT_LOW_STOCK_THRESHOLD, productChanged } from "../catalog/index.ts";
import { commitStock } from "./commit-stock.ts";
import { backordersOpen } from "./inventory.errors.ts";
import type { Stock, StockPolicy } from "./inventory.schema.ts";
import { policyStmts } from "./policy.repo.ts";
import { stockOrThrow } from "./read-stock.ts";

/**
 * Changes below which number of units a variant is low, and whether and how far it may be back-ordered.
 * @throws resource.not_found; resource.precondition_failed when the stock is not of `expectedVersion`
 * @throws inventory.backorders_open when more is promised already than the new policy would allow
 */
export async function setStockPolicy(
  ctx: Ctx,
  target: { variantId: string; expectedVersion: number | undefined },
  change: StockPolicy,
): Promise<Stock> {
  const { variantId, expectedVersion } = target;
  const before = await stockOrThrow(ctx, variantId, expectedVersion);
  const { low_stock_threshold: threshold, backorder } = change;
  await commitStock(ctx, {
    variantIds: [variantId],
    expectedVersion,
    statements: policyStmts(ctx, variantId, {
      lowStockThreshold: threshold === null ? DEFAULT_LOW_STOCK_THRESHOLD : threshold,
      backorderAllowed: backorder?.allowed,
      backorderLimit: backorder?.limit,
    }),
    audit: {
      action: "inventory.set_policy",
      entityId: variantId,
      before: { low_stock_threshold: before.low_stock_threshold, backorder: before.backorder },
      after: change,
    },
    // The product's documents say whether it can be back-ordered.
    events: backorder?.allowed === undefined ? [] : [productChanged({ product_ids: [before.product_id] })],
    oversold: () =>
      backordersOpen("More units are promised already than this would allow. Add stock first.", {
        facts: { available: before.available },
      }),
  });
  return stockOrThrow(ctx, variantId);
}
