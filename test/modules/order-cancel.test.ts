import { describe, expect, it } from "vitest";
import type { Order } from "../../src/modules/orders/index.ts";
import { makeUser } from "../support/accounts.ts";
import { type Answer, api, asStaff, eventsDelivered, rows } from "../support/api.ts";
import { fillCart, orderAs } from "../support/customer-cart.ts";
import { breachesNow, fulfillment, orderNow, orderOf, paidOrder } from "../support/fulfillments.ts";
import { allBreaches, guestOrder } from "../support/orders.ts";
import { makeVariant, placeOrder, readyCart, stockOf, stripe } from "../support/shop.ts";

type Cancelled = Order & {
  code: string;
  refunds: { id: string; status: string; amount: { amount: number } }[];
  errors: { pointer: string; code: string }[];
};

function cancel(orderId: string, body: unknown, headers: Record<string, string>): Promise<Answer<Cancelled>> {
  return api<Cancelled>("POST", `/api/v1/orders/${orderId}/cancel`, { body, headers });
}
const asManager = async (orderId: string, body: unknown = {}, headers: Record<string, string> = {}) =>
  cancel(orderId, body, { ...(await asStaff(["order:manage"])), ...headers });

const setTagsOf = async (orderId: string, tags: string[]) =>
  api("PUT", `/api/v1/orders/${orderId}/tags`, { body: { tags }, headers: await asStaff(["order:manage"]) });

const mailsOf = (orderId: string) =>
  rows<{ template: string; subject: string }>(
    "SELECT template, subject FROM notifications WHERE order_id = ? AND template LIKE 'order-%cancelled' AND status = 'sent'",
    orderId,
  );
const lastStep = async (orderId: string) => {
  const [row] = await rows<{ action: string; reason: string; data: string }>(
    "SELECT action, reason, data FROM order_transitions WHERE order_id = ? ORDER BY seq DESC LIMIT 1",
    orderId,
  );
  return { ...row, data: JSON.parse(row?.data ?? "{}") as Record<string, unknown> };
};

describe("cancelling an order that was not paid", () => {
  it("by the guest who placed it: the payment is over at Stripe, the stock is free, a mail is sent", async () => {
    const { order, guest, variant } = await guestOrder({ body: {}, quantity: 3 });
    const before = await stockOf(variant);
    expect(before.reserved).toBe(3);
    const answer = await cancel(order.id, { reason: "Ordered twice" }, guest);
    expect(answer, JSON.stringify(answer.body)).toMatchObject({
      status: 200,
      body: { status: "cancelled", payment_status: "voided", refunds: [], outstanding: { amount: 0 } },
    });
    expect(await stockOf(variant)).toEqual({ ...before, reserved: 0 });
    const intents = await (
      await stripe("GET", "/v1/payment_intents?limit=100")
    ).json<{
      data: { status: string; metadata: { order_id?: string } }[];
    }>();
    const own = intents.data.filter((intent) => intent.metadata.order_id === order.id);
    expect(own.map(({ status }) => status)).toEqual(["canceled"]);
    const pay = await api("POST", `/api/v1/orders/${order.id}/payments`, {
      body: { payment_method: "pm_card_visa" },
      headers: guest,
    });
    expect(pay).toMatchObject({ status: 409, body: { code: "order.not_payable" } });
    expect(await lastStep(order.id)).toMatchObject({ action: "cancel", reason: "Ordered twice" });
    await eventsDelivered();
    expect(await mailsOf(order.id)).toMatchObject([{ template: "order-cancelled" }]);
    expect(await breachesNow()).toEqual([]);
  });

  it("whose card was declined", async () => {
    const variant = await makeVariant({ stock: 2 });
    const declined = await placeOrder(await readyCart([{ variant, quantity: 2 }]), {
      payment_method: "pm_card_chargeDeclined",
    });
    const { id, access_token: token } = (
      declined.body as unknown as { order: { id: string; access_token: string } }
    ).order;
    expect(await cancel(id, {}, { "X-Order-Token": token })).toMatchObject({
      status: 200,
      body: { status: "cancelled" },
    });
    expect(await stockOf(variant)).toEqual({ on_hand: 2, reserved: 0 });
    expect(await breachesNow()).toEqual([]);
  });

  it("cannot be done line by line", async () => {
    const { order } = await guestOrder({ body: {}, quantity: 2 });
    const line = { id: order.line_items[0]?.id, quantity: 1 };
    expect(await asManager(order.id, { line_items: [line] })).toMatchObject({
      status: 409,
      body: { code: "order.not_cancellable", order_status: "pending_payment" },
    });
    expect((await orderNow(order.id)).status).toBe("pending_payment");
  });
});

