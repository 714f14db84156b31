import type { Ctx } from "../../platform/ctx.ts";
import type { DomainError } from "../../platform/errors.ts";
import { signToken } from "../../platform/tokens.ts";
import { findOrderOfCart } from "../orders/index.ts";
import { alreadyPlaced } from "./checkout.errors.ts";

/** What the shopper needs to find the order and pay it. */
export async function orderRef(ctx: Ctx, order: { id: string; number: string }) {
  return { id: order.id, number: order.number, access_token: await signToken(ctx, "order", order.id) };
}

/** The 409 for a cart that was ordered under another key; the holder of the cart may see its order. */
export async function alreadyPlacedError(ctx: Ctx, cartId: string, generation: number): Promise<DomainError> {
  const order = await findOrderOfCart(ctx, cartId, generation);
  return alreadyPlaced("The cart has been ordered already. Pay that order, or fill the cart again.", {
    facts: order ? { order: await orderRef(ctx, order) } : {},
  });
}
