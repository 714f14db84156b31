import { afterEach, describe, expect, it } from "vitest";
import type { Refund } from "../../src/modules/payments/payments.schema.ts";
import { setClock } from "../../src/platform/ctx.ts";
import { api, asStaff, eventsDelivered, eventually, rows, value } from "../support/api.ts";
import { cronAfter, withoutQueue } from "../support/doors.ts";
import { beforeBatchWith } from "../support/failing-env.ts";
import { faultyStripe, STRIPE_FAULTS } from "../support/faulty-stripe.ts";
import {
  allThrough,
  buy,
  chargeOf,
  control,
  expectBooksBalance,
  mailsOf,
  MANUAL,
  onPayment,
  orderOf,
  paymentOf,
  refunded,
  refundsAtStripe,
} from "../support/payments.ts";
import { deliverWebhooks, stripe, unique } from "../support/shop.ts";

afterEach(() => setClock(undefined));

const isRefund = (method: string, path: string) => method === "POST" && path === "/v1/refunds";

function refundRow(id: string) {
  return rows("SELECT status, failure_reason FROM refunds WHERE id = ?", id);
}

describe("a refund", () => {
  it("of everything needs no body; it is answered with its place, told to the customer, and replayed under its key", async () => {
    const { order, payment, intent } = await buy();
    const key = unique("key");
    const made = await onPayment<Refund>(payment, "refunds", {}, { key });
    expect(made).toMatchObject({
      status: 201,
      body: {
        payment_id: payment,
        order_id: order.id,
        amount: order.totals.total,
        status: "succeeded",
        source: "staff",
      },
    });
    const location = String(made.headers.get("Location"));
    expect(location).toBe(`/api/v1/payments/${payment}/refunds/${made.body.id}`);
    const again = await onPayment<Refund>(payment, "refunds", {}, { key });
    expect(again.headers.get("Idempotent-Replayed")).toBe("true");
    expect(again.body).toEqual(made.body);
    await allThrough();
    const read = await api<Refund>("GET", location, { headers: await asStaff() });
    expect(read).toMatchObject({ status: 200, body: { id: made.body.id, amount: order.totals.total } });
    const list = await api("GET", `/api/v1/payments/${payment}/refunds`, { headers: await asStaff() });
    expect(list.body["data"]).toEqual([read.body]);
    expect(await orderOf(order.id)).toMatchObject({ payment_status: "refunded", status: "confirmed" });
    expect(await mailsOf(order.id, "refund-made")).toBe(1);
    expect(await refundsAtStripe(intent)).toHaveLength(1);
    await expectBooksBalance(intent);
  });

  it("by line gives back what the units cost, one after the other exactly the whole line", async () => {
    const { order, payment, intent } = await buy("pm_card_visa", { quantity: 3, price: "9.99" });
    const [line] = order.line_items;
    if (!line) throw new Error("unreachable");
    const amounts = [];
    for (let unit = 1; unit <= 3; unit++) {
      const { amount, line_items } = await refunded(payment, { line_items: [{ id: line.id, quantity: 1 }] });
      expect(line_items).toEqual([{ id: line.id, quantity: 1, amount }]);
      amounts.push(amount.amount);
    }
    expect(amounts.reduce((a, b) => a + b)).toBe(line.total.amount + line.tax.amount);
    const more = await onPayment(payment, "refunds", { line_items: [{ id: line.id, quantity: 1 }] });
    expect(more).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "#/line_items/0/quantity", code: "too_many" }] },
    });
    // The shipping is left.
    const rest = await refunded(payment);
    expect(rest.amount.amount).toBe(order.totals.total.amount - amounts.reduce((a, b) => a + b));
    await allThrough();
    expect(await value("SELECT refunded FROM order_lines WHERE id = ?", line.id)).toBe(3);
    await expectBooksBalance(intent);
  });

  it("by line can be for less than the units cost, never for more", async () => {
    const { order, payment, intent } = await buy();
    const [line] = order.line_items;
    const units = [{ id: line?.id, quantity: 2 }];
    const less = await refunded(payment, {
      line_items: units,
      amount: { amount: 1_001, currency: "USD" },
      reason: "scratched",
    });
    expect(less).toMatchObject({
      amount: { amount: 1_001 },
      reason: "scratched",
      line_items: [{ quantity: 2, amount: { amount: 1_001 } }],
    });
    const other = await buy();
    const more = await onPayment(other.payment, "refunds", {
      line_items: [{ id: other.order.line_items[0]?.id, quantity: 1 }],
      amount: other.order.totals.total.amount,
    });
    expect(more).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "#/amount", code: "too_much" }] },
    });
    await allThrough();
    await expectBooksBalance(intent, other.intent);
  });

  it("can be followed by others until the captured sum, and not by one cent more", async () => {
    const { order, payment, intent } = await buy();
    const total = order.totals.total.amount;
    await refunded(payment, { amount: 1_000, reason: "requested_by_customer" });
    await refunded(payment, { amount: total - 1_001 });
    const more = await onPayment(payment, "refunds", { amount: 2 });
    expect(more).toMatchObject({
      status: 409,
      body: { code: "refund.exceeds_captured", requested: 2, refundable: 1, currency: "USD" },
    });
    expect(await orderOf(order.id)).toMatchObject({ payment_status: "partially_refunded" });
    await refunded(payment, { amount: 1 });
    expect(await onPayment(payment, "refunds")).toMatchObject({
      status: 409,
      body: { code: "refund.exceeds_captured", refundable: 0 },
    });
    await allThrough();
    await expectBooksBalance(intent);
  });

  it.each([
    ["an amount of 0", { amount: 0 }, 422],
    ["a negative amount", { amount: -1 }, 422],
    ["a fraction", { amount: 1.5 }, 422],
    ["another currency", { amount: { amount: 100, currency: "EUR" } }, 422],
    [
      "a line of no order",
      { line_items: [{ id: "01900000-0000-7000-8000-00000000dead", quantity: 1 }] },
      422,
    ],
    ["no lines", { line_items: [] }, 422],
    ["an unknown field", { sum: 1 }, 422],
  ])("with %s is refused", async (_, body, status) => {
    const { payment } = await buy();
    expect((await onPayment(payment, "refunds", body)).status).toBe(status);
    expect(await value("SELECT COUNT(*) FROM refunds WHERE payment_id = ?", payment)).toBe(0);
  });

  it("needs a key, staff, and a payment", async () => {
    const { payment } = await buy();
    const path = `/api/v1/payments/${payment}/refunds`;
    expect(await api("POST", path, { body: {}, headers: await asStaff() })).toMatchObject({
      status: 400,
      body: { code: "idempotency.key_missing" },
    });
    const headers = { ...(await asStaff(["product:manage"])), "Idempotency-Key": unique("key") };
    expect((await api("POST", path, { body: {}, headers })).status).toBe(403);
    expect((await onPayment("01900000-0000-7000-8000-00000000dead", "refunds")).status).toBe(404);
  });

  it("of a line that is named twice, or is another order's, is refused", async () => {
    const [one, two] = [await buy(), await buy()];
    const id = one.order.line_items[0]?.id;
    const twice = {
      line_items: [
        { id, quantity: 1 },
        { id, quantity: 1 },
      ],
    };
    expect((await onPayment(one.payment, "refunds", twice)).status).toBe(422);
    expect((await onPayment(two.payment, "refunds", { line_items: [{ id, quantity: 1 }] })).status).toBe(422);
  });

  it("of a payment that is only authorised, was voided or is not made yet is refused with the reason", async () => {
    const held = await buy("pm_card_visa", { settings: MANUAL });
    expect(await onPayment(held.payment, "refunds")).toMatchObject({
      status: 409,
      body: { code: "payment.not_refundable", payment_status: "requires_capture" },
    });
    expect((await onPayment(held.payment, "void")).status).toBe(200);
    const voided = await onPayment(held.payment, "refunds");
    expect(voided).toMatchObject({
      status: 409,
      body: { code: "payment.not_refundable", payment_status: "canceled" },
    });
    expect(String(voided.body["detail"])).toContain("voided");
    await allThrough();
    await expectBooksBalance(held.intent);
  });
});

