import { describe, expect, it } from "vitest";
import { api, eventsDelivered, rows, value } from "../support/api.ts";
import {
  deliverWebhooks,
  makeVariant,
  placeOrder,
  readyCart,
  stockOf,
  stripe,
  unique,
} from "../support/shop.ts";

interface OrderRef {
  id: string;
  number: string;
  access_token: string;
}

function pay(order: OrderRef, paymentMethod: string) {
  return api("POST", `/api/v1/orders/${order.id}/payments`, {
    body: { payment_method: paymentMethod },
    headers: { "X-Order-Token": order.access_token },
  });
}

describe("a declined card", () => {
  it("leaves the stock held and the order payable; paying again with a good card confirms it", async () => {
    const variant = await makeVariant({ stock: 5 });
    const cart = await readyCart([{ variant, quantity: 2 }]);
    const key = unique("key");
    const declined = await placeOrder(cart, { payment_method: "pm_card_chargeDeclined" }, key);
    expect(declined.status).toBe(402);
    expect(declined.body).toMatchObject({ code: "payment.declined", decline_code: "generic_decline" });
    const order = (declined.body as unknown as { order: OrderRef }).order;
    expect(await value("SELECT status FROM orders WHERE id = ?", order.id)).toBe("payment_failed");
    expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 2 });

    const again = await placeOrder(cart, { payment_method: "pm_card_chargeDeclined" }, key);
    expect(again.status).toBe(402);
    expect(again.headers.get("Idempotent-Replayed")).toBe("true");

    const poor = await pay(order, "pm_card_visa_chargeDeclinedInsufficientFunds");
    expect(poor.status).toBe(402);
    expect(poor.body).toMatchObject({ decline_code: "insufficient_funds" });
    const paid = await pay(order, "pm_card_visa");
    expect(paid.status).toBe(201);
    expect(paid.body).toMatchObject({ status: "confirmed", payment_status: "paid" });
    await deliverWebhooks();
    await eventsDelivered();
    expect(await stockOf(variant)).toEqual({ on_hand: 3, reserved: 0 });
    expect(await value("SELECT COUNT(*) FROM notifications WHERE order_id = ?", order.id)).toBe(1);
    const ledger = await rows(
      "SELECT kind, COUNT(*) AS n FROM payment_transactions t JOIN payments p ON p.id = t.payment_id WHERE p.order_id = ? GROUP BY kind",
      order.id,
    );
    expect(ledger).toEqual([
      { kind: "captured", n: 1 },
      { kind: "failed", n: 2 },
      { kind: "fee", n: 1 },
    ]);
    expect((await pay(order, "pm_card_visa")).body).toMatchObject({
      status: 409,
      code: "order.not_payable",
      order_status: "confirmed",
    });
  });
});

describe("a payment method that does not exist", () => {
  it("is 422 with a pointer, and the order can be paid with another one", async () => {
    const variant = await makeVariant({ stock: 5 });
    const answer = await placeOrder(await readyCart([{ variant, quantity: 1 }]), {
      payment_method: "pm_nonsense",
    });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      code: "payment.method_invalid",
      errors: [{ pointer: "#/payment_method" }],
    });
    const order = (answer.body as unknown as { order: OrderRef }).order;
    expect((await pay(order, "pm_card_visa")).body).toMatchObject({ status: "confirmed" });
  });
});

describe("an order whose payment methods are refused again and again", () => {
  it.each([["before"], ["after"]])(
    "still has one intent, and a good card pays it once (webhooks %s the last attempt)",
    async (when) => {
      const variant = await makeVariant({ stock: 5 });
      const first = await placeOrder(await readyCart([{ variant, quantity: 1 }]), {
        payment_method: "pm_nonsense",
      });
      const order = (first.body as unknown as { order: OrderRef }).order;
      expect((await pay(order, "pm_nonsense")).status).toBe(422);
      expect((await pay(order, "pm_nonsense")).status).toBe(422);
      if (when === "before") {
        await deliverWebhooks();
        await eventsDelivered();
      }
      const paid = await pay(order, "pm_card_visa");
      expect(paid).toMatchObject({ status: 201, body: { status: "confirmed", payment_status: "paid" } });
      await deliverWebhooks();
      await eventsDelivered();
      const response = await stripe("GET", "/v1/payment_intents?limit=100");
      const intents = await response.json<{ data: { metadata: { order_id?: string }; status: string }[] }>();
      expect(intents.data.filter((intent) => intent.metadata.order_id === order.id)).toMatchObject([
        { status: "succeeded" },
      ]);
      expect(
        await rows("SELECT captured = amount AS paid, refunded FROM payments WHERE order_id = ?", order.id),
      ).toEqual([{ paid: 1, refunded: 0 }]);
      expect(await value("SELECT COUNT(*) FROM stripe_events WHERE processed_at IS NULL")).toBe(0);
    },
  );
});

