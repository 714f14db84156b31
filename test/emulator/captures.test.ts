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
  emulator = await startEmulator({ faultDelayMs: 50 });
  stripe = emulator.stripe;
});
afterAll(() => emulator.stop());

const hold = (payment_method = "pm_card_visa") =>
  stripe.paymentIntents.create({ ...PAY_NOW, payment_method, capture_method: "manual" });

const pay = (payment_method: string) => stripe.paymentIntents.create({ ...PAY_NOW, payment_method });

describe("an authorisation that lapses", () => {
  test("cancels the payment, and the charge expires", async () => {
    const held = await hold();
    await steer(emulator, `payment_intents/${held.id}/lapse`);
    expect(await stripe.paymentIntents.retrieve(held.id)).toMatchObject({
      status: "canceled",
      cancellation_reason: "automatic",
      amount_capturable: 0,
      amount_received: 0,
    });
    expect(await lastEvents(stripe, 3)).toEqual([
      "refund.created",
      "charge.expired",
      "payment_intent.canceled",
    ]);
    const [event] = (await stripe.events.list({ type: "charge.expired", limit: 1 })).data;
    expect(event?.data.object).toMatchObject({ id: chargeIdOf(held), refunded: true, captured: false });
    const [release] = (await stripe.refunds.list({ payment_intent: held.id })).data;
    expect(release).toMatchObject({ reason: "expired_uncaptured_charge", balance_transaction: null });
  });

  test("can be captured no more, and only an authorisation lapses", async () => {
    const held = await hold();
    await steer(emulator, `payment_intents/${held.id}/lapse`);
    expect(await errorOf(stripe.paymentIntents.capture(held.id))).toMatchObject({
      statusCode: 400,
      code: "payment_intent_unexpected_state",
      payment_intent: { id: held.id, status: "canceled" },
    });
    const { id } = await pay("pm_card_visa");
    const paid = await steer(emulator, `payment_intents/${id}/lapse`);
    expect(paid).toMatchObject({ error: { code: "payment_intent_unexpected_state" } });
  });
});

test("a capture tells all there is to tell, in order", async () => {
  const held = await hold();
  expect(await lastEvents(stripe, 2)).toEqual([
    "charge.succeeded",
    "payment_intent.amount_capturable_updated",
  ]);
  await stripe.paymentIntents.capture(held.id, { amount_to_capture: 1500 });
  expect(await lastEvents(stripe, 4)).toEqual([
    "charge.captured",
    "refund.created",
    "charge.refunded",
    "payment_intent.succeeded",
  ]);
});

interface Step {
  name: string;
  start: (fault: string) => Promise<string>;
  act: (id: string, idempotencyKey: string) => Promise<{ status: string | null }>;
  done: (id: string) => Promise<number>;
}

const STEPS: Step[] = [
  {
    name: "refund",
    start: async (fault) => (await pay(fault)).id,
    act: (payment_intent, idempotencyKey) =>
      stripe.refunds.create({ payment_intent, amount: 400 }, { idempotencyKey }),
    done: async (payment_intent) => (await stripe.refunds.list({ payment_intent })).data.length,
  },
  {
    name: "capture",
    start: async (fault) => (await hold(fault)).id,
    act: (id, idempotencyKey) => stripe.paymentIntents.capture(id, {}, { idempotencyKey }),
    done: async (id) => ((await stripe.paymentIntents.retrieve(id)).status === "succeeded" ? 1 : 0),
  },
];

describe.each(STEPS)("a fault of the first $name", ({ name, start, act, done }) => {
  test(`pm_fault_${name}_500 does nothing and answers 500 under its key; a new key works`, async () => {
    const id = await start(`pm_fault_${name}_500`);
    for (let time = 0; time < 2; time += 1) {
      expect(await errorOf(act(id, `${id}-1`))).toMatchObject({ statusCode: 500, rawType: "api_error" });
      expect(await done(id)).toBe(0);
    }
    expect((await act(id, `${id}-2`)).status).toBe("succeeded");
    expect(await done(id)).toBe(1);
  });

  test(`pm_fault_${name}_answer_lost is done; the same key gets the good answer`, async () => {
    const id = await start(`pm_fault_${name}_answer_lost`);
    expect((await errorOf(act(id, `${id}-1`))).statusCode).toBe(500);
    expect(await done(id)).toBe(1);
    expect((await act(id, `${id}-1`)).status).toBe("succeeded");
    expect(await done(id)).toBe(1);
  });
});

test("a refund after the first, lost one is made as usual", async () => {
  const { id } = await pay("pm_fault_refund_answer_lost");
  await errorOf(stripe.refunds.create({ payment_intent: id, amount: 400 }));
  expect((await stripe.refunds.create({ payment_intent: id, amount: 300 })).status).toBe("succeeded");
  const { data } = await stripe.refunds.list({ payment_intent: id });
  expect(data.map(({ amount }) => amount)).toEqual([300, 400]);
});
