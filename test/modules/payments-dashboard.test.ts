import { describe, expect, it } from "vitest";
import { value } from "../support/api.ts";
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
  refundsAtStripe,
} from "../support/payments.ts";
import { deliver, stripe, takeWebhooks } from "../support/shop.ts";

// What somebody does in Stripe's dashboard, past this API.

describe("a refund that was made in Stripe's dashboard", () => {
  it("is taken over once, whatever is told of it how often", async () => {
    const { order, payment, intent } = await buy();
    await stripe("POST", "/v1/refunds", { payment_intent: intent, amount: "700", reason: "duplicate" });
    const events = await takeWebhooks(true);
    for (const each of [...events, ...events].reverse()) await deliver(each);
    await allThrough();
    const [atStripe] = await refundsAtStripe(intent);
    expect((await paymentOf(payment)).refunds).toMatchObject([
      {
        source: "provider",
        status: "succeeded",
        amount: { amount: 700 },
        reason: "duplicate",
        provider_ref: atStripe?.id,
      },
    ]);
    expect(await orderOf(order.id)).toMatchObject({ payment_status: "partially_refunded" });
    expect(await mailsOf(order.id, "refund-made")).toBe(0);
    const rest = await refunded(payment);
    expect(rest.amount.amount).toBe(order.totals.total.amount - 700);
    await allThrough();
    await expectBooksBalance(intent);
  });

  it("and one of ours at the same time never give back more than was captured", async () => {
    const { order, payment, intent } = await buy();
    const [ours] = await Promise.all([
      onPayment(payment, "refunds", { amount: 2_000 }),
      stripe("POST", "/v1/refunds", {
        payment_intent: intent,
        amount: String(order.totals.total.amount - 1_000),
      }),
    ]);
    expect(ours.status).toBe(201);
    await allThrough();
    const given = (await refundsAtStripe(intent)).reduce((sum, { amount }) => sum + amount, 0);
    expect((await paymentOf(payment)).refunded.amount).toBe(given);
    expect(given).toBeLessThanOrEqual(order.totals.total.amount);
    await expectBooksBalance(intent);
  });

  it("and fails later, is taken back from the books", async () => {
    const { order, payment, intent } = await buy("pm_card_pendingRefund");
    await stripe("POST", "/v1/refunds", { payment_intent: intent });
    await allThrough();
    expect(await orderOf(order.id)).toMatchObject({ payment_status: "refunded" });
    const [atStripe] = await refundsAtStripe(intent);
    await control(`refunds/${atStripe?.id}/settle`, { outcome: "fail" });
    await allThrough();
    expect(await orderOf(order.id)).toMatchObject({ payment_status: "paid" });
    expect((await paymentOf(payment)).refunds).toMatchObject([{ status: "failed", source: "provider" }]);
    await expectBooksBalance(intent);
  });
});

describe("an authorisation", () => {
  it.each([
    ["all", undefined],
    ["a part", "1200"],
  ])("that was captured in Stripe's dashboard, %s of it, is taken over", async (_, amount) => {
    const { order, payment, intent } = await buy("pm_card_visa", { settings: MANUAL });
    const response = await stripe(
      "POST",
      `/v1/payment_intents/${intent}/capture`,
      amount === undefined ? {} : { amount_to_capture: amount },
    );
    expect(response.status).toBe(200);
    await allThrough();
    expect(await paymentOf(payment)).toMatchObject({
      status: "succeeded",
      captured: { amount: amount === undefined ? order.totals.total.amount : Number(amount) },
      refunds: [],
    });
    expect(await orderOf(order.id)).toMatchObject({ status: "confirmed", payment_status: "paid" });
    await expectBooksBalance(intent);
  });

  it("that was cancelled in Stripe's dashboard holds its order", async () => {
    const { order, payment, intent } = await buy("pm_card_visa", { settings: MANUAL });
    await stripe("POST", `/v1/payment_intents/${intent}/cancel`);
    await allThrough();
    expect(await paymentOf(payment)).toMatchObject({ status: "canceled", authorized: { amount: 0 } });
    expect(await orderOf(order.id)).toMatchObject({
      payment_status: "voided",
      on_hold: "authorization_lapsed",
    });
    await expectBooksBalance(intent);
  });
});

describe("an intent whose description was overwritten in the dashboard", () => {
  it("is still known by its id", async () => {
    const { payment, intent } = await buy();
    await stripe("POST", `/v1/payment_intents/${intent}`, {
      "metadata[order_id]": "",
      "metadata[payment_id]": "",
    });
    await stripe("POST", "/v1/refunds", { payment_intent: intent, amount: "100" });
    await allThrough();
    expect(await value("SELECT refunded FROM payments WHERE id = ?", payment)).toBe(100);
  });
});