describe("a card that wants authentication", () => {
  it("leaves the order pending with the next action; authenticating confirms it by webhook", async () => {
    const variant = await makeVariant({ stock: 5 });
    const placed = await placeOrder(await readyCart([{ variant, quantity: 1 }]), {
      payment_method: "pm_card_authenticationRequired",
      return_url: "https://shop.example.com/done",
    });
    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({
      status: "pending_payment",
      payment: { status: "requires_action", next_action: { type: "redirect_to_url" } },
    });
    const action = placed.body.payment?.next_action as { redirect_to_url: { url: string } };
    const url = new URL(action.redirect_to_url.url);
    expect(url.pathname).toMatch(/^\/_stripe\/_emulator\/authenticate\/pi_/);
    await stripe("POST", `${url.pathname.replace("/_stripe", "")}${url.search}`, { outcome: "succeed" });
    await deliverWebhooks();
    await eventsDelivered();
    expect(await value("SELECT status FROM orders WHERE id = ?", placed.body.id)).toBe("confirmed");
  });
});

describe("when Stripe's answer does not come", () => {
  it("a time-out is 503 with the order; the same key goes on with the same order, and it can be paid otherwise", async () => {
    const variant = await makeVariant({ stock: 5 });
    const cart = await readyCart([{ variant, quantity: 1 }]);
    const key = unique("key");
    const lost = await placeOrder(cart, { payment_method: "pm_fault_timeout" }, key);
    expect(lost.status).toBe(503);
    expect(lost.headers.get("Retry-After")).toBe("2");
    expect(lost.body).toMatchObject({ code: "payment.unavailable" });
    const order = (lost.body as unknown as { order: OrderRef }).order;
    expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 1 });

    const retried = await placeOrder(cart, { payment_method: "pm_fault_timeout" }, key);
    expect(retried.status).toBe(503);
    expect(retried.body).toMatchObject({ order: { id: order.id } });
    expect(await value("SELECT COUNT(*) FROM order_lines WHERE variant_id = ?", variant.id)).toBe(1);
  });

  it("an answer lost after the money was taken is found again under the same key: one order, paid once", async () => {
    const variant = await makeVariant({ stock: 5 });
    const cart = await readyCart([{ variant, quantity: 1 }]);
    const key = unique("key");
    let answer = await placeOrder(cart, { payment_method: "pm_fault_answer_lost" }, key);
    if (answer.status === 503)
      answer = await placeOrder(cart, { payment_method: "pm_fault_answer_lost" }, key);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ status: "confirmed", payment_status: "paid" });
    await deliverWebhooks();
    await eventsDelivered();
    const response = await stripe("GET", "/v1/payment_intents?limit=100");
    const intents = await response.json<{ data: { metadata: { order_id?: string }; status: string }[] }>();
    expect(intents.data.filter((intent) => intent.metadata.order_id === answer.body.id)).toMatchObject([
      { status: "succeeded" },
    ]);
    expect(await stockOf(variant)).toEqual({ on_hand: 4, reserved: 0 });
  });

  it("a 500 from Stripe is 503, nothing is lost", async () => {
    const variant = await makeVariant({ stock: 5 });
    const answer = await placeOrder(await readyCart([{ variant, quantity: 1 }]), {
      payment_method: "pm_fault_500",
    });
    expect(answer.status).toBe(503);
    const order = (answer.body as unknown as { order: OrderRef }).order;
    expect((await pay(order, "pm_card_visa")).body).toMatchObject({ status: "confirmed" });
  });

  it("a try that Stripe did not answer is none of the twenty cards that may be tried", async () => {
    const cart = await readyCart([{ variant: await makeVariant({ stock: 5 }), quantity: 1 }]);
    const { id, number, access_token } = (await placeOrder(cart, {})).body;
    const order = { id, number, access_token: String(access_token) };
    const statuses: number[] = [];
    const trying = async (method: string) => statuses.push((await pay(order, method)).status);
    for (let card = 0; card < 19; card += 1) await trying("pm_card_chargeDeclined");
    await trying("pm_fault_500");
    await trying("pm_card_chargeDeclined");
    await trying("pm_card_chargeDeclined");
    expect(statuses.slice(18)).toEqual([402, 503, 402, 429]);
  });
});

describe.each(["pm_fault_webhook_twice", "pm_fault_webhook_reversed", "pm_fault_webhook_late"])(
  "webhooks as %s sends them",
  (method) => {
    it("end in one confirmed order", async () => {
      const variant = await makeVariant({ stock: 5 });
      const placed = await placeOrder(await readyCart([{ variant, quantity: 1 }]), {});
      const intentId = String(placed.body.payment?.client_secret).split("_secret_")[0];
      await stripe("POST", `/v1/payment_intents/${intentId}/confirm`, {
        payment_method: method,
        return_url: "https://shop.example.com",
      });
      await deliverWebhooks(true);
      await eventsDelivered();
      expect(
        await rows("SELECT action FROM order_transitions WHERE order_id = ? ORDER BY seq", placed.body.id),
      ).toEqual([{ action: "place" }, { action: "settle" }]);
      expect(await value("SELECT COUNT(*) FROM notifications WHERE order_id = ?", placed.body.id)).toBe(1);
      expect(await stockOf(variant)).toEqual({ on_hand: 4, reserved: 0 });
    });
  },
);
