import type { Ctx } from "../../platform/ctx.ts";
import { refusalError } from "./cart.errors.ts";
import { emptyCart } from "./cart.life.ts";
import type { CartOperation, CartResult, CartState, SavedCart } from "./cart.state.ts";

/**
 * Whether the object looks at the catalog again: "now", before it answers; "later", after it, when it has not for a while, so that
 * the next answer shows it; never when it is left out.
 */
export type Refresh = "now" | "later";

/** The methods of a cart's Durable Object (workers/cart-object.ts). */
export interface CartRpc {
  read(refresh?: Refresh): Promise<CartState | null>;
  apply(id: string, operation: CartOperation, options: ApplyOptions): Promise<CartResult>;
  acceptChanges(id: string, options: ApplyOptions): Promise<CartResult>;
  saved(): Promise<SavedCart[]>;
  restore(id: string, savedId: string, options: ApplyOptions): Promise<CartResult>;
  forgetSaved(savedId: string, options: ApplyOptions): Promise<CartResult>;
  erase(): Promise<void>;
}

export interface ApplyOptions {
  currency: string;
  refresh?: "later" | undefined;
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
export async function readCart(ctx: Ctx, ref: CartRef, refresh?: Refresh): Promise<CartState> {
  const state = ref.isNew ? null : await cartObject(ctx, ref.id).read(refresh);
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
  options: ChangeOptions = {},
): Promise<Changed> {
  return changed(await cartObject(ctx, ref.id).apply(ref.id, operation, inShop(ctx, options)));
}

/** What a change asks for; the shop's currency is known here. */
export type ChangeOptions = Omit<ApplyOptions, "currency">;
export type Changed = Extract<CartResult, { ok: true }>;

/** The options of a change with what the shop adds to them. */
export function inShop(ctx: Ctx, options: ChangeOptions): ApplyOptions {
  return { ...options, currency: defaultCurrency(ctx) };
}

/** @throws the error for a refusal */
export function changed(result: CartResult): Changed {
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
