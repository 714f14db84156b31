import { env } from "cloudflare:workers";
import type { PlacedOrder } from "../../src/modules/checkout/checkout.schema.ts";
import { rows } from "./api.ts";
import { breaches } from "./invariants.ts";
import { makeVariant, placeOrder, readyCart, stripe, type TestVariant } from "./shop.ts";
import { visit } from "./visit.ts";

/** A guest's order, and the header that gives access to it. */
export async function guestOrder(
  options: { variant?: TestVariant; quantity?: number; email?: string; body?: Record<string, unknown> } = {},
): Promise<{ order: PlacedOrder; guest: Record<string, string>; path: string; variant: TestVariant }> {
  const variant = options.variant ?? (await makeVariant());
  const cart = await readyCart([{ variant, quantity: options.quantity ?? 1 }], options.email);
  const { status, body: order } = await placeOrder(cart, options.body ?? { payment_method: "pm_card_visa" });
  if (status !== 201) throw new Error(`the order was not placed: ${JSON.stringify(order)}`);
  return {
    order,
    variant,
    guest: { "X-Order-Token": order.access_token ?? "" },
    path: `/api/v1/orders/${order.id}`,
  };
}

/** Calls the API for an answer that is no JSON. */
export async function text(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; text: string }> {
  const response = await visit(`http://shop.test${path}`, { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Every breach of an invariant of orders, money and stock; none when all hold. */
export function allBreaches(atRest = false): Promise<string[]> {
  return breaches(rows, { atRest, stripe: (path) => stripe("GET", path) });
}

/** Sets columns of an order, for states that take long to come to. */
export async function setOrder(orderId: string, columns: Record<string, unknown>): Promise<void> {
  const names = Object.keys(columns).map((name) => `${name} = ?`);
  await env.DB.prepare(`UPDATE orders SET ${names.join(", ")} WHERE id = ?`)
    .bind(...Object.values(columns), orderId)
    .run();
}
