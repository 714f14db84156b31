import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type { PlacedOrder } from "../../src/modules/checkout/checkout.schema.ts";
import type { Payment, Refund } from "../../src/modules/payments/payments.schema.ts";
import { type Answer, api, asStaff, eventsDelivered, rows, value } from "./api.ts";
import { callWith } from "./call-with.ts";
import { breaches } from "./invariants.ts";
import { deliverWebhooks, makeVariant, readyCart, stripe, type TestVariant, unique } from "./shop.ts";

export interface Bought {
  order: PlacedOrder;
  /** The id of its payment. */
  payment: string;
  intent: string;
  variant: TestVariant;
}

/** The test environment with other settings. */
export function shopWith(settings: Record<string, string>): Env {
  return Object.assign({}, env, settings);
}

export const MANUAL = { CAPTURE_METHOD: "manual" };

/** Orders some units of a new variant and pays them, in a shop with these settings; everything that follows from it is through. */
export async function buy(
  paymentMethod = "pm_card_visa",
  options: { quantity?: number; price?: string; settings?: Record<string, string> } = {},
): Promise<Bought> {
  const { quantity = 2, price = "20.00", settings = {} } = options;
  const variant = await makeVariant({ stock: 10, price });
  const placed = await callWith<PlacedOrder>(shopWith(settings), "POST", "/api/v1/orders", {
    body: { payment_method: paymentMethod },
    headers: {
      "X-Cart-Token": await readyCart([{ variant, quantity }]),
      "Idempotency-Key": unique("key"),
    },
  });
  expect(placed.status).toBe(201);
  await allThrough();
  const intent = String(placed.body.payment?.client_secret).split("_secret_")[0] ?? "";
  return { order: placed.body, payment: placed.body.payment?.id ?? "", intent, variant };
}

/** Lets every webhook and every event have its effect. */
export async function allThrough(): Promise<void> {
  while ((await deliverWebhooks(true)).length > 0) await eventsDelivered();
  await eventsDelivered();
}

/** POST to a payment, by staff, under a new key unless one is given. */
export async function onPayment<Body = Record<string, unknown>>(
  payment: string,
  action: "captures" | "refunds" | "void",
  body?: Record<string, unknown>,
  options: { key?: string; env?: Env; headers?: Record<string, string> } = {},
): Promise<Answer<Body>> {
  const headers = {
    ...(await asStaff()),
    "Idempotency-Key": options.key ?? unique("key"),
    ...options.headers,
  };
  const call = { headers, ...(action === "void" ? {} : { body: body ?? {} }) };
  return callWith<Body>(options.env ?? env, "POST", `/api/v1/payments/${payment}/${action}`, call);
}

/** A refund that must be made. */
export async function refunded(payment: string, body: Record<string, unknown> = {}): Promise<Refund> {
  const answer = await onPayment<Refund>(payment, "refunds", body);
  expect(answer).toMatchObject({ status: 201, body: { status: "succeeded" } });
  return answer.body;
}

/** The payment as staff see it. */
export async function paymentOf(id: string): Promise<Payment> {
  const answer = await api<Payment>("GET", `/api/v1/payments/${id}`, { headers: await asStaff() });
  expect(answer.status).toBe(200);
  return answer.body;
}

/** The order as staff see it. */
export async function orderOf(id: string): Promise<PlacedOrder & { on_hold?: string }> {
  const answer = await api<PlacedOrder & { on_hold?: string }>("GET", `/api/v1/orders/${id}`, {
    headers: await asStaff(),
  });
  expect(answer.status).toBe(200);
  return answer.body;
}

/** The charge of an intent, as Stripe has it. */
export async function chargeOf(intent: string): Promise<string> {
  const response = await stripe("GET", `/v1/payment_intents/${intent}`);
  return (await response.json<{ latest_charge: string }>()).latest_charge;
}

/** The refunds that Stripe has of an intent. */
export async function refundsAtStripe(
  intent: string,
): Promise<{ id: string; amount: number; status: string; metadata: Record<string, string> }[]> {
  const response = await stripe("GET", `/v1/refunds?payment_intent=${intent}&limit=100`);
  return (
    await response.json<{
      data: { id: string; amount: number; status: string; metadata: Record<string, string> }[];
    }>()
  ).data;
}

/** Turns a control of the emulator. */
export async function control(
  path: string,
  form: Record<string, string> = {},
): Promise<Record<string, unknown>> {
  const response = await stripe("POST", `/_emulator/${path}`, form);
  expect(response.status).toBe(200);
  return response.json();
}

/** The books of a payment are what Stripe's balance says, to the cent, and every invariant holds. */
export async function expectBooksBalance(...intents: string[]): Promise<void> {
  for (const intent of intents) {
    const response = await stripe("GET", `/_emulator/balance?payment_intent=${intent}`);
    const balance = await response.json<{ amount: number; fee: number; net: number }>();
    const [books] = await rows(
      `SELECT COALESCE(SUM(CASE WHEN kind IN ('captured', 'refund_failed', 'dispute_reinstated') THEN t.amount
           WHEN kind IN ('refunded', 'disputed') THEN -t.amount END), 0) AS amount,
         COALESCE(SUM(CASE kind WHEN 'fee' THEN t.amount WHEN 'fee_returned' THEN -t.amount END), 0) AS fee
       FROM payments p JOIN payment_transactions t ON t.payment_id = p.id WHERE p.intent_id = ?`,
      intent,
    );
    expect(books).toEqual({ amount: balance.amount, fee: balance.fee });
    expect(balance.net).toBe(balance.amount - balance.fee);
  }
  expect(await breaches(rows, { atRest: true, stripe: (path) => stripe("GET", path) })).toEqual([]);
}

/** How many mails of a template were sent about an order, whatever their number in it. */
export function mailsOf(orderId: string, template: string): Promise<number> {
  return value(
    "SELECT COUNT(*) FROM notifications WHERE order_id = ? AND template LIKE ? || '%' AND status = 'sent'",
    orderId,
    template,
  );
}
