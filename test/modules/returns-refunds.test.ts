import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Return } from "../../src/modules/returns/index.ts";
import { type Answer, api, asStaff, eventsDelivered, rows } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { cronAfter, withoutQueue } from "../support/doors.ts";
import { atBatch } from "../support/failing-env.ts";
import { faultyStripe } from "../support/faulty-stripe.ts";
import {
  act,
  askReturn,
  deliveredOrder,
  expectSound,
  madeReturn,
  orderNow,
  returnNow,
  type SentOrder,
} from "../support/returns.ts";
import { deliverWebhooks, makeVariant, stockOf, stripe, unique } from "../support/shop.ts";

function line(sent: SentOrder, at = 0): string {
  return sent.lines[at] ?? "";
}

/** What a line costs with its tax. */
function lineCost(sent: SentOrder, at = 0): number {
  const found = sent.order.line_items.find(({ id }) => id === line(sent, at));
  return (found?.total.amount ?? 0) + (found?.tax.amount ?? 0);
}

/** What shipping costs with its tax. */
function shippingCost({ order }: SentOrder): number {
  const tax = order.shipping_taxes.reduce((sum, each) => sum + each.amount.amount, 0);
  return order.totals.shipping.amount + (order.prices_include_tax ? 0 : tax);
}

/** How much Stripe has given back for an order. */
async function givenBack(orderId: string): Promise<number> {
  const intents = await rows<{ intent_id: string }>(
    "SELECT intent_id FROM payments WHERE order_id = ?",
    orderId,
  );
  let sum = 0;
  for (const { intent_id } of intents) {
    const list = await stripe("GET", `/v1/refunds?limit=100&payment_intent=${intent_id}`);
    const { data } = await list.json<{ data: { amount: number; status: string }[] }>();
    for (const { amount, status } of data) if (status !== "failed" && status !== "canceled") sum += amount;
  }
  return sum;
}

/** POST /returns/{id}/refund with other bindings than the test's own. */
async function refundWith(bindings: Env, id: string, key = unique("key")): Promise<Answer> {
  const headers = { ...(await asStaff()), "Idempotency-Key": key };
  return callWith(bindings, "POST", `/api/v1/returns/${id}/refund`, { body: {}, headers });
}

