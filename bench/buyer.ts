import assert from "node:assert/strict";
import { send } from "./http.ts";
import type { Shop, Variant } from "./shop.ts";

export interface Cart {
  version: number;
  items: { id: string; variant_id: string; quantity: number; problems: unknown[] }[];
  totals: { total: { amount: number } };
}

export interface Order {
  id: string;
  status: string;
  payment_status: string;
  access_token: string;
  line_items: { quantity: number }[];
}

export const CONTACT = { email: "ada@example.com" };
export const ADDRESS = {
  first_name: "Ada",
  last_name: "Lovelace",
  line1: "1 Analytical Way",
  city: "New York",
  region: "NY",
  postal_code: "10001",
  country: "US",
};
/** "Standard" in demo/shop-settings.sql. */
export const SHIPPING = { id: "01900000-0000-7000-8000-000000000301" };
export const PAYMENT = { payment_method: "pm_card_visa" };

let turn = 0;

/** Two variants that other buyers are not taking at the moment. */
export function nextPair(shop: Shop): [Variant, Variant] {
  const at = (index: number): Variant => {
    const variant = shop.variants[index % shop.variants.length];
    assert(variant);
    return variant;
  };
  // Three variants make a product: steps of 3 and 301 products apart, so that the pair is of two products.
  turn += 1;
  return [at(turn * 3), at(turn * 3 + 904)];
}

/** A guest's cart with one unit of each variant. Returns its token. */
export async function newCart(shop: Shop, variants: readonly Variant[]): Promise<string> {
  let token: string | undefined;
  for (const { id } of variants) {
    const { headers } = await send("POST", `${shop.url}/api/v1/cart/items`, {
      body: { variant_id: id, quantity: 1 },
      headers: token === undefined ? {} : { "X-Cart-Token": token },
    });
    token ??= headers.get("X-Cart-Token") ?? undefined;
  }
  assert(token !== undefined, "the cart has no token");
  return token;
}

/** A cart of two lines to which nothing is missing but the order. Returns its token. */
export async function readyCart(shop: Shop): Promise<string> {
  const token = await newCart(shop, nextPair(shop));
  const put = (path: string, body: unknown) =>
    send("PUT", `${shop.url}/api/v1/cart/${path}`, { body, headers: { "X-Cart-Token": token } });
  await put("contact", CONTACT);
  await put("shipping-address", ADDRESS);
  await put("shipping-option", SHIPPING);
  return token;
}

/** Places and pays the order of a cart. */
export async function placeOrder(shop: Shop, token: string): Promise<Order> {
  const { body, status } = await send<Order>("POST", `${shop.url}/api/v1/orders`, {
    body: PAYMENT,
    headers: { "X-Cart-Token": token, "Idempotency-Key": crypto.randomUUID() },
  });
  assert.equal(status, 201);
  return body;
}
