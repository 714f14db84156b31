import { describe, expect, it } from "vitest";
import type { Order } from "../../src/modules/orders/index.ts";
import { api, asStaff, eventsDelivered, rows, value } from "../support/api.ts";
import {
  deliverWebhooks,
  makeVariant,
  NEW_YORK,
  placeOrder,
  readyCart,
  stockOf,
  stripe,
} from "../support/shop.ts";

describe("a purchase with a payment method", () => {
  it("ends confirmed, with one mail, the stock sold and the ledger written", async () => {
    const variant = await makeVariant({ stock: 10, price: "20.00" });
    const token = await readyCart([{ variant, quantity: 3 }]);
    const placed = await placeOrder(token);

    expect(placed.status).toBe(201);
    expect(placed.headers.get("Location")).toBe(`/api/v1/orders/${placed.body.id}`);
    expect(placed.body).toMatchObject({
      status: "confirmed",
      payment_status: "paid",
      payment: { status: "succeeded" },
    });
    // 3 x 20.00 + 5.99 shipping, 8.875 % tax on both, half up: 6599 x 0.08875 = 585.66
    expect(placed.body.totals).toEqual({
      subtotal: { amount: 6000, currency: "USD" },
      discount: { amount: 0, currency: "USD" },
      shipping: { amount: 599, currency: "USD" },
      tax: { amount: 586, currency: "USD" },
      tax_included: { amount: 0, currency: "USD" },
      total: { amount: 7185, currency: "USD" },
    });

    await eventsDelivered();
    expect(await stockOf(variant)).toEqual({ on_hand: 7, reserved: 0 });
    expect(await rows("SELECT delta, kind FROM stock_movements WHERE order_id = ?", placed.body.id)).toEqual([
      { delta: -3, kind: "sale" },
    ]);
    expect(
      await rows("SELECT template, recipient, status FROM notifications WHERE order_id = ?", placed.body.id),
    ).toEqual([{ template: "order-confirmation", recipient: "ada@example.com", status: "sent" }]);
    const ledger = await rows(
      "SELECT t.kind, t.amount FROM payment_transactions t JOIN payments p ON p.id = t.payment_id WHERE p.order_id = ?",
      placed.body.id,
    );
    // Stripe takes 2.9 % and 30 cents: 7185 x 0.029 = 208.365
    expect(ledger).toEqual([
      { kind: "captured", amount: 7185 },
      { kind: "fee", amount: 238 },
    ]);

    const cart = await api("GET", "/api/v1/cart", { headers: { "X-Cart-Token": token } });
    expect(cart.body["items"]).toEqual([]);
  });

  it("is not settled a second time by the webhooks that follow", async () => {
    const variant = await makeVariant({ stock: 5 });
    const placed = await placeOrder(await readyCart([{ variant, quantity: 1 }]));
    await deliverWebhooks();
    await eventsDelivered();
    expect(await value("SELECT COUNT(*) FROM order_transitions WHERE order_id = ?", placed.body.id)).toBe(2);
    expect(await value("SELECT COUNT(*) FROM notifications WHERE order_id = ?", placed.body.id)).toBe(1);
    expect(await stockOf(variant)).toEqual({ on_hand: 4, reserved: 0 });
  });
});

describe("a purchase that the client confirms", () => {
  it("stays open until Stripe's webhook says that it is paid", async () => {
    const variant = await makeVariant({ stock: 5 });
    const placed = await placeOrder(await readyCart([{ variant, quantity: 2 }]), {});
    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({
      status: "pending_payment",
      payment_status: "unpaid",
      payment: {
        status: "requires_payment_method",
        publishable_key: expect.stringMatching(/^pk_test_/) as string,
      },
    });
    expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 2 });

    const intentId = String(placed.body.payment?.client_secret).split("_secret_")[0];
    const confirmed = await stripe("POST", `/v1/payment_intents/${intentId}/confirm`, {
      payment_method: "pm_card_visa",
      return_url: "https://shop.example.com/done",
    });
    expect(confirmed.status).toBe(200);
    await deliverWebhooks();
    await eventsDelivered();

    const order = await api<Order>("GET", `/api/v1/orders/${placed.body.id}`, {
      headers: { "X-Order-Token": placed.body.access_token },
    });
    expect(order.body).toMatchObject({ status: "confirmed", payment_status: "paid" });
    expect(await stockOf(variant)).toEqual({ on_hand: 3, reserved: 0 });
    expect(await value("SELECT COUNT(*) FROM notifications WHERE order_id = ?", placed.body.id)).toBe(1);
  });
});

describe("who may read an order", () => {
  it("is staff, and the guest with its token; to everybody else it does not exist", async () => {
    const variant = await makeVariant();
    const mine = await placeOrder(await readyCart([{ variant, quantity: 1 }]));
    const other = await placeOrder(await readyCart([{ variant, quantity: 1 }]));
    const path = `/api/v1/orders/${mine.body.id}`;
    expect((await api("GET", path)).status).toBe(401);
    expect((await api("GET", path, { headers: { "X-Order-Token": other.body.access_token } })).status).toBe(
      404,
    );
    expect((await api("GET", path, { headers: { "X-Order-Token": "nonsense" } })).status).toBe(404);
    expect((await api("GET", path, { headers: { "X-Order-Token": mine.body.access_token } })).status).toBe(
      200,
    );
    expect((await api("GET", path, { headers: await asStaff(["order:manage"]) })).status).toBe(200);
    expect((await api("GET", path, { headers: await asStaff(["product:manage"]) })).status).toBe(404);
  });
});

describe("an order of what is not sent", () => {
  it("needs no shipping option and costs no shipping", async () => {
    const variant = await makeVariant({ stock: 5, price: "10.00", digital: true });
    const first = await api("POST", "/api/v1/cart/items", { body: { variant_id: variant.id, quantity: 1 } });
    const headers = { "X-Cart-Token": first.headers.get("X-Cart-Token") ?? "" };
    await api("PUT", "/api/v1/cart/contact", { body: { email: "ada@example.com" }, headers });
    await api("PUT", "/api/v1/cart/shipping-address", { body: NEW_YORK, headers });
    const options = await api("GET", "/api/v1/cart/shipping-options", { headers });
    expect(options.body["data"]).toEqual([]);
    const placed = await placeOrder(headers["X-Cart-Token"]);
    expect(placed.status).toBe(201);
    expect(placed.body.shipping_option).toBeUndefined();
    expect(placed.body.totals).toMatchObject({
      shipping: { amount: 0 },
      tax: { amount: 89 },
      total: { amount: 1089 },
    });
  });
});

describe("an order that costs nothing", () => {
  it("is confirmed without a payment, and its stock is sold", async () => {
    const variant = await makeVariant({ stock: 5, price: "0.00", digital: true });
    const first = await api("POST", "/api/v1/cart/items", { body: { variant_id: variant.id, quantity: 2 } });
    const headers = { "X-Cart-Token": first.headers.get("X-Cart-Token") ?? "" };
    await api("PUT", "/api/v1/cart/contact", { body: { email: "ada@example.com" }, headers });
    await api("PUT", "/api/v1/cart/shipping-address", { body: NEW_YORK, headers });
    const placed = await placeOrder(headers["X-Cart-Token"], {});
    expect(placed).toMatchObject({
      status: 201,
      body: { status: "confirmed", payment_status: "paid", payment: null, payments: [] },
    });
    await eventsDelivered();
    expect(await stockOf(variant)).toEqual({ on_hand: 3, reserved: 0 });
    expect(await value("SELECT COUNT(*) FROM notifications WHERE order_id = ?", placed.body.id)).toBe(1);
  });
});