describe("refunding a return", () => {
  it("gives back the units that came, written off or not, and keeps shipping", async () => {
    const sent = await deliveredOrder([{ quantity: 3 }]);
    const { id } = await madeReturn(sent, [{ id: line(sent), quantity: 2 }], "approved");
    await act(id, "receive", { line_items: [{ id: line(sent), restocked: 1, written_off: 1 }] });
    const amount = Math.floor((lineCost(sent) * 2) / 3);
    const refunded = await act(id, "refund");
    expect(refunded).toMatchObject({
      status: 200,
      body: {
        status: "refunded",
        refund_amount: { amount },
        refunds: [{ status: "succeeded", amount: { amount } }],
      },
    });
    expect(await givenBack(sent.id)).toBe(amount);
    expect(await orderNow(sent.id)).toMatchObject({
      payment_status: "partially_refunded",
      fulfillment_status: "partially_returned",
      line_items: [{ returned_quantity: 2, refunded_quantity: 2 }],
    });
    expect(await act(id, "refund")).toMatchObject({
      status: 409,
      body: { code: "return.transition_refused" },
    });
    await expectSound();
    const mails = await rows(
      "SELECT 1 FROM notifications WHERE order_id = ? AND template = 'return-refunded'",
      sent.id,
    );
    expect(mails).toHaveLength(1);
  });

  it("returns shipping with its tax when asked, in parts, and once an order", async () => {
    const sent = await deliveredOrder([{ quantity: 2 }]);
    const units = [{ id: line(sent), quantity: 1 }];
    const first = await madeReturn(sent, units);
    const { currency } = sent.order;
    const shipping = shippingCost(sent);
    expect(shipping).toBeGreaterThan(100);
    const tooMuch = { shipping: { amount: shipping + 1, currency } };
    expect(await act(first.id, "refund", tooMuch)).toMatchObject({
      status: 409,
      body: { code: "return.exceeds_value", requested: shipping + 1, value: shipping },
    });
    expect((await act(first.id, "refund", { shipping: { amount: 100, currency } })).status).toBe(200);
    const second = await madeReturn(sent, units);
    expect((await act(second.id, "refund", { shipping: "return" })).status).toBe(200);
    expect(await givenBack(sent.id)).toBe(sent.order.totals.total.amount);
    expect(await orderNow(sent.id)).toMatchObject({
      payment_status: "refunded",
      fulfillment_status: "returned",
    });
    await expectSound();
  });

  it("can be less, down to nothing, never more", async () => {
    const sent = await deliveredOrder([{ quantity: 2 }]);
    const units = [{ id: line(sent), quantity: 1 }];
    const { currency } = sent.order;
    const one = await madeReturn(sent, units);
    const worth = Math.floor(lineCost(sent) / 2);
    const more = { amount: { amount: worth + 1, currency } };
    expect(await act(one.id, "refund", more)).toMatchObject({
      status: 409,
      body: { code: "return.exceeds_value", value: worth },
    });
    const foreign = await act(one.id, "refund", { amount: { amount: 1, currency: "EUR" } });
    expect(foreign).toMatchObject({ status: 422, body: { errors: [{ pointer: "#/amount/currency" }] } });
    const less = await act(one.id, "refund", { amount: 700 });
    expect(less).toMatchObject({ status: 200, body: { refunds: [{ amount: { amount: 700 } }] } });
    const two = await madeReturn(sent, units);
    const none = await act(two.id, "refund", { amount: { amount: 0, currency } });
    expect(none).toMatchObject({
      status: 200,
      body: { status: "refunded", refund_amount: { amount: 0 }, refunds: [] },
    });
    expect(await givenBack(sent.id)).toBe(700);
    await expectSound();
  });

  it("is of the units that are named, and of no more than came back", async () => {
    const sent = await deliveredOrder([{ quantity: 3 }, { quantity: 1, price: "7.00" }]);
    const { id } = await madeReturn(sent, [
      { id: line(sent), quantity: 2 },
      { id: line(sent, 1), quantity: 1 },
    ]);
    expect(await act(id, "refund", { line_items: [{ id: line(sent), quantity: 3 }] })).toMatchObject({
      status: 409,
      body: {
        code: "return.exceeds_received",
        line_items: [
          { id: line(sent), refundable: 2 },
          { id: line(sent, 1), refundable: 1 },
        ],
      },
    });
    const unknown = await act(id, "refund", { line_items: [{ id: unique("x"), quantity: 1 }] });
    expect(unknown.status).toBe(422);
    expect((await act(id, "refund", { line_items: [{ id: line(sent, 1), quantity: 1 }] })).status).toBe(200);
    expect(await givenBack(sent.id)).toBe(lineCost(sent, 1));
    await expectSound();
  });

  it("needs an Idempotency-Key, and replays the answer under it", async () => {
    const sent = await deliveredOrder();
    const { id } = await madeReturn(sent, [{ id: line(sent), quantity: 1 }]);
    const without = await api("POST", `/api/v1/returns/${id}/refund`, { body: {}, headers: await asStaff() });
    expect(without).toMatchObject({ status: 400, body: { code: "idempotency.key_missing" } });
    const key = unique("key");
    const first = await act(id, "refund", {}, { "Idempotency-Key": key });
    const second = await act(id, "refund", {}, { "Idempotency-Key": key });
    expect(second.headers.get("Idempotent-Replayed")).toBe("true");
    expect(second.body).toEqual(first.body);
    await expectSound();
  });

  it("is refused before anything came", async () => {
    const sent = await deliveredOrder();
    const { id } = await madeReturn(sent, [{ id: line(sent), quantity: 1 }], "approved");
    expect(await act(id, "refund")).toMatchObject({
      status: 409,
      body: { reason: "needs received or refunded, is approved" },
    });
  });
});

