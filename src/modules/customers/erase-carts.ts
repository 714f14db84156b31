import type { Ctx } from "../../platform/ctx.ts";
import { eraseCart, freezeCart } from "../cart/index.ts";
import { findCartsOfOrders } from "../orders/index.ts";

/**
 * Empties the carts of an erased person: the own one, which takes nothing from then on, and those that the orders came from.
 * Repeating it changes nothing.
 */
export async function eraseCarts(ctx: Ctx, customerId: string, orderIds: readonly string[]): Promise<void> {
  // First frozen: a request that was let in before the erasure cannot fill it again.
  await freezeCart(ctx, customerId);
  await eraseCart(ctx, customerId);
  for (const cartId of await findCartsOfOrders(ctx, orderIds)) {
    if (cartId !== customerId) await eraseCart(ctx, cartId);
  }
}
