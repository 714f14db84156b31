import type { Cart } from "../../src/modules/cart/cart.schema.ts";
import type { PlacedOrder } from "../../src/modules/checkout/checkout.schema.ts";
import { type Answer, api } from "./api.ts";
import { NEW_YORK, STANDARD_US, type TestVariant, unique } from "./shop.ts";

type Headers = Record<string, string>;

/** Calls a path below /api/v1/cart as a signed-in customer. */
export function customerCart(
  headers: Headers,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer<Cart & { code: string }>> {
  return api(method, `/api/v1/cart${path}`, { headers, ...(body === undefined ? {} : { body }) });
}

/** Fills a customer's cart with one variant, ready to be ordered; without an email the account's is used. */
export async function fillCart(headers: Headers, variant: TestVariant, email?: string): Promise<void> {
  const steps: [string, string, unknown][] = [
    ["POST", "/items", { variant_id: variant.id, quantity: 1 }],
    ...(email === undefined ? [] : [["PUT", "/contact", { email }] satisfies [string, string, unknown]]),
    ["PUT", "/shipping-address", NEW_YORK],
    ["PUT", "/shipping-option", { id: STANDARD_US }],
  ];
  for (const [method, path, body] of steps) {
    const answer = await customerCart(headers, method, path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  }
}

/** POST /orders as a customer. */
export function orderAs(
  headers: Headers,
  agreed: { quote_hash?: string } = {},
): Promise<Answer<PlacedOrder & { code: string; cart: Cart }>> {
  return api("POST", "/api/v1/orders", {
    body: { payment_method: "pm_card_visa", ...agreed },
    headers: { ...headers, "Idempotency-Key": unique("key") },
  });
}