describe("cancelling a paid order", () => {
  it("gives all of the money and the stock back, once, and tells the customer", async () => {
    const { order, guest, variant } = await guestOrder({ quantity: 2 });
    await eventsDelivered();
    const sold = await stockOf(variant);
    const answer = await cancel(order.id, {}, guest);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        status: "cancelled",
        payment_status: "refunded",
        line_items: [{ quantity: 2, removed_quantity: 0 }],
        refunds: [{ status: "succeeded", amount: order.totals.total }],
      },
    });
    expect(await stockOf(variant)).toEqual({ on_hand: sold.on_hand + 2, reserved: 0 });
    expect(await cancel(order.id, {}, guest)).toMatchObject({
      status: 409,
      body: { code: "order.transition_refused" },
    });
    expect(await breachesNow()).toEqual([]);
    expect(await mailsOf(order.id)).toHaveLength(1);
    expect((await lastStep(order.id)).data["amount"]).toEqual(order.totals.total);
  });

  it("before its stock was booked as sold", async () => {
    const { order, guest, variant } = await guestOrder({ quantity: 2 });
    expect((await cancel(order.id, {}, guest)).status).toBe(200);
    await eventsDelivered();
    expect(await stockOf(variant)).toMatchObject({ reserved: 0 });
    expect(await breachesNow()).toEqual([]);
  });

  it("without restocking writes the units off", async () => {
    const { id, variants } = await paidOrder([2]);
    const [variant] = variants;
    if (!variant) throw new Error("no variant");
    const sold = await stockOf(variant);
    expect((await asManager(id, { restock: false })).status).toBe(200);
    expect(await stockOf(variant)).toEqual(sold);
    expect(await breachesNow()).toEqual([]);
  });

  it("gives back what is left after a refund", async () => {
    const { id } = await paidOrder([2]);
    const total = (await orderNow(id)).totals.total.amount;
    const payment = (await orderNow(id)).payments[0]?.id ?? "";
    const refund = await api("POST", `/api/v1/payments/${payment}/refunds`, {
      body: { amount: { amount: 500, currency: "USD" } },
      headers: { ...(await asStaff()), "Idempotency-Key": "some-first" },
    });
    const some = refund.status === 201 ? 500 : 0;
    expect(some, JSON.stringify(refund.body)).toBe(500);
    const answer = await asManager(id);
    expect(answer.body.refunds).toMatchObject([{ amount: { amount: total - 500 }, status: "succeeded" }]);
    expect(await breachesNow()).toEqual([]);
  });

  it("ends its fulfillments that were not sent", async () => {
    const { id, lines } = await paidOrder([2, 1]);
    const made = await fulfillment("POST", id, "", { line_items: [{ id: lines[0], quantity: 1 }] });
    expect(made.status).toBe(201);
    expect((await orderNow(id)).status).toBe("processing");
    expect(await asManager(id)).toMatchObject({ status: 200, body: { status: "cancelled" } });
    const after = await fulfillment("GET", id, `/${made.body.id}`);
    expect(after.body.status).toBe("cancelled");
    expect((await fulfillment("POST", id, `/${made.body.id}/ship`)).status).toBe(409);
    expect(await breachesNow()).toEqual([]);
  });

  it("is refused once a part was sent, with what can be cancelled", async () => {
    const { id, lines } = await paidOrder([3, 1]);
    const sent = await fulfillment("POST", id, "", {
      line_items: [{ id: lines[0], quantity: 2 }],
      ship: true,
    });
    expect(sent.status).toBe(201);
    const answer = await asManager(id);
    expect(answer).toMatchObject({ status: 409, body: { code: "order.not_cancellable" } });
    expect(answer.body.line_items).toMatchObject([
      { id: lines[0], quantity: 3, shipped: 2, cancellable: 1 },
      { id: lines[1], quantity: 1, shipped: 0, cancellable: 1 },
    ]);
    expect(await breachesNow()).toEqual([]);
  });

  it("is refused when the order is not any more what its author saw, and closes no payment for it", async () => {
    const { order, guest } = await guestOrder({ body: {}, quantity: 1 });
    const read = () => api<Order>("GET", `/api/v1/orders/${order.id}`, { headers: guest });
    const { payments } = (await read()).body;
    const seen = (await read()).headers.get("ETag") ?? "";
    await setTagsOf(order.id, ["gift"]);
    const stale = await cancel(order.id, {}, { ...guest, "If-Match": seen });
    expect(stale).toMatchObject({ status: 412, body: { code: "resource.precondition_failed" } });
    const now = await read();
    expect(now.body).toMatchObject({ status: "pending_payment", payments });
    expect(payments).toMatchObject([{ status: "requires_payment_method" }]);
    const ifMatch = { "If-Match": now.headers.get("ETag") ?? "" };
    const both = await Promise.all([1, 2].map(() => cancel(order.id, {}, { ...guest, ...ifMatch })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(await breachesNow()).toEqual([]);
  });

  it("silently sends no mail", async () => {
    const { id } = await paidOrder([1]);
    await asManager(id, { notify: false });
    await eventsDelivered();
    expect(await mailsOf(id)).toEqual([]);
  });
});