describe("two at the same time", () => {
  it("returns of the same units: one is made", async () => {
    const sent = await deliveredOrder([{ quantity: 2 }]);
    const ask = () => askReturn(sent, [{ id: line(sent), quantity: 2 }]);
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      code: "return.exceeds_shipped",
    });
    await expectSound();
  });

  it("receipts of the same parcel: one counts", async () => {
    const sent = await deliveredOrder([{ quantity: 2 }]);
    const { id } = await madeReturn(sent, [{ id: line(sent), quantity: 2 }], "approved");
    const variant = sent.variants[0];
    if (!variant) throw new Error("unreachable");
    const before = await stockOf(variant);
    const receive = () => act(id, "receive", { line_items: [{ id: line(sent), restocked: 2 }] });
    const answers = await Promise.all([receive(), receive()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await stockOf(variant)).on_hand).toBe(before.on_hand + 2);
    await expectSound();
  });

  it("refunds under different keys: one is made", async () => {
    const sent = await deliveredOrder([{ quantity: 2 }]);
    const { id } = await madeReturn(sent, [{ id: line(sent), quantity: 2 }]);
    const answers = await Promise.all([act(id, "refund"), act(id, "refund"), act(id, "refund")]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(await givenBack(sent.id)).toBe(lineCost(sent));
    await expectSound();
  });

  it("the last shipping of an order, by two of its returns: it goes back once", async () => {
    const sent = await deliveredOrder([{ quantity: 2 }]);
    const one = await madeReturn(sent, [{ id: line(sent), quantity: 1 }]);
    const two = await madeReturn(sent, [{ id: line(sent), quantity: 1 }]);
    const refund = (id: string) => act(id, "refund", { shipping: "return" });
    const answers = await Promise.all([refund(one.id), refund(two.id)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await givenBack(sent.id)).toBe(sent.order.totals.total.amount);
    await expectSound();
  });

  it("the customer calls it off while staff approve it: both know how it ended", async () => {
    for (let round = 0; round < 4; round++) {
      const sent = await deliveredOrder([{ quantity: 1 }]);
      const { id } = await madeReturn(sent, [{ id: line(sent), quantity: 1 }], "requested");
      const [cancelled, approved] = await Promise.all([
        api("POST", `/api/v1/returns/${id}/cancel`, { body: {}, headers: sent.token }),
        act(id, "approve"),
      ]);
      expect([cancelled.status, approved.status].sort()).toEqual([200, 409]);
      const { status } = await returnNow(id);
      expect(status).toBe(approved.status === 200 ? "approved" : "cancelled");
    }
    await expectSound();
  });
});

const toRefund = (method: string, path: string) => method === "POST" && path === "/v1/refunds";

describe("when things break", () => {
  it.each(["500", "lost answer", "lost connection", "timeout"] as const)(
    "Stripe's %s leaves the return refunded and the refund waiting; it is made once",
    async (fault) => {
      const sent = await deliveredOrder();
      const { id } = await madeReturn(sent, [{ id: line(sent), quantity: 1 }]);
      const { env: faulty } = faultyStripe(fault, toRefund);
      const answer = await refundWith(withoutQueue(faulty), id);
      expect(answer).toMatchObject({
        status: 200,
        body: { status: "refunded", refunds: [{ status: "requested" }] },
      });
      expect(await act(id, "refund")).toMatchObject({ status: 409 });
      await cronAfter(2);
      await eventsDelivered();
      expect(await returnNow(id)).toMatchObject({ status: "refunded", refunds: [{ status: "succeeded" }] });
      expect(await givenBack(sent.id)).toBe(Math.floor(lineCost(sent) / 2));
      await expectSound();
    },
  );

  // Batch 1 decides, batch 2 reads the books once Stripe has made the refund, batch 3 records it.
  it.each([[2], [3]])(
    "what Stripe made and we did not record (batch %i) is found, and made once",
    async (batch) => {
      const sent = await deliveredOrder();
      const { id } = await madeReturn(sent, [{ id: line(sent), quantity: 1 }]);
      const died = () => Promise.reject(new Error("the Worker died here"));
      const answer = await refundWith(withoutQueue(atBatch(batch, died)), id);
      expect(answer).toMatchObject({
        status: 200,
        body: { status: "refunded", refunds: [{ status: "requested" }] },
      });
      expect(await givenBack(sent.id)).toBe(Math.floor(lineCost(sent) / 2));
      await cronAfter(2);
      await cronAfter(3);
      await eventsDelivered();
      expect(await givenBack(sent.id)).toBe(Math.floor(lineCost(sent) / 2));
      expect(await returnNow(id)).toMatchObject({ refunds: [{ status: "succeeded" }] });
      await expectSound();
    },
  );

  it("a Worker that dies in its batch leaves nothing, at any step of a return", async () => {
    const sent = await deliveredOrder();
    const died = () => Promise.reject(new Error("the Worker died here"));
    const headers = { ...(await asStaff()), "Idempotency-Key": unique("key") };
    const call = async (path: string, body: unknown) => {
      const dead = await callWith(atBatch(1, died), "POST", path, { body, headers: await asStaff() });
      expect(dead.status, path).toBe(500);
      await expectSound();
      const again = await api<Return>("POST", path, {
        body,
        headers: { ...headers, "Idempotency-Key": unique("key") },
      });
      expect(again.status, JSON.stringify(again.body)).toBeLessThan(300);
      return again.body;
    };
    const units = [{ id: line(sent), quantity: 1 }];
    const { id } = await call(`/api/v1/orders/${sent.id}/returns`, { line_items: units });
    await call(`/api/v1/returns/${id}/approve`, {});
    await call(`/api/v1/returns/${id}/receive`, { line_items: [{ id: line(sent), restocked: 1 }] });
    const dead = await refundWith(atBatch(1, died), id);
    expect(dead.status).toBe(500);
    expect(await returnNow(id)).toMatchObject({ status: "received", refunds: [] });
    expect((await act(id, "refund")).status).toBe(200);
    await expectSound();
  });

  it("a refund that fails later is told, and can be asked for again", async () => {
    const sent = await deliveredOrder([{ quantity: 2 }], "pm_card_refundFail");
    const { id } = await madeReturn(sent, [{ id: line(sent), quantity: 2 }]);
    const refunded = await act(id, "refund", { shipping: "return" });
    expect(refunded.status).toBe(200);
    await deliverWebhooks(true);
    await eventsDelivered();
    const failed = await returnNow(id);
    expect(failed).toMatchObject({ status: "refunded", refunds: [{ status: "failed" }] });
    expect(failed.allowed_transitions).toContainEqual({ action: "refund", allowed: true });
    expect(await orderNow(sent.id)).toMatchObject({
      payment_status: "paid",
      line_items: [{ refunded_quantity: 0 }],
    });
    expect((await act(id, "refund", { shipping: "return" })).status).toBe(422);
    const again = await act(id, "refund");
    expect(again.status, JSON.stringify(again.body)).toBe(200);
    expect(again.body.refunds).toHaveLength(2);
    expect(again.body.refunds[1]?.amount.amount).toBe(sent.order.totals.total.amount);
    expect(again.body.refund_amount?.amount).toBe(sent.order.totals.total.amount);
    await deliverWebhooks(true);
    await expectSound();
  });
});

