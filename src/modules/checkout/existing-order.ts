import type { Ctx } from "../../platform/ctx.ts";
import type { DomainError } from "../../platform/errors.ts";
import { signToken } from "../../platform/tokens.ts";
import type { CartState } from "../cart/index.ts";
import { findOrderOfCart } from "../orders/index.ts";
import { alreadyPlaced } from "./checkout.errors.ts";

/** What the shopper needs to find the order and pay it. */
export async function orderRef(ctx: Ctx, order: { id: string; number: string }) {
  return { id: order.id, number: order.number, access_token: await signToken(ctx, "order", order.id) };
}

/**
 * Nothing, unless the cart is empty because its last filling was ordered: by another tab, or by a request whose answer was lost.
 * An order that has expired or was cancelled is none that could be paid: then the cart is just empty.
 * @throws checkout.already_placed with that order
 */
export async function requireNotOrdered(ctx: Ctx, cart: CartState): Promise<void> {
  if (cart.lines.length > 0 || cart.version === 0) return;
  const order = await findOrderOfCart(ctx, cart.id, cart.generation - 1);
  if (!order || order.status === "expired" || order.status === "cancelled") return;
  throw await alreadyPlacedFor(ctx, order);
}

/** The 409 for a cart that was ordered under another key; the holder of the cart may see its order. */
export async function alreadyPlacedError(ctx: Ctx, cartId: string, generation: number): Promise<DomainError> {
  return alreadyPlacedFor(ctx, await findOrderOfCart(ctx, cartId, generation));
}

async function alreadyPlacedFor(ctx: Ctx, order: { id: string; number: string } | undefined) {
  return alreadyPlaced("The cart has been ordered already. Pay that order, or fill the cart again.", {
    facts: order ? { order: await orderRef(ctx, order) } : {},
  });
}
