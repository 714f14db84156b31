import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import type { Cart } from "../../src/modules/cart/cart.schema.ts";
import { settleOrder } from "../../src/modules/checkout/settle-payment.ts";
import { retrieveIntent } from "../../src/modules/payments/index.ts";
import { createCtx, setClock } from "../../src/platform/ctx.ts";
import { api, eventsDelivered, rows, value } from "../support/api.ts";
import { cronAfter } from "../support/doors.ts";
import { atBatch, placeOrderWith } from "../support/failing-env.ts";
import {
  deliverWebhooks,
  expireHereOnly,
  makeVariant,
  placeOrder,
  readyCart,
  stockOf,
  stripe,
  takeWebhooks,
  unique,
} from "../support/shop.ts";

afterEach(() => setClock(undefined));

const died = () => Promise.reject(new Error("the Worker died here"));

async function intentsOf(orderId: string): Promise<{ id: string; status: string }[]> {
  const response = await stripe("GET", "/v1/payment_intents?limit=100");
  const { data } = await response.json<{
    data: { id: string; status: string; metadata: { order_id?: string } }[];
  }>();
  return data.filter((intent) => intent.metadata.order_id === orderId);
}

async function orderOf(variantId: string) {
  const found = await rows<{ id: string; status: string; captured: number; refunded: number; total: number }>(
    `SELECT o.id, o.status, o.total, p.captured, p.refunded FROM orders o JOIN payments p ON p.order_id = o.id
     JOIN order_lines l ON l.order_id = o.id WHERE l.variant_id = ?`,
    variantId,
  );
  expect(found).toHaveLength(1);
  const [order] = found;
  if (!order) throw new Error("unreachable");
  return order;
}

function minutesLater(minutes: number): void {
  setClock(() => new Date(Date.now() + minutes * 60_000));
}

it.each([1, 2])(
  "a database that sheds load at batch %i asks for a retry, which then places the order",
  async (batch) => {
    const variant = await makeVariant({ stock: 5 });
    const cart = await readyCart([{ variant, quantity: 1 }]);
    const key = unique("key");
    const busy = atBatch(batch, () =>
      Promise.reject(new Error("D1_ERROR: D1 DB is overloaded. Requests queued for too long.")),
    );
    const refused = await placeOrderWith(busy, cart, { payment_method: "pm_card_visa" }, key);
    expect(refused.status).toBe(503);
    expect(refused.headers.get("Retry-After")).toBe("2");
    expect(await refused.json()).toMatchObject({ code: "service.unavailable" });
    const placed = await placeOrderWith(env, cart, { payment_method: "pm_card_visa" }, key);
    expect(placed.status).toBe(201);
    expect(await orderOf(variant.id)).toMatchObject({ status: "confirmed" });
  },
);

// Batch 1 reads the facts, batch 2 makes the order, batch 3 stores what Stripe said.
describe("a Worker that dies while placing an order", () => {
  it.each([[true], [false]])(
    "after Stripe took the money: the retry finds the same payment, it is charged once (webhook first: %s)",
    async (webhookFirst) => {
      const variant = await makeVariant({ stock: 5 });
      const cart = await readyCart([{ variant, quantity: 1 }]);
      const key = unique("key");
      const first = await placeOrderWith(atBatch(3, died), cart, { payment_method: "pm_card_visa" }, key);
      expect(first.status).toBe(500);
      if (webhookFirst) {
        await deliverWebhooks();
        await eventsDelivered();
        expect((await orderOf(variant.id)).status).toBe("confirmed");
      }
      minutesLater(1);
      const retry = await placeOrder(cart, { payment_method: "pm_card_visa" }, key);
      expect(retry).toMatchObject({ status: 201, body: { status: "confirmed", payment_status: "paid" } });
      await deliverWebhooks();
      await eventsDelivered();
      const order = await orderOf(variant.id);
      expect(await intentsOf(order.id)).toMatchObject([{ status: "succeeded" }]);
      expect(order).toMatchObject({ status: "confirmed", captured: order.total, refunded: 0 });
      expect(await stockOf(variant)).toEqual({ on_hand: 4, reserved: 0 });
      expect(await value("SELECT COUNT(*) FROM notifications WHERE order_id = ?", order.id)).toBe(1);
      const again = await placeOrder(cart, { payment_method: "pm_card_visa" }, key);
      expect(again.headers.get("Idempotent-Replayed")).toBe("true");
    },
  );

  it("before the order is made: nothing is left, the retry makes it", async () => {
    const variant = await makeVariant({ stock: 5 });
    const cart = await readyCart([{ variant, quantity: 1 }]);
    const key = unique("key");
    expect((await placeOrderWith(atBatch(2, died), cart, {}, key)).status).toBe(500);
    expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 0 });
    expect((await placeOrder(cart, { payment_method: "pm_card_visa" }, key)).status).toBe(201);
  });

  it("with nobody retrying: the sweeper settles what was paid and undoes what was not", async () => {
    const paid = await makeVariant({ stock: 5 });
    const unpaid = await makeVariant({ stock: 5 });
    await placeOrderWith(
      atBatch(3, died),
      await readyCart([{ variant: paid, quantity: 1 }]),
      { payment_method: "pm_fault_webhook_never" },
      unique("key"),
    );
    await placeOrderWith(
      atBatch(3, died),
      await readyCart([{ variant: unpaid, quantity: 1 }]),
      {},
      unique("key"),
    );
    await takeWebhooks();
    await env.DB.prepare(
      "INSERT INTO jobs (name, lease_until) VALUES ('payments.fetch-missed-events', '9999') ON CONFLICT (name) DO UPDATE SET lease_until = '9999'",
    ).run();
    await cronAfter(31);
    await env.DB.prepare(
      "UPDATE jobs SET lease_until = NULL WHERE name = 'payments.fetch-missed-events'",
    ).run();
    await eventsDelivered();
    expect((await orderOf(paid.id)).status).toBe("confirmed");
    expect(await stockOf(paid)).toEqual({ on_hand: 4, reserved: 0 });
    const undone = await orderOf(unpaid.id);
    expect(undone.status).toBe("expired");
    expect(await intentsOf(undone.id)).toMatchObject([{ status: "canceled" }]);
    expect(await stockOf(unpaid)).toEqual({ on_hand: 5, reserved: 0 });
  });
});

