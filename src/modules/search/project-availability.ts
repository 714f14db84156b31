import type { Ctx } from "../../platform/ctx.ts";
import { readBatch } from "../../platform/db.ts";
import { productIdsOfVariants, readProducts, stockText } from "../catalog/index.ts";
import { projectProducts } from "./project-products.ts";
import { type ProjectedRow, projectedStmt } from "./search.repo.ts";

/** Variants whose products are read at once: it bounds memory, and many events come as one. */
const BATCH = 300;

/**
 * Re-projects the products whose document would show another availability than before, or, with SHOW_STOCK_COUNTS, another count.
 * Without, most sales change a count but no class, and cost nothing here but the look.
 */
export async function projectAvailability(ctx: Ctx, variantIds: readonly string[]): Promise<void> {
  const changed = new Set<string>();
  for (let start = 0; start < variantIds.length; start += BATCH) {
    for (const id of await outdated(ctx, variantIds.slice(start, start + BATCH))) changed.add(id);
  }
  await projectProducts(ctx, [...changed]);
}

async function outdated(ctx: Ctx, variantIds: readonly string[]): Promise<string[]> {
  const productIds = await productIdsOfVariants(ctx, variantIds);
  if (productIds.length === 0) return [];
  const [[products, variants], [projected]] = await Promise.all([
    readProducts(ctx, productIds),
    readBatch<[ProjectedRow]>(ctx.env.SEARCH_DB, [projectedStmt(productIds)]),
  ]);
  const changed = products.filter((product) => {
    const own = variants.filter((variant) => variant.product_id === product.id);
    return projected
      .filter((row) => row.product_id === product.id)
      .some((row) => stockText(own, row.currency, ctx.config) !== row.stock);
  });
  return changed.map((product) => product.id);
}
