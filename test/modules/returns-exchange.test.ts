import { describe, expect, it } from "vitest";
import type { Order } from "../../src/modules/orders/orders.schema.ts";
import { api, asStaff, eventsDelivered, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { cronAfter, withoutQueue } from "../support/doors.ts";
import { atBatch } from "../support/failing-env.ts";
import { allThrough, chargeOf, control, mailsOf } from "../support/payments.ts";
import {
  act,
  askReturn,
  deliveredOrder,
  expectSound,
  madeReturn,
  orderNow,
  returnNow,
  type ReturnAnswer,
  send,
  type SentOrder,
} from "../support/returns.ts";
import { makeVariant, stockOf, stripe, type TestVariant, unique } from "../support/shop.ts";

function line(sent: SentOrder, at = 0): string {
  return sent.lines[at] ?? "";
}

/** What the first line of an order costs with its tax. */
function lineCost({ line_items: [first] }: Order): number {
  return (first?.total.amount ?? 0) + (first?.tax.amount ?? 0);
}

/** An order of one line whose units have all come back. */
async function returned(
  price: string,
  quantity = 1,
): Promise<{ sent: SentOrder; id: string; worth: number }> {
  const sent = await deliveredOrder([{ quantity, price }]);
  const { id } = await madeReturn(sent, [{ id: line(sent), quantity }]);
  return { sent, id, worth: lineCost(sent.order) };
}

function exchange(id: string, variant: TestVariant, quantity = 1): Promise<ReturnAnswer> {
  return act(id, "exchange", { line_items: [{ variant_id: variant.id, quantity }] });
}

async function newOrderOf(answer: ReturnAnswer): Promise<Order> {
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  const id = answer.body.exchange_order_id ?? "";
  expect(answer.headers.get("Location")).toBe(`/api/v1/orders/${id}`);
  return orderNow(id);
}

async function givenBack(orderId: string): Promise<number> {
  const intent = await value<string>("SELECT intent_id FROM payments WHERE order_id = ?", orderId);
  const list = await stripe("GET", `/v1/refunds?limit=100&payment_intent=${intent}`);
  const { data } = await list.json<{ data: { amount: number; status: string }[] }>();
  return data.filter(({ status }) => status === "succeeded").reduce((sum, { amount }) => sum + amount, 0);
}

/** Lets the bank dispute all that an order was paid with. Answers the dispute's id. */
async function disputed(orderId: string): Promise<string> {
  const intent = await value<string>("SELECT intent_id FROM payments WHERE order_id = ?", orderId);
  await control(`charges/${await chargeOf(intent)}/dispute`);
  await allThrough();
  return value("SELECT id FROM disputes WHERE order_id = ?", orderId);
}

async function idsListed(filter: string): Promise<string[]> {
  const path = `/api/v1/orders?limit=100&${filter}`;
  const page = await api<{ data: Order[] }>("GET", path, { headers: await asStaff() });
  return page.body.data.map(({ id }) => id);
}

describe("exchanging what came back", () => {
  it("for something cheaper: the new order is paid, the rest is refunded", async () => {
    const { sent, id, worth } = await returned("50.00");
    const cheap = await makeVariant({ price: "10.00", stock: 5 });
    const answer = await exchange(id, cheap);
    const order = await newOrderOf(answer);
    const total = order.totals.total.amount;
    expect(total).toBeLessThan(worth);
    expect(order).toMatchObject({
      status: "confirmed",
      payment_status: "paid",
      source: "exchange",
      email: sent.order.email,
      shipping_address: sent.order.shipping_address,
      outstanding: { amount: 0 },
      payments: [{ id: sent.order.payments[0]?.id, purpose: "credit", captured: { amount: total } }],
    });
    expect(answer.body).toMatchObject({
      status: "refunded",
      refund_amount: { amount: worth - total },
      refunds: [{ status: "succeeded", amount: { amount: worth - total } }],
    });
    expect(await givenBack(sent.id)).toBe(worth - total);
    await eventsDelivered();
    expect(await stockOf(cheap)).toEqual({ on_hand: 4, reserved: 0 });
    expect(await orderNow(sent.id)).toMatchObject({ line_items: [{ refunded_quantity: 1 }] });
    expect(await act(id, "refund")).toMatchObject({ status: 409 });
    expect(await exchange(id, cheap)).toMatchObject({
      status: 409,
      body: { code: "return.transition_refused" },
    });
    await expectSound();
  });

  it("for something dearer: the new order waits for the difference, which the customer pays", async () => {
    const { sent, id, worth } = await returned("10.00");
    const dear = await makeVariant({ price: "50.00", stock: 5 });
    const order = await newOrderOf(await exchange(id, dear));
    const due = order.totals.total.amount - worth;
    expect(due).toBeGreaterThan(0);
    expect(order).toMatchObject({
      status: "pending_payment",
      payment_status: "unpaid",
      outstanding: { amount: due, currency: "USD" },
    });
    expect(await stockOf(dear)).toEqual({ on_hand: 5, reserved: 1 });
    expect(await givenBack(sent.id)).toBe(0);
    const paid = await api<Order>("POST", `/api/v1/orders/${order.id}/payments`, {
      body: { payment_method: "pm_card_visa" },
      headers: { ...(await asStaff()), "Idempotency-Key": unique("key") },
    });
    expect(paid, JSON.stringify(paid.body)).toMatchObject({ status: 201, body: { status: "confirmed" } });
    expect(await orderNow(order.id)).toMatchObject({ payment_status: "paid", outstanding: { amount: 0 } });
    await expectSound();
    expect(
      await value(
        "SELECT COUNT(*) FROM notifications WHERE order_id = ? AND template = 'return-exchanged'",
        sent.id,
      ),
    ).toBe(1);
  });

  it("for the same value: nothing moves but goods", async () => {
    const { sent, id, worth } = await returned("40.00");
    // Found by trying: what the new order costs with shipping is known once it was made.
    const probe = await makeVariant({ price: "30.00" });
    const probed = await newOrderOf(await exchange((await returned("90.00")).id, probe));
    const other = probed.totals.total.amount - lineCost(probed);
    const rate = lineCost(probed) / 3000;
    const price = ((worth - other) / rate / 100).toFixed(2);
    const order = await newOrderOf(await exchange(id, await makeVariant({ price })));
    expect(Math.abs(order.totals.total.amount - worth)).toBeLessThanOrEqual(1);
    if (order.totals.total.amount === worth) {
      expect(order).toMatchObject({ status: "confirmed" });
      expect(await givenBack(sent.id)).toBe(0);
    }
    await expectSound();
  });

  it("leaves no money of the credit to be refunded for the old order", async () => {
    const { sent, id } = await returned("50.00");
    const order = await newOrderOf(await exchange(id, await makeVariant({ price: "10.00" })));
    const payment = sent.order.payments[0]?.id ?? "";
    const all = await api("POST", `/api/v1/payments/${payment}/refunds`, {
      body: {},
      headers: { ...(await asStaff()), "Idempotency-Key": unique("key") },
    });
    expect(all.status, JSON.stringify(all.body)).toBeLessThan(300);
    expect(sent.order.totals.total.amount - (await givenBack(sent.id))).toBe(order.totals.total.amount);
    await expectSound();
  });

  it("can be returned, too: the money comes from the first payment", async () => {
    const { sent, id } = await returned("50.00");
    const made = await newOrderOf(await exchange(id, await makeVariant({ price: "10.00" })));
    await eventsDelivered();
    const before = await givenBack(sent.id);
    const next: SentOrder = {
      ...sent,
      id: made.id,
      order: made,
      lines: made.line_items.map((each) => each.id),
    };
    await send(next);
    const asked = await askReturn(next, [{ id: line(next), quantity: 1 }], await asStaff());
    expect(asked.status, JSON.stringify(asked.body)).toBe(201);
    await act(asked.body.id, "approve");
    await act(asked.body.id, "receive", { line_items: [{ id: line(next), restocked: 1 }] });
    const refunded = await act(asked.body.id, "refund", { shipping: "return" });
    expect(refunded).toMatchObject({
      status: 200,
      body: {
        status: "refunded",
        refunds: [{ status: "succeeded", amount: { amount: made.totals.total.amount } }],
      },
    });
    expect(await givenBack(sent.id)).toBe(before + made.totals.total.amount);
    expect(await orderNow(made.id)).toMatchObject({
      payment_status: "refunded",
      fulfillment_status: "returned",
    });
    await expectSound();
  });

  it.each([
    ["50.00", "10.00", "confirmed"],
    ["10.00", "50.00", "pending_payment"],
  ])("that is cancelled gives the money back: %s for %s (%s)", async (before, after, status) => {
    const { sent, id, worth } = await returned(before);
    const order = await newOrderOf(await exchange(id, await makeVariant({ price: after })));
    expect(order.status).toBe(status);
    const cancelled = await api("POST", `/api/v1/orders/${order.id}/cancel`, {
      body: {},
      headers: { ...(await asStaff()), "Idempotency-Key": unique("key") },
    });
    expect(cancelled.status, JSON.stringify(cancelled.body)).toBeLessThan(300);
    await eventsDelivered();
    expect(await givenBack(sent.id)).toBe(worth);
    expect(await orderNow(order.id)).toMatchObject({ status: "cancelled" });
    expect(await act(id, "refund")).toMatchObject({ status: 409 });
    await expectSound();
  });

  it("that is not paid in time expires, and what came back is refunded", async () => {
    const { sent, id, worth } = await returned("10.00");
    const dear = await makeVariant({ price: "50.00", stock: 5 });
    const order = await newOrderOf(await exchange(id, dear));
    await cronAfter(91 * 24 * 60);
    await eventsDelivered();
    await cronAfter(91 * 24 * 60 + 2);
    await eventsDelivered();
    expect(await orderNow(order.id)).toMatchObject({ status: "expired" });
    expect(await stockOf(dear)).toEqual({ on_hand: 5, reserved: 0 });
    expect(await returnNow(id)).toMatchObject({
      status: "refunded",
      refund_amount: { amount: worth },
      refunds: [{ status: "succeeded", amount: { amount: worth } }],
    });
    expect(await givenBack(sent.id)).toBe(worth);
    await expectSound();
  });

  it("tells the customer of the refund when it was not paid in time", async () => {
    const { sent, id } = await returned("10.00");
    await newOrderOf(await exchange(id, await makeVariant({ price: "50.00", stock: 5 })));
    await cronAfter(91 * 24 * 60);
    await eventsDelivered();
    expect(await mailsOf(sent.id, "return-refunded")).toBe(1);
  });

  it("is held, and has no money to give back, while the bank disputes what pays for it", async () => {
    const { sent, id } = await returned("50.00");
    const order = await newOrderOf(await exchange(id, await makeVariant({ price: "10.00", stock: 5 })));
    const dispute = await disputed(sent.id);
    const held = await orderNow(order.id);
    expect(held).toMatchObject({ payment_status: "disputed", on_hold: "disputed", status: "confirmed" });
    const refused = held.allowed_transitions.filter(({ allowed }) => !allowed).map(({ action }) => action);
    expect(refused).toEqual(expect.arrayContaining(["process", "fulfill", "refund"]));
    expect(await idsListed("on_hold=true")).toContain(order.id);
    expect(await idsListed("on_hold=false")).not.toContain(order.id);
    expect(await idsListed("payment_status=disputed")).toContain(order.id);
    const path = `/api/v1/orders/${order.id}`;
    const sending = await api("POST", `${path}/fulfillments`, { body: {}, headers: await asStaff() });
    expect(sending).toMatchObject({ status: 409, body: { hold: "disputed" } });
    await expectSound();
    await control(`disputes/${dispute}/close`, { outcome: "won" });
    await allThrough();
    const free = await orderNow(order.id);
    expect(free).toMatchObject({ payment_status: "paid" });
    expect(free.on_hold).toBeUndefined();
    await expectSound();
  });

  it("that expires while the bank disputes the payment stays owed, is told to staff, and is refunded later", async () => {
    const { sent, id, worth } = await returned("10.00");
    const order = await newOrderOf(await exchange(id, await makeVariant({ price: "50.00", stock: 5 })));
    const dispute = await disputed(sent.id);
    await cronAfter(91 * 24 * 60);
    await eventsDelivered();
    expect(await orderNow(order.id)).toMatchObject({ status: "expired" });
    const owed = await returnNow(id);
    expect(owed).toMatchObject({ status: "refunded", refund_amount: { amount: worth }, refunds: [] });
    expect(owed.allowed_transitions).toContainEqual({ action: "refund", allowed: true });
    expect(await rows("SELECT code FROM alerts WHERE entity_id = ?", sent.id)).toEqual([
      { code: "return.refund_missing" },
    ]);
    expect(await act(id, "refund")).toMatchObject({ status: 409, body: { code: "refund.exceeds_captured" } });
    await control(`disputes/${dispute}/close`, { outcome: "won" });
    await allThrough();
    expect(await act(id, "refund")).toMatchObject({ status: 200 });
    expect(await givenBack(sent.id)).toBe(worth);
    await expectSound();
  });

  it("that was cancelled and whose refund failed leaves its money to the first order's payment", async () => {
    const sent = await deliveredOrder([{ quantity: 1, price: "50.00" }], "pm_card_refundFail");
    const { id } = await madeReturn(sent, [{ id: line(sent), quantity: 1 }]);
    const order = await newOrderOf(await exchange(id, await makeVariant({ price: "60.00", stock: 5 })));
    const post = async (path: string) =>
      api("POST", path, { body: {}, headers: { ...(await asStaff()), "Idempotency-Key": unique("key") } });
    expect((await post(`/api/v1/orders/${order.id}/cancel`)).status).toBe(200);
    await allThrough();
    expect(await rows("SELECT status FROM refunds WHERE credit_order_id = ?", order.id)).toEqual([
      { status: "failed" },
    ]);
    const events = await api<{ data: { type: string }[] }>("GET", `/api/v1/orders/${order.id}/events`, {
      headers: await asStaff(),
    });
    expect(events.body.data.map(({ type }) => type)).toContain("refund.requested");
    expect(await post(`/api/v1/payments/${sent.order.payments[0]?.id}/refunds`)).toMatchObject({
      status: 201,
      body: { amount: sent.order.totals.total },
    });
    await allThrough();
    await expectSound();
  });

  it("twice at the same time is one exchange", async () => {
    const { id } = await returned("50.00");
    const cheap = await makeVariant({ price: "10.00", stock: 5 });
    const answers = await Promise.all([exchange(id, cheap), exchange(id, cheap), act(id, "refund")]);
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(2);
    await expectSound();
  });

  it("of which the Worker dies leaves nothing, or all with its refund made once", async () => {
    const { sent, id, worth } = await returned("50.00");
    const cheap = await makeVariant({ price: "10.00", stock: 5 });
    const died = () => Promise.reject(new Error("the Worker died here"));
    const body = { line_items: [{ sku: cheap.sku, quantity: 1 }] };
    const attempt = async (batch: number) =>
      callWith(withoutQueue(atBatch(batch, died)), "POST", `/api/v1/returns/${id}/exchange`, {
        body,
        headers: { ...(await asStaff()), "Idempotency-Key": unique("key") },
      });
    // Batches 1 and 2 read, 3 is the commit, 5 records what Stripe said.
    expect((await attempt(3)).status).toBe(500);
    expect(await returnNow(id)).toMatchObject({ status: "received" });
    expect(await stockOf(cheap)).toEqual({ on_hand: 5, reserved: 0 });
    await expectSound();
    const unrecorded = await attempt(5);
    expect(unrecorded).toMatchObject({ status: 201, body: { refunds: [{ status: "requested" }] } });
    await cronAfter(2);
    await eventsDelivered();
    const { exchange_order_id: orderId } = await returnNow(id);
    const order = await orderNow(orderId ?? "");
    expect(await givenBack(sent.id)).toBe(worth - order.totals.total.amount);
    expect(await stockOf(cheap)).toEqual({ on_hand: 4, reserved: 0 });
    await expectSound();
  });

  it("refuses what cannot be sent, and before anything came", async () => {
    const { id } = await returned("50.00");
    const scarce = await makeVariant({ price: "10.00", stock: 1 });
    expect(await exchange(id, scarce, 2)).toMatchObject({
      status: 409,
      body: { code: "inventory.out_of_stock" },
    });
    const unknown = await act(id, "exchange", { line_items: [{ sku: "NO-SUCH-SKU", quantity: 1 }] });
    expect(unknown).toMatchObject({ status: 422, body: { errors: [{ pointer: "#/line_items/0/sku" }] } });
    const neither = await act(id, "exchange", { line_items: [{ quantity: 1 }] });
    expect(neither).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "#/line_items/0/variant_id" }] },
    });
    const option = {
      line_items: [{ sku: scarce.sku, quantity: 1 }],
      shipping_option_id: "01900000-0000-7000-8000-00000000dead",
    };
    expect(await act(id, "exchange", option)).toMatchObject({
      status: 422,
      body: { code: "return.exchange_impossible", errors: [{ pointer: "#/shipping_option_id" }] },
    });
    const sent = await deliveredOrder();
    const early = await madeReturn(sent, [{ id: line(sent), quantity: 1 }], "approved");
    expect(await exchange(early.id, scarce)).toMatchObject({
      status: 409,
      body: { return_status: "approved" },
    });
    expect(await rows("SELECT 1 FROM orders WHERE cart_id = ?", id)).toEqual([]);
    await expectSound();
  });
});
