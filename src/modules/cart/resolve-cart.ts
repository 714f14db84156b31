import type { Ctx } from "../../platform/ctx.ts";
import { signToken, verifyToken } from "../../platform/tokens.ts";
import { cartTokenInvalid } from "./cart.errors.ts";
import type { CartRef } from "./cart-store.ts";
import { mergeOnceInAWhile } from "./merge-guest-cart.ts";

/**
 * The cart of whoever asks. A signed-in user's has the user's id and no token; the guest's cart that a token names besides is
 * merged into it first. Everybody else has the cart that the token names; without a token a new one, which costs nothing until
 * something is put into it.
 * @throws cart.token_invalid for a token that is forged, or for something else
 */
export async function resolveCart(ctx: Ctx, token: string | undefined): Promise<CartRef> {
  const { actor } = ctx;
  const tokenId = token === undefined ? undefined : await cartOfToken(ctx, token);
  if (actor.kind === "user") {
    if (tokenId !== undefined) await mergeOnceInAWhile(ctx, tokenId, actor.id);
    return { id: actor.id, token: undefined, isNew: false };
  }
  if (tokenId !== undefined) return { id: tokenId, token, isNew: false };
  const id = ctx.newId();
  return { id, token: await signToken(ctx, "cart", id), isNew: true };
}

/** The header that tells a guest the cart's token. */
export function cartTokenHeader({ token }: CartRef): Record<string, string> {
  return token === undefined ? {} : { "X-Cart-Token": token };
}

async function cartOfToken(ctx: Ctx, token: string): Promise<string> {
  const id = await verifyToken(ctx, "cart", token);
  if (id !== undefined) return id;
  throw cartTokenInvalid("The X-Cart-Token is not genuine. Leave it out to start a new cart.", {
    headers: { "WWW-Authenticate": 'CartToken realm="cart"' },
  });
}
