import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { PlacedOrder } from "../../src/modules/checkout/checkout.schema.ts";
import type { Order } from "../../src/modules/orders/index.ts";
import { api, asStaff, eventsDelivered, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { cronAfter, withoutQueue } from "../support/doors.ts";
import { beforeBatchWith } from "../support/failing-env.ts";
import { faultyStripe } from "../support/faulty-stripe.ts";
import { breachesNow, fulfillment, orderNow, paidOrder } from "../support/fulfillments.ts";
import { guestOrder } from "../support/orders.ts";
import {
  deliverWebhooks,
  makeVariant,
  placeOrder,
  readyCart,
  stockOf,
  stripe,
  takeWebhooks,
  type TestVariant,
  unique,
} from "../support/shop.ts";

type Cancelled = Order & { code: string; refunds: { status: string; amount: { amount: number } }[] };

async function cancelWith(bindings: Env, orderId: string, body: unknown = {}, key?: string) {
  return callWith<Cancelled>(bindings, "POST", `/api/v1/orders/${orderId}/cancel`, {
    body,
    headers: {
      ...(await asStaff(["order:manage"])),
      ...(key === undefined ? {} : { "Idempotency-Key": key }),
    },
  });
}
const cancel = (orderId: string, body: unknown = {}) => cancelWith(env, orderId, body);

const intentOf = (orderId: string) =>
  value<string>("SELECT intent_id FROM payments WHERE order_id = ? AND purpose = 'order'", orderId);
async function atStripe(intentId: string) {
  const answer = await stripe("GET", `/v1/payment_intents/${intentId}`);
  return answer.json<{ status: string; amount_received: number }>();
}
const refundsAtStripe = async (intentId: string) =>
  (
    await (
      await stripe("GET", `/v1/refunds?payment_intent=${intentId}`)
    ).json<{ data: { amount: number }[] }>()
  ).data;

/** An order whose client is to confirm the payment itself. */
async function unpaid(): Promise<{ order: PlacedOrder; intent: string; variant: TestVariant }> {
  const { order, variant } = await guestOrder({ body: {}, quantity: 2 });
  return { order, variant, intent: String(order.payment?.client_secret).split("_secret_")[0] ?? "" };
}
const confirmAtStripe = (intent: string) =>
  stripe("POST", `/v1/payment_intents/${intent}/confirm`, {
    payment_method: "pm_card_visa",
    return_url: "https://shop.example.com",
  });

describe("in parallel", () => {
  it("of several cancellations one happens, and the money goes back once", async () => {
    const { id } = await paidOrder([2]);
    const answers = await Promise.all([1, 2, 3].map(() => cancel(id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(await refundsAtStripe(await intentOf(id))).toHaveLength(1);
    expect(await breachesNow()).toEqual([]);
  });

  it("cancelling the same unit twice takes it out once", async () => {
    const { id, lines } = await paidOrder([2, 1]);
    const body = { line_items: [{ id: lines[0], quantity: 2 }] };
    const answers = await Promise.all([cancel(id, body), cancel(id, body)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await orderNow(id)).line_items).toMatchObject([
      { quantity: 0, removed_quantity: 2 },
      { quantity: 1 },
    ]);
    expect(await breachesNow()).toEqual([]);
  });

  it("either the order is cancelled or it is sent", async () => {
    const { id } = await paidOrder([2]);
    const made = await fulfillment("POST", id);
    const [cancelled, shipped] = await Promise.all([
      cancel(id),
      fulfillment("POST", id, `/${made.body.id}/ship`),
    ]);
    expect([cancelled.status, shipped.status].sort()).toEqual([200, 409]);
    expect((await orderNow(id)).status).toBe(cancelled.status === 200 ? "cancelled" : "shipped");
    expect(await breachesNow()).toEqual([]);
  });

  it("with a refund of everything the money goes back once", async () => {
    const { id } = await paidOrder([2]);
    const payment = (await orderNow(id)).payments[0]?.id ?? "";
    const [cancelled] = await Promise.all([
      cancel(id),
      api("POST", `/api/v1/payments/${payment}/refunds`, {
        body: {},
        headers: { ...(await asStaff()), "Idempotency-Key": unique("key") },
      }),
    ]);
    expect(cancelled.status).toBe(200);
    await eventsDelivered();
    const { amount_received: taken } = await atStripe(await intentOf(id));
    const back = (await refundsAtStripe(await intentOf(id))).reduce((sum, { amount }) => sum + amount, 0);
    expect(back).toBe(taken);
    expect(await breachesNow()).toEqual([]);
  });

  it("while the customer pays, the order is cancelled and no money stays", async () => {
    const { order, variant } = await unpaid();
    const [cancelled] = await Promise.all([
      cancel(order.id),
      api("POST", `/api/v1/orders/${order.id}/payments`, {
        body: { payment_method: "pm_card_visa" },
        headers: { "X-Order-Token": order.access_token ?? "" },
      }),
    ]);
    expect([200, 409, 503]).toContain(cancelled.status);
    if (cancelled.status !== 200) expect((await cancel(order.id)).status).toBe(200);
    await deliverWebhooks();
    await cronAfter(5);
    await eventsDelivered();
    expect((await orderNow(order.id)).status).toBe("cancelled");
    expect((await stockOf(variant)).reserved).toBe(0);
    expect(await breachesNow()).toEqual([]);
  });

  it("an order that was paid at Stripe, of which we have not heard, is cancelled as a paid one", async () => {
    const { order, intent, variant } = await unpaid();
    await confirmAtStripe(intent);
    const late = await takeWebhooks();
    expect(late.length).toBeGreaterThan(0);
    const answer = await cancel(order.id);
    expect(answer.body).toMatchObject({
      status: "cancelled",
      payment_status: "refunded",
      refunds: [{ status: "succeeded", amount: order.totals.total }],
    });
    await deliverWebhooks();
    await eventsDelivered();
    expect((await stockOf(variant)).reserved).toBe(0);
    expect(await refundsAtStripe(intent)).toHaveLength(1);
    expect(await breachesNow()).toEqual([]);
  });

  it("an order that expires meanwhile is one or the other", async () => {
    const { order, variant } = await unpaid();
    const [, cancelled] = await Promise.all([cronAfter(31), cancel(order.id)]);
    const { status } = await orderNow(order.id);
    expect(status).toBe(cancelled.status === 200 ? "cancelled" : "expired");
    expect((await stockOf(variant)).reserved).toBe(0);
    expect(await breachesNow()).toEqual([]);
  });
});

describe("when something dies in between", () => {
  it("Stripe that cannot be reached leaves an unpaid order as it is", async () => {
    const { order, variant } = await unpaid();
    const before = await stockOf(variant);
    const { env: down } = faultyStripe("lost connection", () => true, 20);
    const answer = await cancelWith(down, order.id);
    expect(answer).toMatchObject({ status: 503, body: { code: "payment.unavailable" } });
    expect((await orderNow(order.id)).status).toBe("pending_payment");
    expect(await stockOf(variant)).toEqual(before);
    expect((await cancel(order.id)).status).toBe(200);
    expect(await breachesNow()).toEqual([]);
  });

  it.each(["timeout", "500", "kept 500", "lost answer"] as const)(
    "a refund that meets %s is made later, once",
    async (fault) => {
      const { id } = await paidOrder([1]);
      const { env: faulty, failed } = faultyStripe(
        fault,
        (method, path) => method === "POST" && path === "/v1/refunds",
      );
      const answer = await cancelWith(withoutQueue(faulty), id);
      expect(answer).toMatchObject({ status: 200, body: { status: "cancelled" } });
      expect(failed()).toBeGreaterThan(0);
      await cronAfter(2);
      await cronAfter(4);
      await eventsDelivered();
      expect(await refundsAtStripe(await intentOf(id))).toHaveLength(1);
      expect((await orderNow(id)).payment_status).toBe("refunded");
      expect(await breachesNow()).toEqual([]);
    },
  );

  it("after Stripe was told and before we wrote: the same request goes on, and without it the order expires", async () => {
    const died = () =>
      beforeBatchWith(/UPDATE stock_reservations SET quantity = CASE/, () =>
        Promise.reject(new Error("died")),
      );
    const one = await unpaid();
    const key = unique("key");
    expect((await cancelWith(died(), one.order.id, {}, key)).status).toBe(500);
    expect((await atStripe(one.intent)).status).toBe("canceled");
    expect((await orderNow(one.order.id)).status).toBe("pending_payment");
    expect(await cancelWith(env, one.order.id, {}, key)).toMatchObject({
      status: 200,
      body: { status: "cancelled" },
    });
    const two = await unpaid();
    expect((await cancelWith(died(), two.order.id)).status).toBe(500);
    await cronAfter(31);
    expect((await orderNow(two.order.id)).status).toBe("expired");
    expect((await stockOf(two.variant)).reserved).toBe(0);
    expect(await breachesNow()).toEqual([]);
  });

  it("overtaken after Stripe was told: 412 to who named a version; nothing can be paid, and the next try cancels it", async () => {
    const { order, intent, variant } = await unpaid();
    const staff = await asStaff(["order:manage"]);
    const read = await api("GET", `/api/v1/orders/${order.id}`, { headers: staff });
    const overtaking = beforeBatchWith(/UPDATE stock_reservations SET quantity = CASE/, () =>
      api("PUT", `/api/v1/orders/${order.id}/tags`, { body: { tags: ["gift"] }, headers: staff }),
    );
    const answer = await callWith<Cancelled>(overtaking, "POST", `/api/v1/orders/${order.id}/cancel`, {
      body: {},
      headers: { ...staff, "If-Match": read.headers.get("ETag") ?? "" },
    });
    expect(answer).toMatchObject({ status: 412, body: { code: "resource.precondition_failed" } });
    expect((await atStripe(intent)).status).toBe("canceled");
    const paid = await api("POST", `/api/v1/orders/${order.id}/payments`, {
      body: { payment_method: "pm_card_visa" },
      headers: { "X-Order-Token": order.access_token },
    });
    expect(paid).toMatchObject({ status: 409, body: { code: "order.not_payable" } });
    expect(await cancel(order.id)).toMatchObject({ status: 200, body: { status: "cancelled" } });
    expect((await stockOf(variant)).reserved).toBe(0);
    expect(await breachesNow()).toEqual([]);
  });

  it("of a paid order either all of it is written or nothing", async () => {
    const { id, variants } = await paidOrder([2]);
    const dying = beforeBatchWith(/UPDATE stock_reservations SET quantity = CASE/, () =>
      Promise.reject(new Error("died")),
    );
    expect((await cancelWith(dying, id)).status).toBe(500);
    expect((await orderNow(id)).status).toBe("confirmed");
    expect(await value("SELECT COUNT(*) FROM refunds WHERE order_id = ?", id)).toBe(0);
    expect((await cancel(id)).status).toBe(200);
    const [variant] = variants;
    expect(variant && (await stockOf(variant))).toMatchObject({ reserved: 0 });
    expect(await breachesNow()).toEqual([]);
  });
});

describe("what is only authorised", () => {
  const manual: Env = Object.assign({}, env, { CAPTURE_METHOD: "manual" });

  async function authorized(quantity: number) {
    const variant = await makeVariant({ stock: 5 });
    const cart = await readyCart([{ variant, quantity }]);
    const placed = await callWith<PlacedOrder>(manual, "POST", "/api/v1/orders", {
      body: { payment_method: "pm_card_visa" },
      headers: { "X-Cart-Token": cart, "Idempotency-Key": unique("key") },
    });
    expect(placed.body).toMatchObject({ status: "confirmed", payment_status: "authorized" });
    await eventsDelivered();
    const { body: order } = placed;
    return { order, variant, intent: await intentOf(order.id), payment: order.payments[0]?.id ?? "" };
  }
  const capture = async (payment: string, body: unknown = {}) =>
    api<{ code: string; captured: { amount: number } }>("POST", `/api/v1/payments/${payment}/captures`, {
      body,
      headers: { ...(await asStaff()), "Idempotency-Key": unique("key") },
    });

  it("is given up at Stripe", async () => {
    const { order, intent, payment, variant } = await authorized(2);
    expect(await cancel(order.id)).toMatchObject({
      status: 200,
      body: { status: "cancelled", payment_status: "voided", refunds: [] },
    });
    expect(await atStripe(intent)).toMatchObject({ status: "canceled", amount_received: 0 });
    expect((await capture(payment)).status).toBe(409);
    expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 0 });
    expect(await breachesNow()).toEqual([]);
  });

  it("is given up later when Stripe cannot be reached now, and cannot be captured until then", async () => {
    const { order, intent, payment } = await authorized(1);
    const { env: down } = faultyStripe("lost connection", (method) => method === "POST", 20);
    expect(await cancelWith(withoutQueue(down), order.id)).toMatchObject({
      status: 200,
      body: { status: "cancelled" },
    });
    expect((await atStripe(intent)).status).toBe("requires_capture");
    expect((await capture(payment)).status).toBe(409);
    await cronAfter(1);
    await eventsDelivered();
    expect((await atStripe(intent)).status).toBe("canceled");
    expect((await orderNow(order.id)).payment_status).toBe("voided");
    expect(await breachesNow()).toEqual([]);
  });

  it("and was captured at Stripe by hand meanwhile goes back", async () => {
    const { order, intent } = await authorized(1);
    await stripe("POST", `/v1/payment_intents/${intent}/capture`);
    await takeWebhooks();
    expect((await cancel(order.id)).body.status).toBe("cancelled");
    await cronAfter(1);
    await eventsDelivered();
    const { amount_received: taken } = await atStripe(intent);
    expect(taken).toBe(order.totals.total.amount);
    expect(await refundsAtStripe(intent)).toMatchObject([{ amount: taken }]);
    expect(await breachesNow()).toEqual([]);
  });

  it("is captured less when units were cancelled", async () => {
    const { order, payment } = await authorized(3);
    const line_items = [{ id: order.line_items[0]?.id, quantity: 1 }];
    const answer = await cancel(order.id, { line_items });
    expect(answer.body).toMatchObject({ status: "confirmed", payment_status: "authorized", refunds: [] });
    expect(answer.body.totals.total.amount).toBeLessThan(order.totals.total.amount);
    const captured = await capture(payment);
    expect(captured.status, JSON.stringify(captured.body)).toBeLessThan(300);
    const { payments } = await orderNow(order.id);
    expect(payments[0]?.captured).toEqual(answer.body.totals.total);
    expect(await breachesNow()).toEqual([]);
  });
});

it("a mail for a cancellation is sent once, however often its event comes", async () => {
  const { id } = await paidOrder([1]);
  await cancel(id);
  await eventsDelivered();
  const [event] = await rows<{ id: string; payload: string }>(
    "SELECT id, payload FROM outbox WHERE type = 'order.cancelled' AND payload ->> '$.order_id' = ?",
    id,
  );
  await env.DB.prepare("UPDATE outbox SET delivered_at = NULL WHERE id = ?").bind(event?.id).run();
  await cronAfter(2);
  await eventsDelivered();
  expect(
    await value("SELECT COUNT(*) FROM notifications WHERE order_id = ? AND template = 'order-cancelled'", id),
  ).toBe(1);
});

it("an order placed and cancelled by somebody else's token is not", async () => {
  const variant = await makeVariant();
  const placed = await placeOrder(await readyCart([{ variant, quantity: 1 }]));
  const answer = await api("POST", `/api/v1/orders/${placed.body.id}/cancel`, {
    body: {},
    headers: { "X-Order-Token": "not-a-token" },
  });
  expect(answer.status).toBe(404);
});
