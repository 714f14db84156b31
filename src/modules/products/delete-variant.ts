import type { Ctx } from "../../platform/ctx.ts";
import { editProduct, type Target } from "./edit-product.ts";
import { soldOrThrow } from "./place-variant.ts";
import { findOrdered } from "./product-delete.repo.ts";
import { lastVariant } from "./products.errors.ts";

/**
 * Takes a variant off its product: deleted, or archived when an order names it.
 * @throws product.last_variant, and what `editProduct` throws
 */
export async function deleteVariant(ctx: Ctx, target: Target & { variantId: string }): Promise<void> {
  const edit = { ...target, action: "product.delete_variant" };
  await editProduct(ctx, edit, async ({ state }, attempt) => {
    const gone = soldOrThrow(state, target.variantId);
    if (state.variants.length === 1)
      throw lastVariant("It is the product's only variant: delete or archive the product.");
    const ordered = await findOrdered(ctx, [gone.id]);
    const isKept = ordered.has(gone.id) || attempt > 2;
    return {
      ...state,
      variants: state.variants.filter((variant) => variant !== gone),
      archived: isKept ? [...state.archived, gone] : state.archived,
    };
  });
}
