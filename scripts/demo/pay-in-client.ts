import { randomUUID } from "node:crypto";
import { Failure, poll } from "../lib/terminal.ts";
import type { FilledCart } from "./fill-cart.ts";
import { money, type Order, orderLine, type PlacedOrder, type Scene } from "./shop.ts";

/** Long enough for the job that asks Stripe for events that never came. */
const WEBHOOK_TIMEOUT_MS = 150_000;

interface Intent {
  id: string;
  status: string;
  amount: number;
  currency: string;
}

/** Orders without a payment method, confirms the payment as Stripe.js does, and waits for what the webhook tells. */
export async function payInClient(scene: Scene, cart: FilledCart): Promise<Order> {
  const { tell, stripeUrl } = scene;
  const { body: placed } = await tell.ask<PlacedOrder>("Order, and pay in the browser later", {
    method: "POST",
    path: "/api/v1/orders",
    json: {},
    headers: { ...cart.headers, "Idempotency-Key": randomUUID() },
    expect: 201,
    show: (order) => [orderLine(order), `payment ${order.payment?.status ?? "none"}`],
  });
  const clientSecret = placed.payment?.client_secret ?? "";
  tell.check(
    placed.status === "pending_payment",
    "an order without payment is pending_payment",
    placed.status,
  );
  tell.check(
    clientSecret.includes("_secret_"),
    "the answer carries the payment's client_secret",
    placed.payment,
  );

  const [intentId = ""] = clientSecret.split("_secret_");
  const { body: intent } = await tell.ask<Intent>("Confirm the payment at Stripe, as Stripe.js does", {
    method: "POST",
    path: `${stripeUrl}/v1/payment_intents/${intentId}/confirm`,
    form: { payment_method: "pm_card_visa", client_secret: clientSecret, return_url: `${tell.baseUrl}/` },
    headers: { Authorization: `Bearer ${placed.payment?.publishable_key ?? ""}` },
    expect: 200,
    show: ({ status, amount, currency }) =>
      `${status}, ${money({ amount, currency: currency.toUpperCase() })}`,
  });
  tell.check(intent.status === "succeeded", "the payment succeeds", intent.status);
  tell.check(
    intent.amount === placed.totals.total.amount,
    "Stripe was asked for the order's total",
    intent.amount,
  );
  return await untilConfirmed(scene, placed);
}

async function untilConfirmed({ tell }: Scene, placed: PlacedOrder): Promise<Order> {
  const path = `/api/v1/orders/${placed.id}`;
  const headers = { "X-Order-Token": placed.access_token };
  const confirmed = await poll(
    async () => {
      const { body } = await tell.send<Order>("GET", path, { headers });
      return body.status === "confirmed" ? body : undefined;
    },
    { timeoutMs: WEBHOOK_TIMEOUT_MS },
  );
  if (!confirmed) throw new Failure(`Not as promised: the webhook confirms order ${placed.number}.`);
  const { body } = await tell.ask<Order>("Has Stripe's webhook confirmed the order?", {
    method: "GET",
    path,
    headers,
    expect: 200,
    show: orderLine,
  });
  tell.check(body.payment_status === "paid", "the order is paid", body.payment_status);
  return body;
}
