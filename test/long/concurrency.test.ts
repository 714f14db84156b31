import { describe, expect, it } from "vitest";
import type { Cart } from "../../src/modules/cart/cart.schema.ts";
import { api, eventsDelivered, rows, value } from "../support/api.ts";
import {
  deliver,
  makeVariant,
  placeOrder,
  readyCart,
  stockOf,
  stripe,
  takeWebhooks,
  unique,
} from "../support/shop.ts";

async function intentsOf(orderId: string): Promise<number> {
  const response = await stripe("GET", "/v1/payment_intents?limit=100");
  const { data } = await response.json<{ data: { metadata: { order_id?: string } }[] }>();
  return data.filter((intent) => intent.metadata.order_id === orderId).length;
}

describe("parallel buyers", () => {
  it("50 at once for 10 units give exactly 10 orders and 40 clean 409s, and stock 0", async () => {
    const variant = await makeVariant({ stock: 10 });
    const carts = await Promise.all(Array.from({ length: 50 }, () => readyCart([{ variant, quantity: 1 }])));
    const answers = await Promise.all(carts.map((cart) => placeOrder(cart)));

    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(10);
    const refused = answers.filter((answer) => answer.status !== 201);
    expect(refused).toHaveLength(40);
    for (const answer of refused) {
      expect(answer.status).toBe(409);
      expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
      expect(answer.body).toMatchObject({
        code: "inventory.out_of_stock",
        items: [{ variant_id: variant.id, sku: variant.sku, requested: 1, available: 0 }],
      });
    }
    await eventsDelivered();
    expect(await stockOf(variant)).toEqual({ on_hand: 0, reserved: 0 });
    expect(await value("SELECT COUNT(*) FROM order_lines WHERE variant_id = ?", variant.id)).toBe(10);
    expect(await value("SELECT SUM(delta) FROM stock_movements WHERE variant_id = ?", variant.id)).toBe(0);
  });

  it("a batch with one short line reserves nothing and makes no order", async () => {
    const plenty = await makeVariant({ stock: 100 });
    const short = await makeVariant({ stock: 1 });
    const before = await value("SELECT COUNT(*) FROM orders");
    const cart = await readyCart([
      { variant: plenty, quantity: 5 },
      { variant: short, quantity: 2 },
    ]);
    const answer = await placeOrder(cart);
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ items: [{ sku: short.sku, requested: 2, available: 1 }] });
    expect(await stockOf(plenty)).toEqual({ on_hand: 100, reserved: 0 });
    expect(await stockOf(short)).toEqual({ on_hand: 1, reserved: 0 });
    expect(await value("SELECT COUNT(*) FROM orders")).toBe(before);
    expect(
      await value("SELECT COUNT(*) FROM stock_reservations WHERE variant_id IN (?, ?)", plenty.id, short.id),
    ).toBe(0);

    const shown = await api<Cart>("GET", "/api/v1/cart", { headers: { "X-Cart-Token": cart } });
    const line = shown.body.items.find((item) => item.sku === short.sku);
    expect(line?.problems).toMatchObject([{ code: "insufficient_stock", available: 1 }]);
  });
});

