import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, PAY_NOW, errorOf, startEmulator } from "./emulator-harness.ts";

const DELAY = 400;
let emulator: Emulator;
let stripe: Stripe;

beforeAll(async () => {
  emulator = await startEmulator({ faultDelayMs: DELAY });
  stripe = emulator.stripe;
});
afterAll(() => emulator.stop());

const customers = new Map<string, Promise<Stripe.Customer>>();

/** The customer who stands for an idempotency key, so that the payments made with it can be listed. */
async function customerOf(key: string): Promise<string> {
  const made = customers.get(key) ?? stripe.customers.create({ name: key });
  customers.set(key, made);
  return (await made).id;
}

const pay = async (payment_method: string, idempotencyKey: string) =>
  stripe.paymentIntents.create(
    { ...PAY_NOW, payment_method, customer: await customerOf(idempotencyKey) },
    { idempotencyKey },
  );

const paymentsOf = async (key: string) =>
  (await stripe.paymentIntents.list({ customer: await customerOf(key) })).data;

async function timed<T>(call: Promise<T>): Promise<{ result: T; ms: number }> {
  const start = performance.now();
  const result = await call;
  return { result, ms: performance.now() - start };
}

describe("pm_fault_timeout", () => {
  test("answers late, does nothing, and lets other requests pass meanwhile", async () => {
    const hanging = timed(errorOf(pay("pm_fault_timeout", "hang")));
    const other = await timed(pay("pm_card_visa", "other"));
    expect(other.ms).toBeLessThan(DELAY);

    const { result, ms } = await hanging;
    expect(result).toMatchObject({ statusCode: 500, rawType: "api_error" });
    expect(ms).toBeGreaterThanOrEqual(DELAY - 20);
    expect(await paymentsOf("hang")).toEqual([]);
  });

  test("keeps its idempotency key in use while it hangs, and free afterwards", async () => {
    const hanging = errorOf(pay("pm_fault_timeout", "busy"));
    await expect
      .poll(async () => (await errorOf(pay("pm_fault_timeout", "busy"))).code)
      .toBe("idempotency_key_in_use");
    await hanging;
    expect((await pay("pm_card_visa", "busy")).status).toBe("succeeded");
  });

  test("leaves an existing PaymentIntent as it was", async () => {
    const { id } = await stripe.paymentIntents.create({ amount: 500, currency: "usd" });
    await errorOf(
      stripe.paymentIntents.confirm(id, { payment_method: "pm_fault_timeout", return_url: "https://a.test" }),
    );
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: "requires_payment_method",
      payment_method: null,
    });
  });
});

describe("pm_fault_500", () => {
  test("fails the same way with every repetition and does nothing", async () => {
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const error = await errorOf(pay("pm_fault_500", "broken"));
      expect(error).toMatchObject({ statusCode: 500, rawType: "api_error" });
      expect(error.headers).not.toHaveProperty("idempotent-replayed");
    }
    expect(await paymentsOf("broken")).toEqual([]);
  });
});

describe("pm_fault_answer_lost", () => {
  test("has paid although the answer fails, and a repetition gets the good answer at once", async () => {
    const lost = timed(errorOf(pay("pm_fault_answer_lost", "lost")));
    await expect.poll(() => paymentsOf("lost")).toMatchObject([{ status: "succeeded" }]);
    const again = await timed(pay("pm_fault_answer_lost", "lost"));
    expect(again.result.status).toBe("succeeded");
    expect(again.ms).toBeLessThan(DELAY);

    const { result, ms } = await lost;
    expect(result.statusCode).toBe(500);
    expect(ms).toBeGreaterThanOrEqual(DELAY - 20);
    expect(await paymentsOf("lost")).toHaveLength(1);
  });
});
