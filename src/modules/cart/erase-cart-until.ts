import type { Ctx } from "../../platform/ctx.ts";
import { readCart } from "./cart-store.ts";
import { eraseCart } from "./erase-cart.ts";

/** Erases a user's cart unless it was changed after that moment (RFC 3339, UTC). Repeating it changes nothing. */
export async function eraseCartUntil(ctx: Ctx, userId: string, until: string): Promise<void> {
  const cart = await readCart(ctx, { id: userId, token: undefined, isNew: false });
  if (cart.updatedAt <= until) await eraseCart(ctx, userId);
}
