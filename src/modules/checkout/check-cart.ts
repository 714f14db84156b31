import type { Ctx } from "../../platform/ctx.ts";
import {
  applyToCart,
  type CartRef,
  type CartState,
  cartView,
  needsShipping,
  quoteHash,
} from "../cart/index.ts";
import { cartChanged, checkoutIncomplete } from "./checkout.errors.ts";
import type { PlaceOrder } from "./checkout.schema.ts";
import type { CheckoutFacts } from "./read-facts.ts";

/**
 * The cart as the database has it now. A signed-in user who named no other address orders with the account's.
 * @throws checkout.incomplete, or checkout.cart_changed when it is not what the shopper saw; the cart then shows why
 */
export async function checkCart(
  ctx: Ctx,
  ref: CartRef,
  cart: CartState,
  facts: CheckoutFacts,
  input: PlaceOrder,
  accountEmail: string | undefined,
): Promise<CartState> {
  const email = facts.refreshed.email ?? accountEmail;
  const fresh = { ...facts.refreshed, ...(email === undefined ? {} : { email }) };
  const missing = missingParts(fresh);
  if (missing.length > 0) {
    throw checkoutIncomplete(`The cart lacks: ${missing.map((part) => part.message).join(", ")}.`, {
      errors: missing.map((part) => ({ ...part, code: "missing" })),
    });
  }
  const seen = input.quote_hash ?? quoteHash(cart);
  const unsold = fresh.lines.some((line) => !line.sold);
  if (unsold || seen !== quoteHash(fresh)) {
    const shown = await storeFacts(ctx, ref, facts);
    throw cartChanged("Prices or availability have changed since the shopper saw the cart. Show it again.", {
      facts: { cart: cartView(shown) },
    });
  }
  return fresh;
}

function missingParts(cart: CartState): { pointer: string; message: string }[] {
  const parts: { pointer: string; message: string }[] = [];
  if (cart.lines.length === 0) parts.push({ pointer: "#/items", message: "items" });
  if (cart.email === undefined)
    parts.push({ pointer: "#/email", message: "an e-mail address (PUT /cart/contact)" });
  if (!cart.shippingAddress) parts.push({ pointer: "#/shipping_address", message: "a shipping address" });
  if (needsShipping(cart) && cart.shippingAddress && cart.shippingRateId === undefined) {
    parts.push({ pointer: "#/shipping_option", message: "a shipping option that is offered for it" });
  }
  return parts;
}

/** Writes what was just read into the cart, so that its next answer shows the problem. */
export async function storeFacts(ctx: Ctx, ref: CartRef, facts: CheckoutFacts): Promise<CartState> {
  const { state } = await applyToCart(ctx, ref, {
    op: "refresh",
    variants: facts.variants,
    market: facts.market,
  });
  return state;
}
