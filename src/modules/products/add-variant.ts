import type { Ctx } from "../../platform/ctx.ts";
import { isSame } from "../../platform/is-same.ts";
import { editProduct, type Target } from "./edit-product.ts";
import { placeVariant, variantOrThrow, type VariantResult } from "./place-variant.ts";
import { withSkus } from "./product-names.ts";
import { MAX_VARIANTS, type VariantBody } from "./products.schema.ts";
import { shopFacts } from "./shop-facts.ts";
import { changeVariant } from "./variant-change.ts";

/**
 * Adds a variant to a product. One that was archived with the same SKU or options comes back under its id.
 * @throws request.invalid when its options do not fit the product or are another variant's, and what `editProduct` throws
 */
export async function addVariant(ctx: Ctx, target: Target, body: VariantBody): Promise<VariantResult> {
  let id = "";
  const edit = { ...target, action: "product.add_variant" };
  const record = await editProduct(ctx, edit, async ({ state }, attempt) => {
    const shop = shopFacts(ctx);
    const back = state.archived.find((variant) =>
      body.sku === undefined ? isSame(variant.options, body.options ?? {}) : variant.sku === body.sku,
    );
    const made = changeVariant(body, back, "#", shop);
    const archived = state.archived.filter((variant) => variant !== back);
    const next = placeVariant(state, made, [...state.variants, made], shop);
    if (next.variants.length > MAX_VARIANTS)
      shop.problems.add("#", "too_many_variants", `The product has ${MAX_VARIANTS} variants already`);
    shop.problems.throwAny();
    id = made.id;
    return withSkus(ctx, { ...next, archived }, undefined, attempt);
  });
  return { record, variant: variantOrThrow(record, id) };
}
