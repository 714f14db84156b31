import type { Ctx } from "../../platform/ctx.ts";
import { MemoryCache } from "../../platform/memory-cache.ts";
import { verifyToken } from "../../platform/tokens.ts";
import { receiptsFrom, waitingFor } from "./cart.merge.ts";
import { applyToCart } from "./cart-store.ts";

/** Merges that this isolate has seen through. A client that goes on sending the guest's token costs no calls meanwhile. */
const seenThrough = new MemoryCache<true>({ limit: 5_000, ttlMs: 30_000 });

/**
 * Moves what is in a guest's cart into the customer's: quantities are added, limits kept, and what does not fit goes back into
 * the guest's cart. Every unit moves once, however often and wherever this breaks off, is repeated or runs in parallel; it takes
 * three calls, or one when the guest's cart holds nothing. A token that is not genuine is ignored.
 * @throws auth.invalid_credentials when the customer's cart is frozen; the lines then wait for it
 */
export async function mergeGuestCart(ctx: Ctx, input: { token: string; userId: string }): Promise<void> {
  const guestId = await verifyToken(ctx, "cart", input.token);
  if (guestId !== undefined) await merge(ctx, guestId, input.userId);
}

/** As `mergeGuestCart`, unless this isolate did so a few seconds ago. */
export async function mergeOnceInAWhile(ctx: Ctx, guestId: string, userId: string): Promise<void> {
  const key = `${guestId} ${userId}`;
  if (seenThrough.get(key)) return;
  await merge(ctx, guestId, userId);
  seenThrough.set(key, true);
}

async function merge(ctx: Ctx, guestId: string, userId: string): Promise<void> {
  const guest = await applyToCart(ctx, { id: guestId }, { op: "hand_over", to: userId });
  const handOvers = waitingFor(guest.state, userId, ctx.now());
  if (handOvers.length === 0) return;
  const customer = await applyToCart(ctx, { id: userId }, { op: "absorb", from: guestId, handOvers });
  const receipts = receiptsFrom(customer.state, guestId);
  await applyToCart(ctx, { id: guestId }, { op: "confirm", receipts });
}
