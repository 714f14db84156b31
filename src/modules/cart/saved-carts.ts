import type { Ctx } from "../../platform/ctx.ts";
import type { SavedCart } from "./cart.state.ts";
import { type CartRef, cartObject, type Changed, changed, type ChangeOptions, inShop } from "./cart-store.ts";

/** The carts that can be restored, newest first; none for a new cart. */
export async function listSavedCarts(ctx: Ctx, ref: Pick<CartRef, "id" | "isNew">): Promise<SavedCart[]> {
  if (ref.isNew) return [];
  return (await cartObject(ctx, ref.id).saved()).toReversed();
}

/**
 * Exchanges what is in the cart for a saved cart, brought up to date with the catalog. The cart that gives way is saved instead, so
 * nothing is lost and nothing is there twice: no unit is in both.
 * @throws resource.not_found for one that was restored, deleted or forgotten
 */
export async function restoreSavedCart(
  ctx: Ctx,
  ref: CartRef,
  savedId: string,
  options: ChangeOptions,
): Promise<Changed> {
  return changed(await cartObject(ctx, ref.id).restore(ref.id, savedId, inShop(ctx, options)));
}

/**
 * Deletes a saved cart.
 * @throws resource.not_found
 */
export async function deleteSavedCart(
  ctx: Ctx,
  ref: CartRef,
  savedId: string,
  options: ChangeOptions,
): Promise<void> {
  changed(await cartObject(ctx, ref.id).forgetSaved(savedId, inShop(ctx, options)));
}
