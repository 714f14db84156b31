import type { Ctx } from "../../platform/ctx.ts";
import { categoryLinks } from "./category-links.ts";
import { changeProduct } from "./change-product.ts";
import { editProduct, type Target } from "./edit-product.ts";
import { withSkus } from "./product-names.ts";
import type { ProductRecord } from "./product-state.ts";
import type { ProductPatch } from "./products.schema.ts";
import { shopFacts } from "./shop-facts.ts";

/**
 * Changes what a merge patch says of a product.
 * @throws request.invalid, and what `editProduct` throws
 */
export function updateProduct(ctx: Ctx, target: Target, patch: ProductPatch): Promise<ProductRecord> {
  return editProduct(ctx, { ...target, action: "product.update" }, async ({ state }, attempt) => {
    const shop = shopFacts(ctx);
    const links = await categoryLinks(ctx, patch.categories, shop.problems);
    const next = changeProduct(state, patch, links, shop);
    shop.problems.throwAny();
    return withSkus(ctx, next, undefined, attempt);
  });
}
