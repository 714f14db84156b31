import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, PAY_NOW, chargeIdOf, startEmulator, steer } from "./emulator-harness.ts";

let emulator: Emulator;
let stripe: Stripe;

beforeAll(async () => {
  emulator = await startEmulator();
  stripe = emulator.stripe;
});
afterAll(() => emulator.stop());

const pay = (params: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  stripe.paymentIntents.create({ ...PAY_NOW, payment_method: "pm_card_visa", ...params });

const balanceOf = async (id: string) =>
  (await emulator.send(`/_emulator/balance?payment_intent=${id}`, { key: null })).json;

describe("the list of balance transactions", () => {
  test("has one for every movement of money, by source and by type", async () => {
    const paid = await pay({ payment_method: "pm_card_refundFail" });
    const charge = chargeIdOf(paid);
    const refund = await stripe.refunds.create({ charge, amount: 700 });
    const dispute = await steer(emulator, `charges/${charge}/dispute`, "amount=500");
    await steer(emulator, `disputes/${String(dispute["id"])}/close`, "outcome=won");

    const newest = await stripe.balanceTransactions.list({ limit: 5 });
    expect(newest.data.map(({ type, amount, net }) => [type, amount, net])).toEqual([
      ["adjustment", 500, 500],
      ["adjustment", -500, -2000],
      ["refund_failure", 700, 700],
      ["refund", -700, -700],
      ["charge", 2000, 1912],
    ]);
    for (const { amount, fee, net, fee_details } of newest.data) {
      expect(net).toBe(amount - fee);
      expect(fee_details.reduce((sum, detail) => sum + detail.amount, 0)).toBe(fee);
    }
    const ofRefund = await stripe.balanceTransactions.list({ source: refund.id });
    expect(ofRefund.data.map(({ type }) => type)).toEqual(["refund_failure", "refund"]);
    const charges = await stripe.balanceTransactions.list({ type: "charge", expand: ["data.source"] });
    expect(charges.data[0]?.source).toMatchObject({ object: "charge", id: charge });
    const next = await stripe.balanceTransactions.list({
      limit: 2,
      starting_after: newest.data[0]?.id ?? "",
    });
    expect(next.data.map(({ id }) => id)).toEqual(newest.data.slice(1, 3).map(({ id }) => id));
    const { created } = await stripe.balanceTransactions.retrieve(newest.data[0]?.id ?? "");
    expect((await stripe.balanceTransactions.list({ created: { gt: created } })).data).toEqual([]);
  });

  test("has none for an authorisation, nor for what is released of it", async () => {
    const held = await pay({ capture_method: "manual" });
    expect(await balanceOf(held.id)).toEqual({ amount: 0, fee: 0, net: 0 });
    await stripe.paymentIntents.capture(held.id, { amount_to_capture: 1000 });
    expect(await balanceOf(held.id)).toEqual({ amount: 1000, fee: 59, net: 941 });
  });
});

describe("the balance of a payment", () => {
  test("is the sum of what its charge and its refunds moved", async () => {
    const paid = await pay();
    await pay();
    await stripe.refunds.create({ payment_intent: paid.id, amount: 500 });
    await stripe.refunds.create({ payment_intent: paid.id, amount: 300 });
    expect(await balanceOf(paid.id)).toEqual({ amount: 1200, fee: 88, net: 1112 });
  });

  test("of an unknown payment is refused", async () => {
    expect(await balanceOf("pi_none")).toMatchObject({ error: { code: "resource_missing" } });
    expect((await emulator.send("/_emulator/balance", { key: null })).status).toBe(400);
  });
});
