import { describe, expect, it } from "vitest";
import { api, asStaff, eventsDelivered, rows, value } from "../support/api.ts";
import { cronAfter } from "../support/doors.ts";
import {
  allThrough,
  buy,
  chargeOf,
  control,
  expectBooksBalance,
  mailsOf,
  onPayment,
  orderOf,
  paymentOf,
  refunded,
} from "../support/payments.ts";
import { deliver, stripe, takeWebhooks } from "../support/shop.ts";

async function disputeOf(intent: string): Promise<string> {
  const response = await stripe("GET", `/v1/disputes?payment_intent=${intent}`);
  const [dispute] = (await response.json<{ data: { id: string }[] }>()).data;
  return dispute?.id ?? "";
}

describe("a payment that the bank disputes", () => {
  it("marks and holds its order, and staff are told once", async () => {
    const { order, payment, intent } = await buy("pm_card_createDispute");
    const dispute = await disputeOf(intent);
    expect(await orderOf(order.id)).toMatchObject({
      status: "confirmed",
      payment_status: "disputed",
      on_hold: "disputed",
    });
    expect(await mailsOf(order.id, "staff-disputed")).toBe(1);
    expect(await rows("SELECT code FROM alerts WHERE entity_id = ?", dispute)).toEqual([
      { code: "payment.disputed" },
    ]);
    const seen = await paymentOf(payment);
    expect(seen).toMatchObject({
      disputed: order.totals.total,
      refundable: { amount: 0 },
      disputes: [{ id: dispute, status: "needs_response", reason: "fraudulent" }],
    });
    expect(seen.allowed_transitions.find(({ action }) => action === "refund")).toMatchObject({
      allowed: false,
    });
    expect(await onPayment(payment, "refunds")).toMatchObject({
      status: 409,
      body: { code: "payment.not_refundable" },
    });
    await expectBooksBalance(intent);
  });

  it("and decides for the shop is as before, but for the fee; it can be refunded again", async () => {
    const { order, payment, intent } = await buy("pm_card_createDispute");
    await control(`disputes/${await disputeOf(intent)}/close`, { outcome: "won" });
    await allThrough();
    const now = await orderOf(order.id);
    expect(now).toMatchObject({ payment_status: "paid" });
    expect(now.on_hold).toBeUndefined();
    expect(
      await rows(
        "SELECT action FROM order_transitions WHERE order_id = ? AND seq > 2 ORDER BY seq",
        order.id,
      ),
    ).toEqual([{ action: "held" }, { action: "hold_released" }]);
    await expectBooksBalance(intent);
    await refunded(payment);
    await allThrough();
    await expectBooksBalance(intent);
  });

  it("and decides against the shop stays disputed, and nothing is sent without money", async () => {
    const { order, payment, intent } = await buy("pm_card_createDispute");
    await control(`disputes/${await disputeOf(intent)}/close`, { outcome: "lost" });
    await allThrough();
    const now = await orderOf(order.id);
    expect(now).toMatchObject({ payment_status: "disputed" });
    expect(now.on_hold).toBe("disputed");
    expect(await onPayment(payment, "refunds")).toMatchObject({
      status: 409,
      body: { code: "payment.not_refundable" },
    });
    expect(await mailsOf(order.id, "staff-disputed")).toBe(1);
    await expectBooksBalance(intent);
  });

  it("when it was refunded already, is a loss that the books show", async () => {
    const { order, payment, intent } = await buy();
    await refunded(payment);
    await control(`charges/${await chargeOf(intent)}/dispute`, { reason: "credit_not_processed" });
    await allThrough();
    const total = order.totals.total.amount;
    expect(await paymentOf(payment)).toMatchObject({
      refunded: { amount: total },
      disputed: { amount: total },
    });
    expect(await orderOf(order.id)).toMatchObject({ payment_status: "disputed", on_hold: "disputed" });
    await expectBooksBalance(intent);
  });

  it("for a part leaves the rest as it is", async () => {
    const { payment, intent, order } = await buy();
    await control(`charges/${await chargeOf(intent)}/dispute`, { amount: "300" });
    await allThrough();
    expect(await paymentOf(payment)).toMatchObject({
      disputed: { amount: 300 },
      refundable: { amount: order.totals.total.amount - 300 },
    });
    await expectBooksBalance(intent);
  });

  it("is the same when its events come twice, in any order, or not at all", async () => {
    const { order, intent } = await buy();
    await control(`charges/${await chargeOf(intent)}/dispute`);
    await control(`disputes/${await disputeOf(intent)}/close`, { outcome: "won" });
    const events = (await takeWebhooks(true)).reverse();
    for (const each of events) await Promise.all([deliver(each), deliver(each)]);
    await allThrough();
    expect(await orderOf(order.id)).toMatchObject({ payment_status: "paid" });
    expect((await orderOf(order.id)).on_hold).toBeUndefined();
    await expectBooksBalance(intent);

    const missed = await buy();
    const waiting = await buy("pm_card_pendingRefund");
    await onPayment(waiting.payment, "refunds");
    await control(`charges/${await chargeOf(missed.intent)}/dispute`);
    await takeWebhooks(true);
    await cronAfter(1);
    await eventsDelivered();
    expect(await orderOf(missed.order.id)).toMatchObject({ on_hold: "disputed" });
    await expectBooksBalance(intent, missed.intent);
  });
});

describe("events about what we do not know", () => {
  it("do no harm: another shop's payment, its refund and its dispute", async () => {
    const created = await stripe("POST", "/v1/payment_intents", {
      amount: "4200",
      currency: "usd",
      confirm: "true",
      payment_method: "pm_card_createDispute",
      return_url: "https://elsewhere.example.com",
    });
    const { id } = await created.json<{ id: string }>();
    await stripe("POST", "/v1/customers", { email: "somebody@example.com" });
    await allThrough();
    expect(await value("SELECT COUNT(*) FROM payments WHERE intent_id = ?", id)).toBe(0);
    expect(await value("SELECT COUNT(*) FROM disputes WHERE id = ?", await disputeOf(id))).toBe(0);
    expect(await value("SELECT COUNT(*) FROM stripe_events WHERE processed_at IS NULL")).toBe(0);
  });

  it("do no harm: a payment that Stripe does not know", async () => {
    const { intent } = await buy();
    const [event] = await rows<{ payload: string }>(
      "SELECT payload FROM stripe_events WHERE object_id = ? AND type = 'payment_intent.succeeded'",
      intent,
    );
    expect(event).toBeDefined();
    const { settleIntent } = await import("../../src/modules/checkout/settle-payment.ts");
    const { createCtx } = await import("../../src/platform/ctx.ts");
    const { env } = await import("cloudflare:workers");
    const ctx = createCtx(env, { kind: "system", job: "test" }, { waitUntil: () => undefined });
    await expect(settleIntent(ctx, "pi_unknown", "evt_unknown")).resolves.toBeUndefined();
  });

  it("are not listed to anybody but staff", async () => {
    expect((await api("GET", "/api/v1/payments")).status).toBe(401);
    expect((await api("GET", "/api/v1/payments", { headers: await asStaff(["catalog:read"]) })).status).toBe(
      403,
    );
  });
});
