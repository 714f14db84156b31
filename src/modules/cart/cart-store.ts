import type { Ctx } from "../../platform/ctx.ts";
import { signToken, verifyToken } from "../../platform/tokens.ts";
import { cartTokenInvalid, refusalError } from "./cart.errors.ts";
import { emptyCart } from "./cart.rules.ts";
import type { CartOperation, CartResult, CartState } from "./cart.state.ts";

/** The methods of a cart's Durable Object (workers/cart-object.ts). */
export interface CartRpc {
  read(): Promise<CartState | null>;
  apply(id: string, operation: CartOperation, options: ApplyOptions): Promise<CartResult>;
}

export interface ApplyOptions {
  currency: string;
  ifVersion?: number | undefined;
  idempotency?: { key: string; hash: string } | undefined;
}

/** Which cart a request is about, and the token that gives access to it. */
export interface CartRef {
  id: string;
  token: string;
  isNew: boolean;
}

/**
 * The cart that a token names; without a token a new one, which costs nothing until something is put into it.
 * @throws cart.token_invalid for a token that is forged, or for something else
 */
export async function resolveCart(ctx: Ctx, token: string | undefined): Promise<CartRef> {
  if (token === undefined) {
    const id = ctx.newId();
    return { id, token: await signToken(ctx, "cart", id), isNew: true };
  }
  const id = await verifyToken(ctx, "cart", token);
  if (id === undefined) {
    throw cartTokenInvalid("The X-Cart-Token is not genuine. Leave it out to start a new cart.", {
      headers: { "WWW-Authenticate": 'CartToken realm="cart"' },
    });
  }
  return { id, token, isNew: false };
}

/** What the cart holds; an untouched or expired one is empty. One call to its object, none for a new one. */
export async function readCart(ctx: Ctx, ref: CartRef): Promise<CartState> {
  const state = ref.isNew ? null : await cartObject(ctx, ref.id).read();
  return state ?? emptyCart(ref.id, defaultCurrency(ctx), ctx.now());
}

/**
 * Carries out one operation in the cart's object, where all changes to a cart happen one after another.
 * @throws the error for a refusal; nothing was changed then
 */
export async function applyToCart(
  ctx: Ctx,
  ref: Pick<CartRef, "id">,
  operation: CartOperation,
  options: Omit<ApplyOptions, "currency"> = {},
): Promise<Extract<CartResult, { ok: true }>> {
  const result = await cartObject(ctx, ref.id).apply(ref.id, operation, {
    ...options,
    currency: defaultCurrency(ctx),
  });
  if (!result.ok) throw refusalError(result.refusal);
  return result;
}

function cartObject(ctx: Ctx, id: string): CartRpc {
  // The generated type wraps every result of a call in RPC types; these methods pass plain data only.
  return ctx.env.CART.getByName(id);
}

function defaultCurrency(ctx: Ctx): string {
  return ctx.config.SHOP_CURRENCIES[0] ?? "USD";
}
