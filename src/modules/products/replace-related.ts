import type { Ctx } from "../../platform/ctx.ts";
import { editProduct, type Target } from "./edit-product.ts";
import { findProductIds } from "./product-lookups.repo.ts";
import { Problems } from "./product-problems.ts";
import type { ProductRecord } from "./product-state.ts";

/**
 * Names the products that go with a product, in order.
 * @throws request.invalid for an unknown product or the product itself, and what `editProduct` throws
 */
export function replaceRelated(ctx: Ctx, target: Target, ids: readonly string[]): Promise<ProductRecord> {
  return editProduct(ctx, { ...target, action: "product.replace_related" }, async ({ state }) => {
    const known = await findProductIds(ctx, ids);
    const problems = new Problems();
    ids.forEach((id, index) => {
      if (id === state.id) problems.add(`#/product_ids/${index}`, "itself", "is the product itself");
      else if (!known.has(id)) problems.add(`#/product_ids/${index}`, "unknown_product", "is no product");
    });
    problems.throwAny();
    return { ...state, related: [...ids] };
  });
}