describe("one idempotency key", () => {
  it("20 times in parallel gives one order and one PaymentIntent", async () => {
    const variant = await makeVariant({ stock: 50 });
    const cart = await readyCart([{ variant, quantity: 1 }]);
    const key = unique("key");
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => placeOrder(cart, { payment_method: "pm_card_visa" }, key)),
    );
    const made = answers.filter((answer) => answer.status === 201);
    expect(made.length).toBeGreaterThanOrEqual(1);
    expect(new Set(made.map((answer) => answer.body.id)).size).toBe(1);
    for (const answer of answers.filter((candidate) => candidate.status !== 201)) {
      expect(answer.status).toBe(409);
      expect(answer.body).toMatchObject({ code: "idempotency.in_progress" });
      expect(answer.headers.get("Retry-After")).toBe("1");
    }
    const orderId = made[0]?.body.id ?? "";
    expect(await value("SELECT COUNT(*) FROM order_lines WHERE variant_id = ?", variant.id)).toBe(1);
    expect(await intentsOf(orderId)).toBe(1);

    const replay = await placeOrder(cart, { payment_method: "pm_card_visa" }, key);
    expect(replay.status).toBe(201);
    expect(replay.headers.get("Idempotent-Replayed")).toBe("true");
    expect(replay.body).toEqual(made[0]?.body);
    const other = await placeOrder(cart, { payment_method: "pm_card_mastercard" }, key);
    expect(other.status).toBe(422);
    expect(other.body).toMatchObject({ code: "idempotency.key_reused" });
  });

  it("different keys for one cart still give one order; the others are told which", async () => {
    const variant = await makeVariant({ stock: 50 });
    const cart = await readyCart([{ variant, quantity: 1 }]);
    const answers = await Promise.all(Array.from({ length: 10 }, () => placeOrder(cart)));
    const [made, ...more] = answers.filter((answer) => answer.status === 201);
    expect(more).toHaveLength(0);
    for (const answer of answers.filter((candidate) => candidate !== made)) {
      expect(answer).toMatchObject({
        status: 409,
        body: { code: "checkout.already_placed", order: { id: made?.body.id } },
      });
    }
    expect(await value("SELECT COUNT(*) FROM order_lines WHERE variant_id = ?", variant.id)).toBe(1);
  });
});

describe("a Stripe event", () => {
  it("delivered 5 times in parallel settles once", async () => {
    const variant = await makeVariant({ stock: 5 });
    const placed = await placeOrder(await readyCart([{ variant, quantity: 2 }]), {});
    const intentId = String(placed.body.payment?.client_secret).split("_secret_")[0];
    await takeWebhooks();
    await stripe("POST", `/v1/payment_intents/${intentId}/confirm`, {
      payment_method: "pm_card_visa",
      return_url: "https://shop.example.com/done",
    });
    const paid = (await takeWebhooks()).find((delivery) => delivery.type === "payment_intent.succeeded");
    if (!paid) throw new Error("no payment_intent.succeeded");
    const answers = await Promise.all(Array.from({ length: 5 }, () => deliver(paid)));
    expect(answers.map((answer) => answer.status)).toEqual([204, 204, 204, 204, 204]);
    await eventsDelivered();

    expect(await value("SELECT COUNT(*) FROM stripe_events WHERE id = ?", paid.event_id)).toBe(1);
    expect(await value("SELECT status FROM orders WHERE id = ?", placed.body.id)).toBe("confirmed");
    expect(
      await rows("SELECT action FROM order_transitions WHERE order_id = ? ORDER BY seq", placed.body.id),
    ).toEqual([{ action: "place" }, { action: "settle" }]);
    expect(await value("SELECT COUNT(*) FROM notifications WHERE order_id = ?", placed.body.id)).toBe(1);
    expect(await value("SELECT COUNT(*) FROM stock_movements WHERE order_id = ?", placed.body.id)).toBe(1);
    expect(await stockOf(variant)).toEqual({ on_hand: 3, reserved: 0 });
  });
});

describe("a cart", () => {
  it("holds all of 30 parallel adds", async () => {
    const variants = await Promise.all([makeVariant(), makeVariant(), makeVariant()]);
    const first = await api<Cart>("GET", "/api/v1/cart");
    const headers = { "X-Cart-Token": first.headers.get("X-Cart-Token") ?? "" };
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        api<Cart>("POST", "/api/v1/cart/items", {
          body: { variant_id: variants[index % 3]?.id, quantity: 1 },
          headers,
        }),
      ),
    );
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(3);
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(27);
    const cart = await api<Cart>("GET", "/api/v1/cart", { headers });
    expect(cart.body.items.map((item) => item.quantity)).toEqual([10, 10, 10]);
    expect(cart.body.version).toBe(30);
  });
});
