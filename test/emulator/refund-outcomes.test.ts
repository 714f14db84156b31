import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Emulator,
  PAY_NOW,
  chargeIdOf,
  errorOf,
  lastEvents,
  startEmulator,
  steer,
} from "./emulator-harness.ts";

let emulator: Emulator;
let stripe: Stripe;

beforeAll(async () => {
  emulator = await startEmulator();
  stripe = emulator.stripe;
});
afterAll(() => emulator.stop());

const pay = (payment_method: string) => stripe.paymentIntents.create({ ...PAY_NOW, payment_method });

const settle = (id: string, outcome: string) => steer(emulator, `refunds/${id}/settle`, `outcome=${outcome}`);

const balanceOf = async (id: string) =>
  (await emulator.send(`/_emulator/balance?payment_intent=${id}`, { key: null })).json;

describe("pm_card_pendingRefund", () => {
  test("is refunded later: pending, then succeeded", async () => {
    const paid = await pay("pm_card_pendingRefund");
    const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 600 });
    expect(refund).toMatchObject({ status: "pending", pending_reason: "processing" });
    expect(await lastEvents(stripe, 2)).toEqual(["refund.created", "charge.refunded"]);
    expect((await stripe.charges.retrieve(chargeIdOf(paid))).amount_refunded).toBe(600);

    await settle(refund.id, "succeed");
    const settled = await stripe.refunds.retrieve(refund.id);
    expect(settled.status).toBe("succeeded");
    expect(settled).not.toHaveProperty("pending_reason");
    expect(await lastEvents(stripe, 2)).toEqual(["refund.updated", "charge.refund.updated"]);
    const [event] = (await stripe.events.list({ limit: 1 })).data;
    expect(event?.data.previous_attributes).toMatchObject({ status: "pending" });
    expect(await settle(refund.id, "succeed")).toHaveProperty("error");
  });

  test("may fail instead, and what it held can be refunded again", async () => {
    const paid = await pay("pm_card_pendingRefund");
    const refund = await stripe.refunds.create({ payment_intent: paid.id });
    expect((await errorOf(stripe.refunds.create({ payment_intent: paid.id }))).code).toBe(
      "charge_already_refunded",
    );
    await settle(refund.id, "fail");
    expect(await stripe.charges.retrieve(chargeIdOf(paid))).toMatchObject({
      amount_refunded: 0,
      refunded: false,
    });
    expect(await balanceOf(paid.id)).toEqual({ amount: 2000, fee: 88, net: 1912 });
    expect((await stripe.refunds.create({ payment_intent: paid.id })).amount).toBe(2000);
  });

  test("cannot be cancelled, as no refund to a card can", async () => {
    const paid = await pay("pm_card_pendingRefund");
    const { id } = await stripe.refunds.create({ payment_intent: paid.id });
    expect(await errorOf(stripe.refunds.cancel(id))).toMatchObject({ statusCode: 400 });
    expect((await stripe.refunds.retrieve(id)).status).toBe("pending");
    expect((await errorOf(stripe.refunds.cancel("re_none"))).code).toBe("resource_missing");
  });
});

describe("pm_card_refundFail", () => {
  test("answers a refund that succeeded and fails at once afterwards: the money is back", async () => {
    const paid = await pay("pm_card_refundFail");
    const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 500 });
    expect(refund.status).toBe("succeeded");
    expect(await lastEvents(stripe, 5)).toEqual([
      "refund.created",
      "charge.refunded",
      "refund.updated",
      "charge.refund.updated",
      "refund.failed",
    ]);
    const failed = await stripe.refunds.retrieve(refund.id, { expand: ["failure_balance_transaction"] });
    expect(failed).toMatchObject({
      status: "failed",
      failure_reason: "expired_or_canceled_card",
      failure_balance_transaction: { type: "refund_failure", amount: 500, net: 500, source: refund.id },
    });
    expect(await stripe.charges.retrieve(chargeIdOf(paid))).toMatchObject({
      amount_refunded: 0,
      refunded: false,
    });
    expect(await balanceOf(paid.id)).toEqual({ amount: 2000, fee: 88, net: 1912 });
  });
});

test("a refund that succeeded can still fail when the bank returns it, once", async () => {
  const paid = await pay("pm_card_visa");
  const refund = await stripe.refunds.create({ payment_intent: paid.id });
  await settle(refund.id, "fail");
  expect((await stripe.refunds.retrieve(refund.id)).status).toBe("failed");
  expect(await settle(refund.id, "fail")).toHaveProperty("error");
  expect((await stripe.charges.retrieve(chargeIdOf(paid))).amount_refunded).toBe(0);
});

test("what is released of an authorisation is no refund that could fail", async () => {
  const held = await stripe.paymentIntents.create({
    ...PAY_NOW,
    payment_method: "pm_card_visa",
    capture_method: "manual",
  });
  await stripe.paymentIntents.capture(held.id, { amount_to_capture: 1500 });
  const [release] = (await stripe.refunds.list({ payment_intent: held.id })).data;
  expect(await settle(String(release?.id), "fail")).toHaveProperty("error");
});
