import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { setClock } from "../../src/platform/ctx.ts";
import type { Payment } from "../../src/modules/payments/payments.schema.ts";
import { api, asStaff, eventsDelivered, rows } from "../support/api.ts";
import { cronAfter, withoutQueue } from "../support/doors.ts";
import { beforeBatchWith } from "../support/failing-env.ts";
import { faultyStripe, STRIPE_FAULTS } from "../support/faulty-stripe.ts";
import {
  allThrough,
  buy,
  control,
  expectBooksBalance,
  mailsOf,
  MANUAL,
  onPayment,
  orderOf,
  paymentOf,
  refunded,
  shopWith,
} from "../support/payments.ts";
import { callWith } from "../support/call-with.ts";
import { makeVariant, readyCart, stockOf, stripe, takeWebhooks, unique } from "../support/shop.ts";

afterEach(() => setClock(undefined));

const authorized = () => buy("pm_card_visa", { settings: MANUAL });

function isCapture(method: string, path: string): boolean {
  return method === "POST" && path.endsWith("/capture");
}

describe("with manual capture", () => {
  it("an order is confirmed once it is authorised; capturing takes what it costs", async () => {
    const { order, payment, intent, variant } = await authorized();
    expect(order).toMatchObject({ status: "confirmed", payment_status: "authorized" });
    expect(await stockOf(variant)).toEqual({ on_hand: 8, reserved: 0 });
    const seen = await paymentOf(payment);
    expect(seen).toMatchObject({
      status: "requires_capture",
      authorized: order.totals.total,
      captured: { amount: 0 },
    });
    expect(seen.allowed_transitions).toEqual([
      { action: "capture", allowed: true },
      { action: "void", allowed: true },
      { action: "refund", allowed: false, reason: "needs succeeded, is requires_capture" },
    ]);
    await expectBooksBalance(intent);
    const key = unique("key");
    const captured = await onPayment<Payment>(payment, "captures", {}, { key });
    expect(captured).toMatchObject({
      status: 201,
      body: { status: "succeeded", captured: order.totals.total, authorized: { amount: 0 } },
    });
    expect(captured.headers.get("Location")).toBe(`/api/v1/payments/${payment}`);
    expect((await onPayment(payment, "captures", {}, { key })).headers.get("Idempotent-Replayed")).toBe(
      "true",
    );
    await allThrough();
    expect(await orderOf(order.id)).toMatchObject({ status: "confirmed", payment_status: "paid" });
    expect(await mailsOf(order.id, "order-confirmation")).toBe(1);
    await expectBooksBalance(intent);
  });

  it("is taken and let go of only while it is what its author saw, when they say so", async () => {
    const { payment } = await authorized();
    const read = await api("GET", `/api/v1/payments/${payment}`, { headers: await asStaff() });
    const seen = { "If-Match": read.headers.get("ETag") ?? "" };
    for (const action of ["captures", "void"] as const) {
      expect(await onPayment(payment, action, {}, { headers: { "If-Match": '"0.0"' } })).toMatchObject({
        status: 412,
        body: { code: "resource.precondition_failed" },
      });
    }
    const captured = await onPayment(payment, "captures", {}, { headers: seen });
    expect(captured).toMatchObject({ status: 201, body: { status: "succeeded" } });
    const now = await api("GET", `/api/v1/payments/${payment}`, { headers: await asStaff() });
    expect(captured.headers.get("ETag")).toBe(now.headers.get("ETag"));
    expect((await onPayment(payment, "captures", {}, { headers: seen })).status).toBe(412);
  });

  it("an order that the customer confirms with Stripe.js is confirmed by the webhook", async () => {
    const variant = await makeVariant({ stock: 5 });
    const placed = await callWith<{ id: string; payment: { client_secret: string } }>(
      shopWith(MANUAL),
      "POST",
      "/api/v1/orders",
      {
        body: {},
        headers: {
          "X-Cart-Token": await readyCart([{ variant, quantity: 1 }]),
          "Idempotency-Key": unique("key"),
        },
      },
    );
    const intent = placed.body.payment.client_secret.split("_secret_")[0] ?? "";
    await stripe("POST", `/v1/payment_intents/${intent}/confirm`, {
      payment_method: "pm_card_visa",
      return_url: "https://shop.example.com",
    });
    await allThrough();
    expect(await orderOf(placed.body.id)).toMatchObject({
      status: "confirmed",
      payment_status: "authorized",
    });
    await expectBooksBalance(intent);
  });

  it("whose webhook is lost is found by the sweeper, not thrown away when the hold ends", async () => {
    const variant = await makeVariant({ stock: 5 });
    const placed = await callWith<{ id: string; payment: { client_secret: string } }>(
      shopWith(MANUAL),
      "POST",
      "/api/v1/orders",
      {
        body: {},
        headers: {
          "X-Cart-Token": await readyCart([{ variant, quantity: 1 }]),
          "Idempotency-Key": unique("key"),
        },
      },
    );
    const intent = placed.body.payment.client_secret.split("_secret_")[0] ?? "";
    await stripe("POST", `/v1/payment_intents/${intent}/confirm`, {
      payment_method: "pm_card_visa",
      return_url: "https://shop.example.com",
    });
    await takeWebhooks(true);
    await env.DB.prepare(
      "INSERT INTO jobs (name, lease_until) VALUES ('payments.fetch-missed-events', '9999') ON CONFLICT (name) DO UPDATE SET lease_until = '9999'",
    ).run();
    await cronAfter(31);
    await env.DB.prepare(
      "UPDATE jobs SET lease_until = NULL WHERE name = 'payments.fetch-missed-events'",
    ).run();
    await eventsDelivered();
    expect(await orderOf(placed.body.id)).toMatchObject({
      status: "confirmed",
      payment_status: "authorized",
    });
    await expectBooksBalance(intent);
  });

  it("a part can be captured: the rest is released, and only the part can be refunded", async () => {
    const { order, payment, intent } = await authorized();
    const total = order.totals.total.amount;
    const captured = await onPayment<Payment>(payment, "captures", {
      amount: { amount: 1_500, currency: "USD" },
    });
    expect(captured).toMatchObject({
      status: 201,
      body: { captured: { amount: 1_500 }, refundable: { amount: 1_500 } },
    });
    expect(captured.body.transactions.map(({ kind, amount }) => [kind, amount.amount])).toEqual(
      expect.arrayContaining([
        ["authorized", total],
        ["captured", 1_500],
        ["voided", total - 1_500],
      ]),
    );
    await allThrough();
    // What Stripe shows as a refund of the rest is none.
    expect(await paymentOf(payment)).toMatchObject({ refunds: [], refunded: { amount: 0 } });
    expect(await onPayment(payment, "refunds", { amount: 1_501 })).toMatchObject({ status: 409 });
    await refunded(payment);
    await allThrough();
    expect(await orderOf(order.id)).toMatchObject({ payment_status: "refunded" });
    await expectBooksBalance(intent);
  });

  it("is captured once: a second capture, more than authorised, or of what is paid already is refused", async () => {
    const { order, payment, intent } = await authorized();
    const total = order.totals.total.amount;
    expect(await onPayment(payment, "captures", { amount: total + 1 })).toMatchObject({
      status: 409,
      body: { code: "payment.capture_exceeds_authorized", requested: total + 1, authorized: total },
    });
    expect(await onPayment(payment, "captures", { amount: 0 })).toMatchObject({ status: 422 });
    expect(await onPayment(payment, "captures", { amount: { amount: 5, currency: "EUR" } })).toMatchObject({
      status: 422,
    });
    const answers = await Promise.all(
      [1_000, 2_000].map((amount) => onPayment(payment, "captures", { amount })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await onPayment(payment, "captures")).toMatchObject({
      status: 409,
      body: { code: "payment.not_capturable", payment_status: "succeeded" },
    });
    expect(await onPayment(payment, "void")).toMatchObject({
      status: 409,
      body: { code: "payment.not_voidable" },
    });
    const automatic = await buy();
    expect(await onPayment(automatic.payment, "captures")).toMatchObject({
      status: 409,
      body: { code: "payment.not_capturable" },
    });
    await allThrough();
    await expectBooksBalance(intent, automatic.intent);
  });

  it("voiding lets the money go and holds the order", async () => {
    const { order, payment, intent } = await authorized();
    const voided = await onPayment<Payment>(payment, "void");
    expect(voided).toMatchObject({ status: 200, body: { status: "canceled", authorized: { amount: 0 } } });
    await allThrough();
    expect(await orderOf(order.id)).toMatchObject({
      status: "confirmed",
      payment_status: "voided",
      on_hold: "authorization_lapsed",
    });
    expect(await onPayment(payment, "captures")).toMatchObject({
      status: 409,
      body: { code: "payment.authorization_lapsed" },
    });
    // Who did it by hand need not be told.
    expect(await mailsOf(order.id, "staff-authorization-lapsed")).toBe(0);
    await expectBooksBalance(intent);
  });

  it("an authorisation that lapses holds the order, and staff are told once", async () => {
    const { order, payment, intent } = await authorized();
    await control(`payment_intents/${intent}/lapse`);
    // We do not know yet.
    const late = await onPayment(payment, "captures");
    expect(late).toMatchObject({ status: 409, body: { code: "payment.authorization_lapsed" } });
    await allThrough();
    expect(await orderOf(order.id)).toMatchObject({
      on_hold: "authorization_lapsed",
      payment_status: "voided",
    });
    expect(await mailsOf(order.id, "staff-authorization-lapsed")).toBe(1);
    expect(await rows("SELECT code FROM alerts WHERE entity_id = ?", payment)).toEqual([
      { code: "payment.authorization_lapsed" },
    ]);
    expect(
      await rows("SELECT action FROM order_transitions WHERE order_id = ? ORDER BY seq", order.id),
    ).toEqual([{ action: "place" }, { action: "settle" }, { action: "held" }]);
    expect(await onPayment(payment, "captures")).toMatchObject({
      status: 409,
      body: { code: "payment.authorization_lapsed" },
    });
    await expectBooksBalance(intent);
  });

  it("of an order that was cancelled is refused", async () => {
    const { order, payment } = await authorized();
    await env.DB.prepare("UPDATE orders SET status = 'cancelled' WHERE id = ?").bind(order.id).run();
    expect(await onPayment(payment, "captures")).toMatchObject({
      status: 409,
      body: { code: "payment.not_capturable" },
    });
    await env.DB.prepare("UPDATE orders SET status = 'confirmed' WHERE id = ?").bind(order.id).run();
  });
});

describe("a capture that Stripe does not answer", () => {
  it.each(STRIPE_FAULTS)("because of a %s is done by asking again, once", async (fault) => {
    const { order, payment, intent } = await authorized();
    const network = faultyStripe(fault, isCapture);
    const key = unique("key");
    const first = await onPayment(payment, "captures", {}, { env: network.env, key });
    expect([201, 503]).toContain(first.status);
    const again = await onPayment<Payment>(payment, "captures", {}, { env: network.env, key });
    expect(again).toMatchObject({ status: 201, body: { captured: order.totals.total } });
    await allThrough();
    await expectBooksBalance(intent);
  });

  it.each(["pm_fault_capture_500", "pm_fault_capture_answer_lost"])("as with %s", async (method) => {
    const { order, payment, intent } = await buy(method, { settings: MANUAL });
    const first = await onPayment(payment, "captures");
    if (first.status !== 201) expect((await onPayment(payment, "captures")).status).toBe(201);
    await allThrough();
    expect(await paymentOf(payment)).toMatchObject({ captured: order.totals.total });
    await expectBooksBalance(intent);
  });

  it("and our Worker dies before it is written down: the webhook tells, and so does asking again", async () => {
    for (const [how, finish] of [
      ["webhook", allThrough],
      ["again", undefined],
    ] as const) {
      const { order, payment, intent } = await authorized();
      const dying = beforeBatchWith(/UPDATE payments SET\s+intent_id/, () =>
        Promise.reject(new Error("the Worker died here")),
      );
      const key = unique("key");
      expect((await onPayment(payment, "captures", {}, { env: withoutQueue(dying), key })).status).toBe(500);
      expect(await paymentOf(payment), how).toMatchObject({ status: "requires_capture" });
      if (finish) await finish();
      else expect((await onPayment(payment, "captures", {}, { key })).status).toBe(201);
      await allThrough();
      expect(await paymentOf(payment), how).toMatchObject({
        status: "succeeded",
        captured: order.totals.total,
      });
      await expectBooksBalance(intent);
    }
  });
});
