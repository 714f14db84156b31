import type { Ctx } from "../../platform/ctx.ts";
import { owedTo, receiptsFrom, waitingFor } from "./cart.merge.ts";
import type { CartState, Units } from "./cart.state.ts";
import { applyToCart, cartObject } from "./cart-store.ts";

/**
 * Takes what was ordered out of the cart, and starts its next generation. When that filling of a guest's cart was handed over to
 * a customer's since, takes it out of there: never more than came from it, once, however often and wherever this breaks off, is
 * repeated or runs in parallel to the merge. One call; two or four more when the lines have moved on. Lines that wait for a
 * frozen cart go on waiting, without what is ordered.
 */
export async function emptyOrderedCart(
  ctx: Ctx,
  cartId: string,
  generation: number,
  ordered: Units,
): Promise<void> {
  const completed = await applyToCart(ctx, { id: cartId }, { op: "complete", generation, ordered });
  let cart = completed.state;
  // A hand-over that was absorbed before it knew of the order is only confirmed by the first round, and then owes.
  for (let round = 1; round <= 2; round++) {
    for (const to of owedTo(cart, ctx.now())) cart = await tell(ctx, cart, to);
  }
}

/** Whether `emptyOrderedCart` has nothing left to do for that generation of a cart. One call that changes nothing. */
export async function isOrderedCartEmptied(ctx: Ctx, cartId: string, generation: number): Promise<boolean> {
  const cart = await cartObject(ctx, cartId).read();
  if (!cart) return false;
  const isKnown =
    cart.generation === generation || cart.fillings?.some((each) => each.generation === generation);
  return !isKnown && owedTo(cart, ctx.now()).length === 0;
}

async function tell(ctx: Ctx, guest: CartState, to: string): Promise<CartState> {
  const handOvers = waitingFor(guest, to, ctx.now());
  const absorb = { op: "absorb", from: guest.id, handOvers } as const;
  const told = await cartObject(ctx, to).apply(to, absorb, { currency: guest.currency });
  if (!told.ok) return guest;
  const receipts = receiptsFrom(told.state, guest.id);
  return (await applyToCart(ctx, { id: guest.id }, { op: "confirm", receipts })).state;
}
