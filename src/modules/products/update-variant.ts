import type { Ctx } from "../../platform/ctx.ts";
import { editProduct, type Target } from "./edit-product.ts";
import { mergePatch } from "./merge-patch.ts";
import { placeVariant, soldOrThrow, variantOrThrow, type VariantResult } from "./place-variant.ts";
import type { VariantBody } from "./products.schema.ts";
import { shopFacts } from "./shop-facts.ts";
import { changeVariant } from "./variant-change.ts";

/**
 * Changes what a merge patch says of a variant that is sold.
 * @throws request.invalid, and what `editProduct` throws
 */
export async function updateVariant(
  ctx: Ctx,
  target: Target & { variantId: string },
  body: VariantBody,
): Promise<VariantResult> {
  const edit = { ...target, action: "product.update_variant" };
  const record = await editProduct(ctx, edit, ({ state }) => {
    const base = soldOrThrow(state, target.variantId);
    const shop = shopFacts(ctx);
    const merged = {
      ...body,
      options: { ...base.options, ...body.options },
      metadata: mergePatch(base.metadata, body.metadata),
    };
    const changed = changeVariant(merged, base, "#", shop);
    const variants = state.variants.map((variant) => (variant === base ? changed : variant));
    const next = placeVariant(state, changed, variants, shop);
    shop.problems.throwAny();
    return next;
  });
  return { record, variant: variantOrThrow(record, target.variantId) };
}
