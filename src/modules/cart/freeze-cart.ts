import type { Ctx } from "../../platform/ctx.ts";
import { applyToCart } from "./cart-store.ts";

/**
 * Refuses every change of a disabled user's cart (401 auth.invalid_credentials) from now on, also by who still holds a valid
 * access token. It can still be read; orders on their way are still taken out of it. Repeating it changes nothing.
 */
export async function freezeCart(ctx: Ctx, userId: string): Promise<void> {
  await applyToCart(ctx, { id: userId }, { op: "freeze" });
}

/** Lets the user change the cart again. */
export async function unfreezeCart(ctx: Ctx, userId: string): Promise<void> {
  await applyToCart(ctx, { id: userId }, { op: "unfreeze" });
}
