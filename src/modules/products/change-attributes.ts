import type { Ctx } from "../../platform/ctx.ts";
import { changeProduct } from "./change-product.ts";
import { editProduct, type Target } from "./edit-product.ts";
import type { ProductRecord } from "./product-state.ts";
import { shopFacts } from "./shop-facts.ts";

/**
 * Replaces the attributes of a product, or merges what a patch says into them.
 * @throws request.invalid for more than a product may have, and what `editProduct` throws
 */
export function changeAttributes(
  ctx: Ctx,
  target: Target,
  attributes: Record<string, string | null>,
  how: "replace" | "merge",
): Promise<ProductRecord> {
  return editProduct(ctx, { ...target, action: "product.change_attributes" }, ({ state }) => {
    const shop = shopFacts(ctx);
    const base = how === "replace" ? { ...state, attributes: {} } : state;
    const next = changeProduct(base, { attributes }, undefined, shop);
    shop.problems.throwAny();
    return next;
  });
}
