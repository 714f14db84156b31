import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type { Order } from "../../src/modules/orders/orders.schema.ts";
import type { Return } from "../../src/modules/returns/index.ts";
import { type Answer, api, asStaff, eventsDelivered, rows } from "./api.ts";
import { breaches } from "./invariants.ts";
import { makeVariant, placeOrder, readyCart, stripe, type TestVariant, unique } from "./shop.ts";

export type ReturnAnswer = Answer<Return & Record<string, unknown>>;

/** An order that was placed and paid by a guest, and how to act on it. */
export interface SentOrder {
  id: string;
  token: Record<string, string>;
  order: Order;
  variants: TestVariant[];
  /** The ids of the order's lines. */
  lines: string[];
}

/** A guest's paid order with a line for each of these. */
export async function paidOrder(
  wanted: { quantity: number; price?: string; stock?: number }[],
  paymentMethod = "pm_card_visa",
): Promise<SentOrder> {
  const variants: TestVariant[] = [];
  for (const { price = "20.00", stock = 10 } of wanted) variants.push(await makeVariant({ price, stock }));
  const items = variants.map((variant, at) => ({ variant, quantity: wanted[at]?.quantity ?? 1 }));
  const placed = await placeOrder(await readyCart(items), { payment_method: paymentMethod });
  expect(placed.status, JSON.stringify(placed.body)).toBe(201);
  await eventsDelivered();
  const { id, access_token } = placed.body;
  const byVariant = new Map(placed.body.line_items.map((line) => [line.variant_id, line.id]));
  return {
    id,
    token: { "X-Order-Token": access_token },
    order: placed.body,
    variants,
    lines: variants.map((variant) => byVariant.get(variant.id) ?? ""),
  };
}

/** Sends units of an order (default: all that is left), and delivers them unless told otherwise. */
export async function send(
  sent: SentOrder,
  options: { lines?: { id: string; quantity: number }[]; deliver?: boolean } = {},
): Promise<string> {
  const headers = await asStaff();
  const path = `/api/v1/orders/${sent.id}/fulfillments`;
  const body = { ship: true, ...(options.lines ? { line_items: options.lines } : {}) };
  const made = await api<{ id: string }>("POST", path, { body, headers });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  if (options.deliver ?? true) {
    const delivered = await api("POST", `${path}/${made.body.id}/deliver`, { body: {}, headers });
    expect(delivered.status, JSON.stringify(delivered.body)).toBeLessThan(300);
  }
  return made.body.id;
}

/** A guest's order that was paid, sent and delivered. */
export async function deliveredOrder(
  wanted: { quantity: number; price?: string; stock?: number }[] = [{ quantity: 2 }],
  paymentMethod = "pm_card_visa",
): Promise<SentOrder> {
  const sent = await paidOrder(wanted, paymentMethod);
  await send(sent);
  return sent;
}

/** Asks for a return of units by line, as the customer unless other headers are given. */
export function askReturn(
  sent: SentOrder,
  units: { id: string; quantity: number }[],
  headers: Record<string, string> = sent.token,
  more: Record<string, unknown> = {},
): Promise<ReturnAnswer> {
  return api("POST", `/api/v1/orders/${sent.id}/returns`, { body: { line_items: units, ...more }, headers });
}

/** Does something with a return as staff. */
export async function act(
  id: string,
  action: string,
  body: unknown = {},
  headers: Record<string, string> = {},
): Promise<ReturnAnswer> {
  const key = action === "refund" || action === "exchange" ? { "Idempotency-Key": unique("key") } : {};
  return api("POST", `/api/v1/returns/${id}/${action}`, {
    body,
    headers: { ...(await asStaff()), ...key, ...headers },
  });
}

/** A return of these units that staff have agreed to, and received unless told otherwise. */
export async function madeReturn(
  sent: SentOrder,
  units: { id: string; quantity: number }[],
  until: "requested" | "approved" | "received" = "received",
): Promise<Return> {
  const asked = await askReturn(sent, units);
  expect(asked.status, JSON.stringify(asked.body)).toBe(201);
  if (until === "requested") return asked.body;
  const approved = await act(asked.body.id, "approve");
  expect(approved.status, JSON.stringify(approved.body)).toBe(200);
  if (until === "approved") return approved.body;
  const received = await act(asked.body.id, "receive", {
    line_items: units.map(({ id, quantity }) => ({ id, restocked: quantity })),
  });
  expect(received.status, JSON.stringify(received.body)).toBe(200);
  return received.body;
}

/** The order as staff see it. */
export async function orderNow(id: string): Promise<Order> {
  return (await api<Order>("GET", `/api/v1/orders/${id}`, { headers: await asStaff() })).body;
}

/** The return as staff see it. */
export async function returnNow(id: string): Promise<Return> {
  return (await api<Return>("GET", `/api/v1/returns/${id}`, { headers: await asStaff() })).body;
}

/** Waits until all events are through and expects that books, stock and Stripe agree. */
export async function expectSound(): Promise<void> {
  await eventsDelivered();
  const found = await breaches((sql) => rows(sql), {
    atRest: false,
    stripe: (path) => stripe("GET", path),
  });
  expect(found).toEqual([]);
}

/** The test environment with other settings. */
export function shopWith(settings: Record<string, string>): Env {
  return Object.assign({}, env, settings);
}
