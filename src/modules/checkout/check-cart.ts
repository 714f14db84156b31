import type { Ctx } from "../../platform/ctx.ts";
import {
  applyToCart,
  type CartRef,
  type CartState,
  cartView,
  needsShipping,
  quoteHash,
} from "../cart/index.ts";
import { notServed } from "../shipping/index.ts";
import { cartDifferences } from "./cart-differences.ts";
import { cartChanged, checkoutIncomplete } from "./checkout.errors.ts";
import type { PlaceOrder } from "./checkout.schema.ts";
import type { CheckoutFacts } from "./read-facts.ts";

/**
 * The cart as the database has it now. A signed-in user who named no other address orders with the account's.
 * A shopper who sends the hash of a quote that still holds gets what it says, whatever the cart remembered; without one, nothing
 * may differ from what they saw: no changed price or total may be unaccepted, and nothing may have changed since.
 * @throws checkout.incomplete, shipping.not_served
 * @throws checkout.cart_changed with the differences when it is not what the shopper saw; the cart then shows them, too
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
  // A choice of shipping that was there and is not offered any more is a change; one that was never made is missing.
  const lostShipping = cart.shippingRateId !== undefined && fresh.shippingRateId === undefined;
  const missing = missingParts(fresh, lostShipping);
  if (missing.length > 0) {
    throw checkoutIncomplete(`The cart lacks: ${missing.map((part) => part.message).join(", ")}.`, {
      errors: missing.map((part) => ({ ...part, code: "missing" })),
    });
  }
  requireServed(fresh);
  if (!lostShipping && isAgreed(input.quote_hash, cart, fresh)) return fresh;
  const shown = await storeFacts(ctx, ref, facts);
  throw cartChanged(
    "The cart is not what the shopper saw. Show it again; then accept it (POST /api/v1/cart/accept-changes) or send its quote_hash.",
    { facts: { differences: cartDifferences(cart, fresh), cart: cartView(shown) } },
  );
}

function isAgreed(quote: string | undefined, cart: CartState, fresh: CartState): boolean {
  if (fresh.lines.some((line) => !line.sold)) return false;
  if (quote !== undefined) return quote === quoteHash(fresh);
  const isAccepted =
    fresh.previousTotals === undefined && fresh.lines.every((line) => line.previousPrice === undefined);
  return isAccepted && quoteHash(cart) === quoteHash(fresh);
}

function missingParts(cart: CartState, lostShipping: boolean): { pointer: string; message: string }[] {
  const parts: { pointer: string; message: string }[] = [];
  if (cart.lines.length === 0) parts.push({ pointer: "#/items", message: "items" });
  if (cart.email === undefined)
    parts.push({ pointer: "#/email", message: "an e-mail address (PUT /cart/contact)" });
  if (!cart.shippingAddress) parts.push({ pointer: "#/shipping_address", message: "a shipping address" });
  const isChosen = cart.shippingRateId !== undefined || lostShipping || !isServed(cart);
  if (needsShipping(cart) && cart.shippingAddress && !isChosen) {
    parts.push({ pointer: "#/shipping_option", message: "a shipping option that is offered for it" });
  }
  return parts;
}

/** Whether the shop ships to the cart's address at all. */
function isServed(cart: CartState): boolean {
  return (cart.market?.rates.length ?? 0) > 0;
}

function requireServed(cart: CartState): void {
  if (!needsShipping(cart) || isServed(cart)) return;
  const { country, region } = cart.shippingAddress ?? {};
  throw notServed("The shop does not ship to this address. Change it: PUT /api/v1/cart/shipping-address.", {
    facts: { country, ...(region === undefined ? {} : { region }) },
    errors: [
      { pointer: "#/shipping_address", code: "not_served", message: "is where the shop does not ship" },
    ],
  });
}

/** Writes what was just read into the cart, so that its next answer shows the problem. What was changed meanwhile stays as it is. */
export async function storeFacts(ctx: Ctx, ref: CartRef, facts: CheckoutFacts): Promise<CartState> {
  const { asked, variants, market, address } = facts;
  const { state } = await applyToCart(ctx, ref, { op: "refresh", asked, variants, market, address });
  return state;
}