/** One thing that somebody does with the order's returns: which kind, to which return, to how many units. */
const walkStep = fc.record({
  kind: fc.constantFrom("ask", "approve", "reject", "cancel", "receive", "complete", "refund", "exchange"),
  at: fc.nat(3),
  line: fc.nat(1),
  units: fc.integer({ min: 1, max: 3 }),
});

describe("any history of returns", () => {
  it("keeps counters, money and stock in order, and never takes or gives more than there is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(walkStep, { minLength: 5, maxLength: 18 }), async (walk) => {
        const sent = await deliveredOrder([{ quantity: 3 }, { quantity: 2, price: "3.33" }]);
        const other = await makeVariant({ price: "9.99", stock: 9 });
        const ids: string[] = [];
        for (const step of walk) {
          const id = ids[step.at % Math.max(1, ids.length)];
          const unit = { id: line(sent, step.line), quantity: step.units };
          if (step.kind === "ask" || id === undefined) {
            const asked = await askReturn(sent, [unit]);
            expect([201, 409]).toContain(asked.status);
            if (asked.status === 201) ids.push(asked.body.id);
            continue;
          }
          const [first] = (await returnNow(id)).line_items;
          const came = { id: first?.id, restocked: step.units - 1, written_off: 1 };
          const bodies: Record<string, [string, unknown]> = {
            approve: ["approve", {}],
            reject: ["reject", { reason: "no" }],
            cancel: ["cancel", {}],
            receive: ["receive", { line_items: [came] }],
            complete: ["receive", { line_items: [], complete: true }],
            refund: ["refund", { shipping: step.units === 3 ? "return" : "keep" }],
            exchange: ["exchange", { line_items: [{ sku: other.sku, quantity: step.units }] }],
          };
          const [action, body] = bodies[step.kind] ?? ["approve", {}];
          const answer = await act(id, action, body);
          expect([200, 201, 409], JSON.stringify(answer.body)).toContain(answer.status);
        }
        expect(await givenBack(sent.id)).toBeLessThanOrEqual(sent.order.totals.total.amount);
        await expectSound();
      }),
      { numRuns: 6 },
    );
  }, 120_000);
});
