import { type Client, idempotencyKey } from "../../client/index.ts";
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
export async function payInClient(scene: Scene, { client }: FilledCart): Promise<Order> {
  const { tell } = scene;
  const header = { "Idempotency-Key": idempotencyKey() };
  const placed = await tell.ask("Order, and pay in the browser later", {
    send: () => client.POST("/api/v1/orders", { params: { header }, body: {} }),
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

  const intent = await tell.ask("Confirm the payment at Stripe, as Stripe.js does", {
    send: () => confirm(scene, clientSecret, placed.payment?.publishable_key ?? ""),
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
  return await untilConfirmed(scene, client, placed);
}

/** Stripe's own API, which the client does not know. */
async function confirm(
  { tell, stripeUrl }: Scene,
  clientSecret: string,
  publishableKey: string,
): Promise<{ data: Intent; response: Response }> {
  const [intentId = ""] = clientSecret.split("_secret_");
  const form = {
    payment_method: "pm_card_visa",
    client_secret: clientSecret,
    return_url: `${tell.baseUrl}/`,
  };
  const response = await tell.fetch(
    new Request(`${stripeUrl}/v1/payment_intents/${intentId}/confirm`, {
      method: "POST",
      body: new URLSearchParams(form),
      headers: { Authorization: `Bearer ${publishableKey}` },
    }),
  );
  const data: Intent = await response.json();
  return { data, response };
}

async function untilConfirmed({ tell }: Scene, client: Client, placed: PlacedOrder): Promise<Order> {
  const params = { path: { id: placed.id }, header: { "X-Order-Token": placed.access_token } };
  const read = () => client.GET("/api/v1/orders/{id}", { params });
  const confirmed = await poll(async () => ((await read()).data?.status === "confirmed" ? true : undefined), {
    timeoutMs: WEBHOOK_TIMEOUT_MS,
  });
  if (!confirmed) throw new Failure(`Not as promised: the webhook confirms order ${placed.number}.`);
  const order = await tell.ask("Has Stripe's webhook confirmed the order?", {
    send: read,
    expect: 200,
    show: orderLine,
  });
  tell.check(order.payment_status === "paid", "the order is paid", order.payment_status);
  return order;
}