describe("two of the staff refunding the rest at the same time", () => {
  it("make one refund: the other is refused", async () => {
    const { payment, intent, order } = await buy();
    const answers = await Promise.all([1, 2, 3, 4].map(() => onPayment(payment, "refunds")));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    expect(answers.filter(({ status }) => status === 409).map(({ body }) => body["code"])).toEqual(
      Array(3).fill("refund.exceeds_captured"),
    );
    await allThrough();
    expect(await refundsAtStripe(intent)).toMatchObject([{ amount: order.totals.total.amount }]);
    await expectBooksBalance(intent);
  });

  it("by the same line's units make one as well", async () => {
    const { payment, intent, order } = await buy();
    const units = { line_items: [{ id: order.line_items[0]?.id, quantity: 2 }] };
    const answers = await Promise.all([1, 2].map(() => onPayment(payment, "refunds", units)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    await allThrough();
    await expectBooksBalance(intent);
  });
});

describe("when Stripe fails", () => {
  it.each(STRIPE_FAULTS)("by a %s the refund is requested, and made once by the sweeper", async (fault) => {
    const { payment, intent, order } = await buy();
    const network = faultyStripe(fault, isRefund);
    const answer = await onPayment<Refund>(payment, "refunds", {}, { env: withoutQueue(network.env) });
    expect(answer.status).toBe(201);
    expect(network.failed()).toBeGreaterThan(0);
    if (answer.body.status === "requested") {
      expect(await paymentOf(payment)).toMatchObject({
        refunding: order.totals.total,
        refunded: { amount: 0 },
      });
      // Set aside is set aside.
      expect(await onPayment(payment, "refunds", { amount: 1 })).toMatchObject({ status: 409 });
    }
    await cronAfter(1, network.env);
    await cronAfter(2, network.env);
    await allThrough();
    expect(await refundRow(answer.body.id)).toEqual([{ status: "succeeded", failure_reason: null }]);
    expect(await refundsAtStripe(intent)).toHaveLength(1);
    expect(await mailsOf(order.id, "refund-made")).toBe(1);
    await expectBooksBalance(intent);
  });

  it.each(["pm_fault_refund_500", "pm_fault_refund_answer_lost"])(
    "as with %s it is made once",
    async (method) => {
      const { payment, intent } = await buy(method);
      const answer = await onPayment<Refund>(payment, "refunds", { amount: 700 });
      expect(answer.status).toBe(201);
      await cronAfter(1);
      await allThrough();
      expect(await refundsAtStripe(intent)).toMatchObject([{ amount: 700, status: "succeeded" }]);
      expect(await refundRow(answer.body.id)).toMatchObject([{ status: "succeeded" }]);
      await expectBooksBalance(intent);
    },
  );

  it("for so long that somebody should look, there is an alert", async () => {
    const { payment, intent } = await buy();
    const network = faultyStripe("500", isRefund, 3);
    const answer = await onPayment<Refund>(payment, "refunds", {}, { env: withoutQueue(network.env) });
    await cronAfter(2, withoutQueue(network.env));
    expect(await value("SELECT COUNT(*) FROM alerts WHERE entity_id = ?", answer.body.id)).toBe(0);
    await cronAfter(62, withoutQueue(network.env));
    expect(await rows("SELECT code FROM alerts WHERE entity_id = ?", answer.body.id)).toEqual([
      { code: "refund.stuck" },
    ]);
    await cronAfter(90);
    await allThrough();
    expect(await refundsAtStripe(intent)).toHaveLength(1);
    await expectBooksBalance(intent);
  });
});

describe("a Worker that dies", () => {
  it("between Stripe's refund and our record of it: the sweeper finds it, it is made once", async () => {
    const { payment, intent, order } = await buy();
    const dying = beforeBatchWith(/UPDATE refunds SET status/, () =>
      Promise.reject(new Error("the Worker died here")),
    );
    const answer = await onPayment(payment, "refunds", {}, { env: withoutQueue(dying) });
    expect(answer).toMatchObject({ status: 201, body: { status: "requested" } });
    expect(await refundsAtStripe(intent)).toHaveLength(1);
    expect(await paymentOf(payment)).toMatchObject({ refunding: order.totals.total });
    await cronAfter(2);
    await allThrough();
    expect(await refundsAtStripe(intent)).toHaveLength(1);
    expect(await paymentOf(payment)).toMatchObject({
      refunding: { amount: 0 },
      refunded: order.totals.total,
    });
    await expectBooksBalance(intent);
  });

  it("there, and Stripe's webhook comes first: it is ours, and recorded once", async () => {
    const { payment, intent } = await buy();
    const dying = beforeBatchWith(/UPDATE refunds SET status/, () =>
      Promise.reject(new Error("the Worker died here")),
    );
    await onPayment(payment, "refunds", { amount: 500 }, { env: withoutQueue(dying) });
    await deliverWebhooks();
    const known = () =>
      rows("SELECT source, amount FROM refunds WHERE payment_id = ? AND status = 'succeeded'", payment);
    await eventually(async () => (await known()).length > 0);
    expect(await known()).toEqual([{ source: "staff", amount: 500 }]);
    await cronAfter(2);
    await allThrough();
    expect(await known()).toHaveLength(1);
    expect(await refundsAtStripe(intent)).toHaveLength(1);
    await expectBooksBalance(intent);
  });

  it("before Stripe is asked: the refund is made all the same, and repeating the request makes no other one", async () => {
    const { payment, intent } = await buy();
    const key = unique("key");
    const network = faultyStripe("lost connection", isRefund);
    await onPayment(payment, "refunds", { amount: 500 }, { env: withoutQueue(network.env), key });
    await cronAfter(2);
    await allThrough();
    const again = await onPayment<Refund>(payment, "refunds", { amount: 500 }, { key });
    expect(again).toMatchObject({ status: 201, body: { amount: { amount: 500 } } });
    expect(await refundsAtStripe(intent)).toHaveLength(1);
    await expectBooksBalance(intent);
  });
});

describe("a refund that is pending", () => {
  it.each([
    ["succeed", "succeeded", 0],
    ["fail", "failed", 1],
  ] as const)("and %ss", async (outcome, status, mails) => {
    const { payment, intent, order } = await buy("pm_card_pendingRefund");
    const line = order.line_items[0]?.id ?? "";
    const made = await onPayment<Refund>(payment, "refunds", { line_items: [{ id: line, quantity: 1 }] });
    expect(made).toMatchObject({ status: 201, body: { status: "pending" } });
    await allThrough();
    await expectBooksBalance(intent);
    const [atStripe] = await refundsAtStripe(intent);
    await control(`refunds/${atStripe?.id}/settle`, { outcome });
    await allThrough();
    expect(await refundRow(made.body.id)).toMatchObject([{ status }]);
    expect(await mailsOf(order.id, "staff-refund-failed")).toBe(mails);
    expect(
      await value("SELECT COUNT(*) FROM alerts WHERE code = 'refund.failed' AND entity_id = ?", made.body.id),
    ).toBe(mails);
    expect(await value("SELECT refunded FROM order_lines WHERE id = ?", line)).toBe(1 - mails);
    await expectBooksBalance(intent);
    // What failed can be asked for again.
    if (mails === 1) {
      const again = await onPayment<Refund>(payment, "refunds", { line_items: [{ id: line, quantity: 2 }] });
      expect(again.body.status).toBe("pending");
      await allThrough();
      await expectBooksBalance(intent);
    }
  });

  it("and whose end no webhook tells is looked for", async () => {
    const { payment, intent } = await buy("pm_card_pendingRefund");
    const made = await onPayment<Refund>(payment, "refunds");
    await allThrough();
    const [atStripe] = await refundsAtStripe(intent);
    await control(`refunds/${atStripe?.id}/settle`, { outcome: "fail" });
    await stripe("POST", "/_emulator/deliveries/take?include_late=true");
    await cronAfter(1);
    await eventsDelivered();
    expect(await refundRow(made.body.id)).toMatchObject([{ status: "failed" }]);
    await expectBooksBalance(intent);
  });
});

describe("a refund whose money comes back at once", () => {
  it("is told as failed, its money can be given back again", async () => {
    const { payment, intent, order } = await buy("pm_card_refundFail");
    const made = await onPayment<Refund>(payment, "refunds");
    expect(made.status).toBe(201);
    await allThrough();
    expect(await refundRow(made.body.id)).toMatchObject([
      { status: "failed", failure_reason: "expired_or_canceled_card" },
    ]);
    expect(await paymentOf(payment)).toMatchObject({
      refunded: { amount: 0 },
      refundable: order.totals.total,
    });
    expect(await orderOf(order.id)).toMatchObject({ payment_status: "paid" });
    expect(await mailsOf(order.id, "staff-refund-failed")).toBe(1);
    await expectBooksBalance(intent);
  });
});

describe("a refund that Stripe will not make", () => {
  it("because all of it went back by hand meanwhile, fails and gives its units back", async () => {
    const { payment, intent, order } = await buy();
    const network = faultyStripe("500", isRefund);
    const line = order.line_items[0]?.id ?? "";
    const asked = await onPayment<Refund>(
      payment,
      "refunds",
      { line_items: [{ id: line, quantity: 1 }] },
      { env: withoutQueue(network.env) },
    );
    expect(asked.body.status).toBe("requested");
    await stripe("POST", "/v1/refunds", { payment_intent: intent });
    await cronAfter(2);
    await allThrough();
    expect(await refundRow(asked.body.id)).toMatchObject([{ status: "failed" }]);
    expect(await value("SELECT refunded FROM order_lines WHERE id = ?", line)).toBe(0);
    expect(await paymentOf(payment)).toMatchObject({
      refunding: { amount: 0 },
      refunded: order.totals.total,
    });
    expect(await mailsOf(order.id, "staff-refund-failed")).toBe(1);
    await expectBooksBalance(intent);
  });

  it("because the payment is disputed, which we do not know yet, fails", async () => {
    const { payment, intent } = await buy();
    await control(`charges/${await chargeOf(intent)}/dispute`);
    const asked = await onPayment<Refund>(payment, "refunds");
    expect(asked).toMatchObject({
      status: 201,
      body: { status: "failed", failure_reason: "charge_disputed" },
    });
    await allThrough();
    await expectBooksBalance(intent);
  });
});