describe("cancelling units", () => {
  it("takes them out with their taxes, gives their price back, and leaves the rest as it was", async () => {
    const { id, lines, variants } = await paidOrder([3, 2]);
    const before = await orderNow(id);
    const [variant] = variants;
    if (!variant) throw new Error("no variant");
    const sold = await stockOf(variant);
    const answer = await asManager(id, {
      line_items: [{ id: lines[0], quantity: 1 }],
      reason: "The last one broke",
    });
    expect(answer, JSON.stringify(answer.body)).toMatchObject({
      status: 200,
      body: {
        status: "confirmed",
        payment_status: "partially_refunded",
        line_items: [
          { quantity: 2, removed_quantity: 1 },
          { quantity: 2, removed_quantity: 0 },
        ],
      },
    });
    const difference = before.totals.total.amount - answer.body.totals.total.amount;
    expect(answer.body.refunds).toMatchObject([{ amount: { amount: difference }, status: "succeeded" }]);
    expect(difference).toBeGreaterThan(2000);
    expect(await stockOf(variant)).toEqual({ on_hand: sold.on_hand + 1, reserved: 0 });
    expect(await lastStep(id)).toMatchObject({
      action: "units_cancelled",
      data: { line_items: [{ id: lines[0], quantity: 1 }], amount: { amount: difference } },
    });
    expect(await breachesNow()).toEqual([]);
    expect(await mailsOf(id)).toMatchObject([{ template: "order-units-cancelled" }]);
  });

  it("one after the other gives back all but the shipping, to the cent", async () => {
    const { id, lines } = await paidOrder([3, 1]);
    const before = await orderNow(id);
    let back = 0;
    for (let unit = 0; unit < 3; unit++) {
      const answer = await asManager(id, { line_items: [{ id: lines[0], quantity: 1 }] });
      back += answer.body.refunds[0]?.amount.amount ?? 0;
    }
    const after = await orderNow(id);
    expect(before.totals.total.amount - back).toBe(after.totals.total.amount);
    const last = await asManager(id, { line_items: [{ id: lines[1], quantity: 1 }] });
    expect(last.body).toMatchObject({ status: "cancelled", payment_status: "refunded" });
    expect(await breachesNow()).toEqual([]);
  });

  it("that were sent, or are in a fulfillment, is refused with what can be", async () => {
    const { id, lines } = await paidOrder([4]);
    await fulfillment("POST", id, "", { line_items: [{ id: lines[0], quantity: 1 }], ship: true });
    await fulfillment("POST", id, "", { line_items: [{ id: lines[0], quantity: 2 }] });
    const answer = await asManager(id, { line_items: [{ id: lines[0], quantity: 2 }] });
    expect(answer).toMatchObject({
      status: 409,
      body: {
        code: "order.not_cancellable",
        line_items: [{ id: lines[0], cancellable: 1, shipped: 1, in_fulfillments: 2 }],
      },
    });
    expect((await asManager(id, { line_items: [{ id: lines[0], quantity: 1 }] })).status).toBe(200);
    expect(await breachesNow()).toEqual([]);
  });

  it("when the rest has been sent, the order has been", async () => {
    const { id, lines } = await paidOrder([2, 1]);
    const sent = await fulfillment("POST", id, "", {
      line_items: [{ id: lines[0], quantity: 2 }],
      ship: true,
    });
    expect(sent.status).toBe(201);
    const answer = await asManager(id, { line_items: [{ id: lines[1], quantity: 1 }] });
    expect(answer.body).toMatchObject({ status: "shipped", fulfillment_status: "fulfilled" });
    expect(answer.body.refunds).toHaveLength(1);
    expect(await breachesNow()).toEqual([]);
  });

  it.each([
    ["a line that the order does not have", [{ id: crypto.randomUUID(), quantity: 1 }], 422],
    ["no units", [{ id: "LINE", quantity: 0 }], 422],
    ["half a unit", [{ id: "LINE", quantity: 0.5 }], 422],
    [
      "a line twice",
      [
        { id: "LINE", quantity: 1 },
        { id: "LINE", quantity: 1 },
      ],
      422,
    ],
    ["more than there are", [{ id: "LINE", quantity: 3 }], 409],
    ["nothing", [], 422],
  ])("of %s is refused", async (_, lineItems, status) => {
    const { id, lines } = await paidOrder([2]);
    const line_items = lineItems.map((line) => ({ ...line, id: line.id === "LINE" ? lines[0] : line.id }));
    expect((await asManager(id, { line_items })).status).toBe(status);
    expect((await orderNow(id)).line_items).toMatchObject([{ quantity: 2, removed_quantity: 0 }]);
  });
});

