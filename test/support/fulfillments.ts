import type { Fulfillment } from "../../src/modules/fulfillment/fulfillment.schema.ts";
import type { Order } from "../../src/modules/orders/index.ts";
import { type Answer, api, asStaff, eventsDelivered, rows } from "./api.ts";
import { breaches } from "./invariants.ts";
import { makeVariant, placeOrder, readyCart, stripe, type TestVariant } from "./shop.ts";

export interface PaidOrder {
  id: string;
  number: string;
  token: string;
  /** The lines' ids, in the order of the variants. */
  lines: string[];
  variants: TestVariant[];
}

/** A guest's paid order with a line of so many units for each of the quantities. */
export async function paidOrder(quantities: number[], email?: string): Promise<PaidOrder> {
  const variants: TestVariant[] = [];
  for (const quantity of quantities) variants.push(await makeVariant({ stock: quantity + 5 }));
  return orderOf(variants, quantities, email);
}

/** A guest's paid order for these variants. */
export async function orderOf(
  variants: TestVariant[],
  quantities: number[],
  email?: string,
): Promise<PaidOrder> {
  const lines = variants.map((variant, index) => ({ variant, quantity: quantities[index] ?? 1 }));
  const placed = await placeOrder(await readyCart(lines, email));
  if (placed.status !== 201 || placed.body.status !== "confirmed")
    throw new Error(JSON.stringify(placed.body));
  await eventsDelivered();
  const { id, number, access_token: token = "", line_items } = placed.body;
  const lineOf = (variant: TestVariant) =>
    line_items.find((line) => line.variant_id === variant.id)?.id ?? "";
  return { id, number, token, variants, lines: variants.map(lineOf) };
}

export type FulfillmentAnswer = Answer<Fulfillment & { code?: string; [fact: string]: unknown }>;

/** Calls below an order's fulfillments as somebody who may manage orders, and no more. */
export async function fulfillment<Body = FulfillmentAnswer["body"]>(
  method: string,
  orderId: string,
  path = "",
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<Body>> {
  return api<Body>(method, `/api/v1/orders/${orderId}/fulfillments${path}`, {
    ...(method === "GET" ? {} : { body: body ?? {} }),
    headers: { ...(await asStaff(["order:manage"])), ...headers },
  });
}

/** The order as staff see it. */
export async function orderNow(orderId: string): Promise<Order> {
  const answer = await api<Order>("GET", `/api/v1/orders/${orderId}`, { headers: await asStaff() });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

/** What is wrong with orders, money and stock, once all events are through. */
export async function breachesNow(): Promise<string[]> {
  await eventsDelivered();
  return breaches(rows, { atRest: true, stripe: (path) => stripe("GET", path) });
}
