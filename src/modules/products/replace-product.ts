import type { Ctx } from "../../platform/ctx.ts";
import { categoryLinks } from "./category-links.ts";
import { changeOf, changeProduct, cleared } from "./change-product.ts";
import { editProduct, type Target } from "./edit-product.ts";
import { withSkus } from "./product-names.ts";
import type { ProductRecord } from "./product-state.ts";
import type { ProductBody } from "./products.schema.ts";
import { shopFacts } from "./shop-facts.ts";

/**
 * Replaces a product by a new description. Slug and status stay unless it says them; variants that it still has keep their ids.
 * @throws request.invalid, and what `editProduct` throws
 */
export function replaceProduct(ctx: Ctx, target: Target, body: ProductBody): Promise<ProductRecord> {
  return editProduct(ctx, { ...target, action: "product.replace" }, async ({ state }, attempt) => {
    const shop = shopFacts(ctx);
    const links = await categoryLinks(ctx, body.categories, shop.problems);
    const next = changeProduct(cleared(state), changeOf(body), links, shop);
    shop.problems.throwAny();
    return withSkus(ctx, next, body.generate_variants ? body.sku : undefined, attempt);
  });
}
