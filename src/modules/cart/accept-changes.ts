import type { Ctx } from "../../platform/ctx.ts";
import { type CartRef, cartObject, type Changed, changed, type ChangeOptions, inShop } from "./cart-store.ts";

/**
 * Brings the cart up to date with the catalog and takes over what that changes: new prices, as many units as are left, no lines that
 * cannot be bought. `changes` of the result says what it did; the second time there is nothing to do. With `ifVersion` only what that
 * version showed is accepted: news that the look at the catalog brings refuse it.
 * @throws resource.precondition_failed
 */
export async function acceptCartChanges(ctx: Ctx, ref: CartRef, options: ChangeOptions): Promise<Changed> {
  return changed(await cartObject(ctx, ref.id).acceptChanges(ref.id, inShop(ctx, options)));
}
