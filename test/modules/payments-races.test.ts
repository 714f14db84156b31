import { env } from "cloudflare:workers";
import type Stripe from "stripe";
import { afterEach, describe, expect, it } from "vitest";
import { refundLatePayment } from "../../src/modules/checkout/refund-late.ts";
import { settleOrder } from "../../src/modules/checkout/settle-payment.ts";
import type { Payment, Refund } from "../../src/modules/payments/payments.schema.ts";
import { setClock } from "../../src/platform/ctx.ts";
import { systemCtx } from "../support/accounts.ts";
import { asStaff, eventually, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { cronAfter, withoutQueue } from "../support/doors.ts";
import { beforeBatchWith } from "../support/failing-env.ts";
import { faultyStripe } from "../support/faulty-stripe.ts";
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
  refundsAtStripe,
  shopWith,
} from "../support/payments.ts";
import { deliverWebhooks, makeVariant, readyCart, stripe, takeWebhooks, unique } from "../support/shop.ts";

afterEach(() => setClock(undefined));

const isRefund = (method: string, path: string) => method === "POST" && path === "/v1/refunds";

async function intentAtStripe(id: string): Promise<Stripe.PaymentIntent> {
  return (await stripe("GET", `/v1/payment_intents/${id}?expand[]=latest_charge`)).json();
}

describe("a refund", () => {
  it("that fails in an unforeseen way lets the others go first, and somebody is told", async () => {
    const { payment, intent } = await buy();
    const network = faultyStripe("lost connection", isRefund);
    const asked = await onPayment<Refund>(
      payment,
      "refunds",
      { amount: 500 },
      { env: withoutQueue(network.env) },
    );
    const before = await value("SELECT updated_at FROM refunds WHERE id = ?", asked.body.id);
    const dying = beforeBatchWith(/UPDATE refunds SET status/, () =>
      Promise.reject(new Error("the database is busy")),
    );
    await cronAfter(62, withoutQueue(dying));
    expect(await rows("SELECT status FROM refunds WHERE id = ?", asked.body.id)).toEqual([
      { status: "requested" },
    ]);
    expect(await value("SELECT updated_at FROM refunds WHERE id = ?", asked.body.id)).not.toBe(before);
    expect(await rows("SELECT code FROM alerts WHERE entity_id = ?", asked.body.id)).toEqual([
      { code: "refund.stuck" },
    ]);
    await cronAfter(90);
    await allThrough();
    expect(await refundsAtStripe(intent)).toHaveLength(1);
    await expectBooksBalance(intent);
  });

  it("whose money came back before the customer was told is not told as made", async () => {
    const { payment, order, intent } = await buy("pm_card_refundFail");
    const made = await onPayment<Refund>(payment, "refunds", {}, { env: withoutQueue(env) });
    await deliverWebhooks(true);
    const failed = () => rows("SELECT id FROM refunds WHERE id = ? AND status = 'failed'", made.body.id);
    await eventually(async () => (await failed()).length === 1);
    await cronAfter(2);
    await allThrough();
    expect(await mailsOf(order.id, "staff-refund-failed")).toBe(1);
    expect(await mailsOf(order.id, "refund-made")).toBe(0);
    await expectBooksBalance(intent);
  });
});

describe("a request for a refund that died half-way", () => {
  it("and is repeated under its key makes no second one", async () => {
    const { payment, intent } = await buy();
    const key = unique("key");
    const dying = beforeBatchWith(/UPDATE refunds SET status/, () =>
      Promise.reject(new Error("the Worker died here")),
    );
    const shop = withoutQueue(dying);
    const first = await onPayment(payment, "refunds", { amount: 500 }, { env: shop, key });
    expect(first).toMatchObject({ status: 201, body: { status: "requested" } });
    setClock(() => new Date(Date.now() + 5 * 60_000));
    const again = await onPayment(payment, "refunds", { amount: 500 }, { key });
    expect(again).toMatchObject({ status: 201, body: { id: first.body["id"] } });
    expect(await rows("SELECT id FROM refunds WHERE payment_id = ?", payment)).toEqual([
      { id: first.body["id"] },
    ]);
    await cronAfter(10);
    await allThrough();
    expect(await refundsAtStripe(intent)).toHaveLength(1);
    await expectBooksBalance(intent);
  });
});

