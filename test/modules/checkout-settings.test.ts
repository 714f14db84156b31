import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/platform/env.ts";
import { makeUser } from "../support/accounts.ts";
import { api, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { fillCart } from "../support/customer-cart.ts";
import { cronAfter } from "../support/doors.ts";
import { makeVariant, placeOrder, readyCart, unique } from "../support/shop.ts";

const MINUTE = 60_000;

function shopWith(settings: Record<string, string>): Env {
  return Object.assign({}, env, settings);
}

describe("with GUEST_CHECKOUT off", () => {
  const closed = shopWith({ GUEST_CHECKOUT: "off" });

  it("a guest can look at the catalog, and is told to log in to fill a cart or order", async () => {
    const variant = await makeVariant({ stock: 5 });
    const token = await readyCart([{ variant, quantity: 1 }]);
    const headers = { "X-Cart-Token": token, "Idempotency-Key": unique("key") };
    const refused = {
      status: 401,
      body: { code: "auth.required", detail: expect.stringContaining("Authorization") as unknown },
    };
    const before = await value("SELECT COUNT(*) FROM orders");
    const item = { variant_id: variant.id, quantity: 1 };
    expect(await callWith(closed, "POST", "/api/v1/orders", { body: {}, headers })).toMatchObject(refused);
    expect(await callWith(closed, "POST", "/api/v1/cart/items", { body: item, headers })).toMatchObject(
      refused,
    );
    expect(await callWith(closed, "GET", "/api/v1/cart", { headers })).toMatchObject(refused);
    expect(await value("SELECT COUNT(*) FROM orders")).toBe(before);
    expect((await callWith(closed, "GET", `/api/v1/products/${variant.product_id}`)).status).toBe(200);
  });

  it("a customer orders as always", async () => {
    const variant = await makeVariant({ stock: 5 });
    const { headers } = await makeUser();
    await fillCart(headers, variant);
    const placed = await callWith(closed, "POST", "/api/v1/orders", {
      body: { payment_method: "pm_card_visa" },
      headers: { ...headers, "Idempotency-Key": unique("key") },
    });
    expect(placed).toMatchObject({ status: 201, body: { status: "confirmed" } });
  });

  it("a guest who ordered before can still see that order and pay it", async () => {
    const variant = await makeVariant({ stock: 5 });
    const placed = await placeOrder(await readyCart([{ variant, quantity: 1 }]), {});
    const headers = { "X-Order-Token": placed.body.access_token };
    const path = `/api/v1/orders/${placed.body.id}`;
    expect((await callWith(closed, "GET", path, { headers })).status).toBe(200);
    const paid = await callWith(closed, "POST", `${path}/payments`, {
      body: { payment_method: "pm_card_visa" },
      headers,
    });
    expect(paid).toMatchObject({ status: 201, body: { status: "confirmed" } });
  });
});

describe("ORDER_HOLD_MINUTES", () => {
  it("is how long an order stays payable and holds its stock", async () => {
    const variant = await makeVariant({ stock: 5 });
    const cart = await readyCart([{ variant, quantity: 1 }]);
    const short = shopWith({ ORDER_HOLD_MINUTES: "5" });
    const placed = await callWith<{ id: string; placed_at: string; expires_at: string }>(
      short,
      "POST",
      "/api/v1/orders",
      { body: {}, headers: { "X-Cart-Token": cart, "Idempotency-Key": unique("key") } },
    );
    expect(Date.parse(placed.body.expires_at) - Date.parse(placed.body.placed_at)).toBe(5 * MINUTE);
    const status = () => value<string>("SELECT status FROM orders WHERE id = ?", placed.body.id);
    await cronAfter(4);
    expect(await status()).toBe("pending_payment");
    await cronAfter(5.1);
    expect(await status()).toBe("expired");
  });

  it.each(["0", "-5", "10081", "soon", ""])("cannot be %j", (minutes) => {
    expect(() => parseConfig(shopWith({ ORDER_HOLD_MINUTES: minutes }))).toThrow("ORDER_HOLD_MINUTES");
  });

  it.each(["1", "10080"])("can be %j", (minutes) => {
    expect(parseConfig(shopWith({ ORDER_HOLD_MINUTES: minutes })).ORDER_HOLD_MINUTES).toBe(Number(minutes));
  });
});

describe("an idempotency key", () => {
  it("that comes with another body is 422, and what the first one did stands", async () => {
    const variant = await makeVariant({ stock: 5 });
    const cart = await readyCart([{ variant, quantity: 1 }]);
    const key = unique("key");
    const placed = await placeOrder(cart, {}, key);
    const other = await placeOrder(cart, { payment_method: "pm_card_visa" }, key);
    expect(other).toMatchObject({ status: 422, body: { code: "idempotency.key_reused" } });
    const order = await api("GET", `/api/v1/orders/${placed.body.id}`, {
      headers: { "X-Order-Token": placed.body.access_token },
    });
    expect(order.body["status"]).toBe("pending_payment");
  });
});
