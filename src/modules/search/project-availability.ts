import type { Ctx } from "../../platform/ctx.ts";
import { readBatch } from "../../platform/db.ts";
import { productIdsOfVariants, productView, readProducts } from "../catalog/index.ts";
import { projectProducts } from "./project-products.ts";
import { type ProjectedRow, projectedStmt } from "./search.repo.ts";

/**
 * Re-projects the products whose document would show another availability than before.
 * Most sales change a count but no class, and cost nothing here but the look.
 */
export async function projectAvailability(ctx: Ctx, variantIds: readonly string[]): Promise<void> {
  if (variantIds.length === 0) return;
  const productIds = await productIdsOfVariants(ctx, variantIds);
  if (productIds.length === 0) return;
  const [[products, variants], [projected]] = await Promise.all([
    readProducts(ctx, productIds),
    readBatch<[ProjectedRow]>(ctx.env.SEARCH_DB, [projectedStmt(productIds)]),
  ]);
  const changed = products.filter((product) => {
    const own = variants.filter((variant) => variant.product_id === product.id);
    return projected
      .filter((row) => row.product_id === product.id)
      .some((row) => {
        const view = productView(product, own, row.currency, ctx.config.PUBLIC_URL);
        return view?.variants.map((variant) => variant.availability).join() !== row.classes;
      });
  });
  await projectProducts(
    ctx,
    changed.map((product) => product.id),
  );
}
