import { env } from "cloudflare:workers";
import type { Cart } from "../../src/modules/cart/cart.schema.ts";
import type { PlacedOrder } from "../../src/modules/checkout/checkout.schema.ts";
import { type Answer, api, asStaff, eventsDelivered, rows } from "./api.ts";

let counter = 0;

/** A name that no other test uses. */
export function unique(prefix: string): string {
  counter += 1;
  return `${prefix}-${counter}-${Math.random().toString(36).slice(2, 8)}`;
}

/** A word of small letters alone that no other test uses, for searches: its digits are written as letters. */
export function uniqueWord(prefix: string): string {
  return unique(prefix)
    .replace(/\d/g, (digit) => "abcdefghij"[Number(digit)] ?? "")
    .replace(/[^a-z]/g, "");
}

export interface TestVariant {
  id: string;
  product_id: string;
  sku: string;
}

/** Imports a product with one variant through the API and waits until shoppers can see it. */
export async function makeVariant(
  options: {
    stock?: number;
    price?: string;
    policy?: "deny" | "continue";
    grams?: number;
    category?: string;
    digital?: boolean;
    name?: string;
  } = {},
): Promise<TestVariant> {
  const handle = unique("product");
  const sku = handle.toUpperCase();
  const csv = [
    "Handle,Title,Type,Published,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Requires Shipping",
    `${handle},${options.name ?? handle},${options.category ?? ""},true,${sku},${options.grams ?? 200},${options.stock ?? 10},${options.policy ?? "deny"},${options.price ?? "20.00"},${options.digital ? "false" : "true"}`,
  ].join("\n");
  const answer = await importCsv(csv);
  if (answer.status !== 200 || answer.body["created"] !== 1) throw new Error(JSON.stringify(answer.body));
  await eventsDelivered();
  const [row] = await rows<TestVariant>(
    "SELECT id, product_id, sku FROM product_variants WHERE sku = ?",
    sku,
  );
  if (!row) throw new Error("the variant was not imported");
  return row;
}

export async function importCsv(csv: string, query = ""): Promise<Answer> {
  return api("POST", `/api/v1/products/import${query}`, {
    text: csv,
    headers: { ...(await asStaff()), "Content-Type": "text/csv" },
  });
}

export const NEW_YORK = {
  first_name: "Ada",
  last_name: "Lovelace",
  line1: "1 Analytical Way",
  city: "New York",
  region: "NY",
  postal_code: "10001",
  country: "US",
};
export const STANDARD_US = "01900000-0000-7000-8000-000000000301";

/** A guest's cart with these lines, ready to be ordered. Returns its token. */
export async function readyCart(
  lines: { variant: TestVariant; quantity: number }[],
  email = "ada@example.com",
): Promise<string> {
  let token: string | undefined;
  const call = async (method: string, path: string, body: unknown) => {
    const answer = await api<Cart>(method, `/api/v1/cart${path}`, {
      body,
      headers: token === undefined ? {} : { "X-Cart-Token": token },
    });
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    token = answer.headers.get("X-Cart-Token") ?? undefined;
  };
  for (const { variant, quantity } of lines)
    await call("POST", "/items", { variant_id: variant.id, quantity });
  await call("PUT", "/contact", { email });
  await call("PUT", "/shipping-address", NEW_YORK);
  await call("PUT", "/shipping-option", { id: STANDARD_US });
  if (token === undefined) throw new Error("no cart token");
  return token;
}

/** POST /orders for a cart. */
export function placeOrder(
  cartToken: string,
  body: Record<string, unknown> = { payment_method: "pm_card_visa" },
  key = unique("key"),
): Promise<Answer<PlacedOrder & Record<string, unknown>>> {
  return api("POST", "/api/v1/orders", {
    body,
    headers: { "X-Cart-Token": cartToken, "Idempotency-Key": key },
  });
}

export interface Delivery {
  event_id: string;
  type: string;
  headers: Record<string, string>;
  body: string;
}

/** Takes the webhooks that the Stripe emulator wants to deliver now. */
export async function takeWebhooks(includeLate = false): Promise<Delivery[]> {
  const response = await stripe(
    "POST",
    `/_emulator/deliveries/take${includeLate ? "?include_late=true" : ""}`,
  );
  return (await response.json<{ data: Delivery[] }>()).data;
}

/** Delivers a webhook to the API as Stripe would. */
export function deliver(delivery: Delivery): Promise<Answer> {
  return api("POST", "/api/v1/payments/webhooks/stripe", {
    text: delivery.body,
    headers: { "Content-Type": "application/json", ...delivery.headers },
  });
}

/** Delivers everything that the emulator has for us, in its order. */
export async function deliverWebhooks(includeLate = false): Promise<Delivery[]> {
  const deliveries = await takeWebhooks(includeLate);
  for (const delivery of deliveries) await deliver(delivery);
  return deliveries;
}

/** Talks to the Stripe emulator with the secret key, form-encoded as Stripe's clients do. */
export async function stripe(
  method: string,
  path: string,
  form: Record<string, string> = {},
): Promise<Response> {
  const emulator = env.STRIPE_API;
  if (!emulator) throw new Error("the emulator is not bound");
  return emulator.fetch(`http://stripe.test${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${env.STRIPE_SECRET_KEY}`,
      "Content-Type": "application/x-www-form-urlencoded",
    },
    ...(method === "GET" ? {} : { body: new URLSearchParams(form).toString() }),
  });
}

/** on_hand and reserved of a variant over all locations. */
export async function stockOf(variant: TestVariant): Promise<{ on_hand: number; reserved: number }> {
  const [row] = await rows<{ on_hand: number; reserved: number }>(
    "SELECT SUM(on_hand) AS on_hand, SUM(reserved) AS reserved FROM stock_levels WHERE variant_id = ?",
    variant.id,
  );
  return row ?? { on_hand: 0, reserved: 0 };
}

/**
 * Expires an order in our books alone: as if its payment's cancellation had been answered by Stripe but not carried out.
 * The stock is given back, the intent can still be paid.
 */
export async function expireHereOnly(orderId: string, variant: TestVariant): Promise<void> {
  const then = "2026-01-01T00:00:00.000Z";
  await env.DB.batch([
    env.DB.prepare("UPDATE orders SET status = 'expired', version = 2 WHERE id = ?").bind(orderId),
    env.DB.prepare(
      `INSERT INTO order_transitions (order_id, seq, from_status, to_status, action, actor_kind, at)
       VALUES (?, 2, 'pending_payment', 'expired', 'expire', 'system', ?)`,
    ).bind(orderId, then),
    env.DB.prepare("UPDATE stock_reservations SET state = 'released', closed_at = ? WHERE order_id = ?").bind(
      then,
      orderId,
    ),
    env.DB.prepare("UPDATE stock_levels SET reserved = 0 WHERE variant_id = ?").bind(variant.id),
  ]);
}
