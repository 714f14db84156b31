import type { Ctx } from "../../platform/ctx.ts";
import { cartObject } from "./cart-store.ts";

/**
 * Deletes all that a cart holds: lines, contact, addresses, remembered answers, its alarm. A frozen cart stays frozen, and
 * nothing else of it stays. Repeating it changes nothing.
 */
export async function eraseCart(ctx: Ctx, cartId: string): Promise<void> {
  await cartObject(ctx, cartId).erase();
}