describe("who may cancel", () => {
  it("the owner and the holder of the token, not somebody else, not after it is being prepared", async () => {
    const customer = await makeUser();
    await fillCart(customer.headers, await makeVariant());
    const { id } = (await orderAs(customer.headers)).body;
    expect((await cancel(id, {}, {})).status).toBe(401);
    expect((await cancel(id, {}, (await makeUser()).headers)).status).toBe(404);
    const { order } = await guestOrder();
    expect((await cancel(order.id, {}, customer.headers)).status).toBe(404);
    expect((await cancel(id, {}, customer.headers)).body.status).toBe("cancelled");

    const prepared = await paidOrder([1]);
    await fulfillment("POST", prepared.id);
    expect(await cancel(prepared.id, {}, { "X-Order-Token": prepared.token })).toMatchObject({
      status: 409,
      body: { code: "order.not_cancellable" },
    });
    expect(await allBreaches()).toEqual([]);
  });

  it("a customer cancels the whole order and nothing else", async () => {
    const { order, guest } = await guestOrder({ quantity: 2 });
    const line_items = [{ id: order.line_items[0]?.id, quantity: 1 }];
    for (const body of [{ line_items }, { restock: false }, { notify: false }]) {
      expect(await cancel(order.id, body, guest)).toMatchObject({
        status: 403,
        body: { code: "auth.forbidden" },
      });
    }
    expect((await orderNow(order.id)).status).toBe("confirmed");
  });

  it("under an Idempotency-Key the first answer is given again", async () => {
    const { id } = await paidOrder([1]);
    const key = { "Idempotency-Key": "cancel-it-once" };
    const first = await asManager(id, {}, key);
    const again = await asManager(id, {}, key);
    expect(again.headers.get("Idempotent-Replayed")).toBe("true");
    expect(again.body).toEqual(first.body);
  });

  it("orders of several variants at several places come back where they were taken from", async () => {
    const variants = [await makeVariant({ stock: 3 }), await makeVariant({ stock: 3 })];
    const { id } = await orderOf(variants, [2, 3]);
    expect((await asManager(id)).status).toBe(200);
    for (const variant of variants) expect(await stockOf(variant)).toEqual({ on_hand: 3, reserved: 0 });
    expect(await breachesNow()).toEqual([]);
  });
});
