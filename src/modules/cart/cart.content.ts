import type { CartContact, CartContent } from "./cart.state.ts";

// A record, so that a field that is forgotten here does not compile.
const FIELDS: Record<keyof CartContact, true> = {
  email: true,
  note: true,
  shippingAddress: true,
  billingAddress: true,
  market: true,
  shippingRateId: true,
};
const CONTACT = Object.keys(FIELDS) as (keyof CartContact)[];

/** Who buys, where it goes and how: of a cart, the part that is neither lines nor bookkeeping. */
export function contactOf(cart: CartContact): CartContact {
  return Object.fromEntries(CONTACT.flatMap((key) => (cart[key] === undefined ? [] : [[key, cart[key]]])));
}

/** What the shopper has made of the cart. */
export function contentOf(cart: CartContent): CartContent {
  return { ...contactOf(cart), currency: cart.currency, lines: cart.lines };
}

/** The cart without its contact. */
export function withoutContact<Cart extends CartContact>(cart: Cart): Omit<Cart, keyof CartContact> {
  const rest = { ...cart };
  for (const key of CONTACT) delete rest[key];
  return rest;
}
