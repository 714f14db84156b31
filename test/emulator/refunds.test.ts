import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, PAY_NOW, chargeIdOf, errorOf, startEmulator } from "./emulator-harness.ts";

let emulator: Emulator;
let stripe: Stripe;

beforeAll(async () => {
  emulator = await startEmulator();
  stripe = emulator.stripe;
});
afterAll(() => emulator.stop());

const pay = (params: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  stripe.paymentIntents.create({ ...PAY_NOW, payment_method: "pm_card_visa", ...params });

describe("a refund", () => {
  test("gives back everything when no amount is given", async () => {
    const paid = await pay();
    const { id } = paid;
    const refund = await stripe.refunds.create({ payment_intent: id, expand: ["balance_transaction"] });
    expect(refund).toMatchObject({
      amount: 2000,
      status: "succeeded",
      charge: chargeIdOf(paid),
      payment_intent: id,
      balance_transaction: { amount: -2000, fee: 0, net: -2000, type: "refund" },
    });
    const charge = await stripe.charges.retrieve(chargeIdOf(paid), { expand: ["refunds"] });
    expect(charge).toMatchObject({
      refunded: true,
      amount_refunded: 2000,
      refunds: { data: [{ id: refund.id }] },
    });
  });

  test("adds up by parts, and never to more than was captured", async () => {
    const paid = await pay();
    const { id } = paid;
    const first = await stripe.refunds.create({
      payment_intent: id,
      amount: 500,
      reason: "requested_by_customer",
    });
    const second = await stripe.refunds.create({
      charge: chargeIdOf(paid),
      amount: 700,
      metadata: { line: "1" },
    });
    const tooMuch = await errorOf(stripe.refunds.create({ payment_intent: id, amount: 801 }));
    expect(tooMuch).toMatchObject({ statusCode: 400, param: "amount" });
    expect(tooMuch.message).toBe("Refund amount ($8.01) is greater than unrefunded amount on charge ($8.00)");

    await stripe.refunds.create({ payment_intent: id });
    const again = await errorOf(stripe.refunds.create({ payment_intent: id }));
    expect(again).toMatchObject({ statusCode: 400, code: "charge_already_refunded" });
    const listed = await stripe.refunds.list({ payment_intent: id });
    expect(listed.data.map(({ amount }) => amount)).toEqual([800, 700, 500]);
    expect(listed.data.slice(1).map((refund) => refund.id)).toEqual([second.id, first.id]);
    expect((await stripe.refunds.retrieve(second.id)).metadata).toEqual({ line: "1" });
  });

  test("of a part captured gives back no more than that part", async () => {
    const held = await pay({ capture_method: "manual" });
    await stripe.paymentIntents.capture(held.id, { amount_to_capture: 1500 });
    expect(await errorOf(stripe.refunds.create({ payment_intent: held.id, amount: 1501 }))).toMatchObject({
      statusCode: 400,
    });
    expect((await stripe.refunds.create({ payment_intent: held.id })).amount).toBe(1500);
  });

  test("is refused for what was not captured, not charged or does not exist", async () => {
    const held = await pay({ capture_method: "manual" });
    const open = await stripe.paymentIntents.create({ amount: 500, currency: "usd" });
    expect((await errorOf(stripe.refunds.create({ payment_intent: held.id }))).message).toContain(
      "uncaptured",
    );
    expect((await errorOf(stripe.refunds.create({ payment_intent: open.id }))).message).toContain(
      "successful charge",
    );
    expect(await errorOf(stripe.refunds.create({ payment_intent: "pi_none" }))).toMatchObject({
      code: "resource_missing",
    });
    expect(await errorOf(stripe.refunds.create({}))).toMatchObject({ code: "parameter_missing" });
  });

  test("is made once by parallel requests for the whole amount", async () => {
    const { id } = await pay();
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => stripe.refunds.create({ payment_intent: id })),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});