describe("an order that was authorised while the answer to its client was lost", () => {
  it("is answered as it is when the client asks again after the webhook", async () => {
    const variant = await makeVariant({ stock: 5 });
    const cart = await readyCart([{ variant, quantity: 1 }]);
    const headers = { "X-Cart-Token": cart, "Idempotency-Key": unique("key") };
    const body = { payment_method: "pm_card_visa" };
    const dying = beforeBatchWith(/UPDATE payments SET\s+intent_id/, () =>
      Promise.reject(new Error("the Worker died here")),
    );
    const shop = Object.assign({}, withoutQueue(dying), MANUAL);
    expect((await callWith(shop, "POST", "/api/v1/orders", { body, headers })).status).toBe(500);
    await deliverWebhooks(true);
    const settled = () =>
      value(
        "SELECT COUNT(*) FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.status = 'confirmed' AND l.variant_id = ?",
        variant.id,
      );
    await eventually(async () => (await settled()) === 1);
    // The claim of a run that died is free after a while.
    setClock(() => new Date(Date.now() + 5 * 60_000));
    const again = await callWith(shopWith(MANUAL), "POST", "/api/v1/orders", { body, headers });
    expect(again).toMatchObject({ status: 201, body: { status: "confirmed", payment_status: "authorized" } });
    await cronAfter(10);
    await allThrough();
  });
});

describe("an authorisation", () => {
  it("is not undone by what Stripe said before it", async () => {
    const { order, payment, intent } = await buy("pm_card_visa", { settings: MANUAL });
    const now = await intentAtStripe(intent);
    for (const status of ["requires_action", "processing", "requires_payment_method"] as const) {
      const older = { ...now, status, latest_charge: null, amount_capturable: 0 };
      await settleOrder(systemCtx(), order.id, older);
    }
    expect(await paymentOf(payment)).toMatchObject({
      status: "requires_capture",
      authorized: order.totals.total,
    });
    expect((await onPayment(payment, "captures")).status).toBe(201);
    await allThrough();
    await expectBooksBalance(intent);
  });

  it("that lapses after the order was sent is told, and holds nothing", async () => {
    const { order, payment, intent } = await buy("pm_card_visa", { settings: MANUAL });
    const sent = await callWith<{ id: string }>(env, "POST", `/api/v1/orders/${order.id}/fulfillments`, {
      body: {},
      headers: { ...(await asStaff()), "Idempotency-Key": unique("key") },
    });
    expect(sent.status).toBe(201);
    const ship = await callWith(env, "POST", `/api/v1/orders/${order.id}/fulfillments/${sent.body.id}/ship`, {
      body: {},
      headers: { ...(await asStaff()), "Idempotency-Key": unique("key") },
    });
    expect(ship.status).toBeLessThan(300);
    await allThrough();
    expect(await orderOf(order.id)).toMatchObject({ status: "shipped" });
    await control(`payment_intents/${intent}/lapse`);
    await allThrough();
    expect((await orderOf(order.id)).on_hold).toBeUndefined();
    expect(await mailsOf(order.id, "staff-authorization-lapsed")).toBe(1);
    expect(await rows("SELECT code FROM alerts WHERE entity_id = ?", payment)).toEqual([
      { code: "payment.authorization_lapsed" },
    ]);
    await expectBooksBalance(intent);
  });

  it("of a cancelled order that somebody captured before it could be let go of is given back", async () => {
    const { order, payment, intent } = await buy("pm_card_visa", { settings: MANUAL });
    const network = faultyStripe("500", (method, path) => method === "POST" && path.endsWith("/cancel"), 3);
    const cancelled = await callWith(withoutQueue(network.env), "POST", `/api/v1/orders/${order.id}/cancel`, {
      body: {},
      headers: { ...(await asStaff()), "Idempotency-Key": unique("key") },
    });
    expect(cancelled.status).toBeLessThan(300);
    await stripe("POST", `/v1/payment_intents/${intent}/capture`);
    await takeWebhooks(true);
    await refundLatePayment(systemCtx(), order.id);
    await cronAfter(2);
    await allThrough();
    const seen: Payment = await paymentOf(payment);
    expect(seen).toMatchObject({ captured: order.totals.total, refunded: order.totals.total });
    await expectBooksBalance(intent);
  });
});

describe("what an erased person paid with", () => {
  it("stays forgotten when Stripe tells of the payment again", async () => {
    const { order, payment, intent } = await buy();
    await env.DB.batch([
      env.DB.prepare(
        "UPDATE orders SET erased_at = updated_at, erase_requested_at = updated_at WHERE id = ?",
      ).bind(order.id),
      env.DB.prepare("UPDATE payments SET method = NULL WHERE id = ?").bind(payment),
    ]);
    await stripe("POST", "/v1/refunds", { payment_intent: intent, amount: "500" });
    await allThrough();
    expect(await paymentOf(payment)).toMatchObject({ refunded: { amount: 500 }, method: null });
    await expectBooksBalance(intent);
  });
});
