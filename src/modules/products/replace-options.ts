import type { Ctx } from "../../platform/ctx.ts";
import { changeOptions } from "./change-options.ts";
import { editProduct, type Target } from "./edit-product.ts";
import { withSkus } from "./product-names.ts";
import type { Option, ProductRecord } from "./product-state.ts";
import { shopFacts } from "./shop-facts.ts";

/**
 * Gives a product other options: variants that still fit keep their ids, those that do not are archived, missing ones are made
 * when `generate` is set.
 * @throws request.invalid when no variant would be left, or too many; and what `editProduct` throws
 */
export function replaceOptions(
  ctx: Ctx,
  target: Target,
  input: { options: readonly Option[]; generate: boolean },
): Promise<ProductRecord> {
  return editProduct(ctx, { ...target, action: "product.replace_options" }, async ({ state }, attempt) => {
    const shop = shopFacts(ctx);
    const template = input.generate ? state.variants[0] : undefined;
    const next = changeOptions(state, input.options, template, shop);
    shop.problems.throwAny();
    return withSkus(ctx, next, undefined, attempt);
  });
}
