import type { Ctx } from "../../platform/ctx.ts";
import { refusalError } from "./cart.errors.ts";
import { emptyCart } from "./cart.life.ts";
import type { CartOperation, CartResult, CartState } from "./cart.state.ts";

/** The methods of a cart's Durable Object (workers/cart-object.ts). */
export interface CartRpc {
  read(): Promise<CartState | null>;
  apply(id: string, operation: CartOperation, options: ApplyOptions): Promise<CartResult>;
  erase(): Promise<void>;
}

export interface ApplyOptions {
  currency: string;
  ifVersion?: number | undefined;
  idempotency?: { key: string; hash: string } | undefined;
}

/** Which cart a request is about. */
export interface CartRef {
  id: string;
  /** Gives access to a guest's cart. A customer's has none: who is signed in is the customer. */
  token: string | undefined;
  isNew: boolean;
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

/** The Durable Object of a cart. */
export function cartObject(ctx: Ctx, id: string): CartRpc {
  // The generated type wraps every result of a call in RPC types; these methods pass plain data only.
  return ctx.env.CART.getByName(id);
}

function defaultCurrency(ctx: Ctx): string {
  return ctx.config.SHOP_CURRENCIES[0] ?? "USD";
}