describe("a retry that comes after the hold has ended", () => {
  it("takes no money for the expired order", async () => {
    const variant = await makeVariant({ stock: 1 });
    const cart = await readyCart([{ variant, quantity: 1 }]);
    const key = unique("key");
    expect((await placeOrder(cart, { payment_method: "pm_fault_500" }, key)).status).toBe(503);
    minutesLater(32);
    const early = await placeOrder(cart, { payment_method: "pm_fault_500" }, key);
    expect(early).toMatchObject({ status: 409, body: { code: "order.not_payable" } });
    await cronAfter(32);
    const order = await orderOf(variant.id);
    expect(order).toMatchObject({ status: "expired", captured: 0 });
    expect(await stockOf(variant)).toEqual({ on_hand: 1, reserved: 0 });
    expect((await intentsOf(order.id)).filter((intent) => intent.status !== "canceled")).toEqual([]);
  });
});

describe("a payment that succeeds while its order expires", () => {
  it("is decided once: two parallel runs never both ship and refund", async () => {
    const variant = await makeVariant({ stock: 1 });
    const placed = await placeOrder(await readyCart([{ variant, quantity: 1 }]), {});
    const intentId = String(placed.body.payment?.client_secret).split("_secret_")[0] ?? "";
    await expireHereOnly(placed.body.id, variant);
    await stripe("POST", `/v1/payment_intents/${intentId}/confirm`, {
      payment_method: "pm_card_visa",
      return_url: "https://shop.example.com",
    });
    await takeWebhooks();

    const pending: Promise<unknown>[] = [];
    const ctxWith = (bindings: Env) =>
      createCtx(bindings, { kind: "system", job: "test" }, { waitUntil: (work) => void pending.push(work) });
    const reached = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    // The slow run has read the order as expired; its next batch waits until the fast run is through.
    const slowCtx = ctxWith(
      atBatch(1, () => {
        reached.resolve();
        return gate.promise;
      }),
    );
    const intent = await retrieveIntent(ctxWith(env), intentId);
    const slow = settleOrder(slowCtx, placed.body.id, intent);
    await reached.promise;
    await settleOrder(ctxWith(env), placed.body.id, intent);
    gate.resolve();
    await slow;
    await Promise.all(pending);
    await eventsDelivered();

    expect(await orderOf(variant.id)).toMatchObject({ status: "confirmed", refunded: 0 });
    expect(await stockOf(variant)).toEqual({ on_hand: 0, reserved: 0 });
    expect(await rows("SELECT template FROM notifications WHERE order_id = ?", placed.body.id)).toEqual([
      { template: "order-confirmation" },
    ]);
  });
});

describe("what is put into the cart while its order is being paid", () => {
  it("stays in the cart", async () => {
    const ordered = await makeVariant({ stock: 5 });
    const later = await makeVariant({ stock: 5 });
    const cart = await readyCart([{ variant: ordered, quantity: 1 }]);
    const add = async () => {
      const answer = await api("POST", "/api/v1/cart/items", {
        body: { variant_id: later.id, quantity: 2 },
        headers: { "X-Cart-Token": cart },
      });
      expect(answer.status).toBe(201);
    };
    const placed = await placeOrderWith(
      atBatch(3, add),
      cart,
      { payment_method: "pm_card_visa" },
      unique("key"),
    );
    expect(placed.status).toBe(201);
    await eventsDelivered();
    const left = await api<Cart>("GET", "/api/v1/cart", { headers: { "X-Cart-Token": cart } });
    expect(left.body.items).toMatchObject([{ variant_id: later.id, quantity: 2 }]);
  });
});

describe("a payment's replay", () => {
  it("needs the order's token, like the payment itself", async () => {
    const variant = await makeVariant({ stock: 5 });
    const placed = await placeOrder(await readyCart([{ variant, quantity: 1 }]), {});
    const pay = (headers: Record<string, string>) =>
      api("POST", `/api/v1/orders/${placed.body.id}/payments`, {
        body: { payment_method: "pm_card_visa" },
        headers: { "Idempotency-Key": "pay-1", ...headers },
      });
    const first = await pay({ "X-Order-Token": placed.body.access_token });
    expect(first.status).toBe(201);
    const replay = await pay({ "X-Order-Token": placed.body.access_token });
    expect(replay.headers.get("Idempotent-Replayed")).toBe("true");
    expect(replay.body).toEqual(first.body);
    expect((await pay({})).status).toBe(401);
    expect((await pay({ "X-Order-Token": "another" })).status).toBe(404);
  });
});
