import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, PAY_NOW, errorOf, startEmulator } from "./emulator-harness.ts";

let emulator: Emulator;
let stripe: Stripe;

beforeAll(async () => {
  emulator = await startEmulator();
  stripe = emulator.stripe;
});
afterAll(() => emulator.stop());

const send = (path: string, body: string, key: string) =>
  emulator.send(path, { method: "POST", body, headers: { "Idempotency-Key": key } });

const PAID = "amount=900&currency=usd&confirm=true&payment_method=pm_card_visa&return_url=https://a.test";

describe("an idempotency key", () => {
  test("replays the first answer, byte for byte, and does nothing again", async () => {
    const first = await send("/v1/payment_intents", PAID, "replay");
    const again = await send("/v1/payment_intents", PAID, "replay");

    expect(again.text).toBe(first.text);
    expect(again.headers.get("Idempotent-Replayed")).toBe("true");
    expect(again.headers.get("Original-Request")).toBe(first.headers.get("Request-Id"));
    expect(first.headers.get("Idempotent-Replayed")).toBeNull();
  });

  test("makes one payment out of twenty parallel requests", async () => {
    const { id: customer } = await stripe.customers.create();
    const params = { ...PAY_NOW, customer, payment_method: "pm_card_visa" };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => stripe.paymentIntents.create(params, { idempotencyKey: "parallel" })),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect((await stripe.paymentIntents.list({ customer })).data).toHaveLength(1);
    expect((await stripe.charges.list({ customer })).data).toHaveLength(1);
  });

  test("is for one request only: other parameters or another endpoint are refused", async () => {
    await send("/v1/payment_intents", "amount=900&currency=usd", "mismatch");
    const params = await send("/v1/payment_intents", "amount=901&currency=usd", "mismatch");
    await send("/v1/payment_intents/pi_one/cancel", "", "mismatch-path");
    const path = await send("/v1/payment_intents/pi_two/cancel", "", "mismatch-path");
    for (const { status, json } of [params, path]) {
      expect(status).toBe(400);
      expect(json).toMatchObject({ error: { type: "idempotency_error" } });
    }
    expect(path.text).toContain("same endpoint");
  });

  test("does not mind the order of the parameters", async () => {
    const first = await send(
      "/v1/payment_intents",
      "amount=900&currency=usd&metadata[a]=1&metadata[b]=2",
      "order",
    );
    const again = await send(
      "/v1/payment_intents",
      "metadata[b]=2&metadata[a]=1&currency=usd&amount=900",
      "order",
    );
    expect(again.json).toEqual(first.json);
  });

  test("keeps a decline as well", async () => {
    const params = { ...PAY_NOW, payment_method: "pm_card_chargeDeclined" };
    const first = await errorOf(stripe.paymentIntents.create(params, { idempotencyKey: "decline" }));
    const again = await errorOf(stripe.paymentIntents.create(params, { idempotencyKey: "decline" }));
    expect(again.payment_intent?.id).toBe(first.payment_intent?.id);
  });

  test("keeps an error that a valid request ran into", async () => {
    const { id } = await stripe.paymentIntents.create({ amount: 500, currency: "usd" });
    const path = `/v1/payment_intents/${id}/capture`;
    expect((await send(path, "", "state")).status).toBe(400);
    const again = await send(path, "", "state");
    expect(again.headers.get("Idempotent-Replayed")).toBe("true");
  });

  test("is still free after a request whose parameters did not fit", async () => {
    expect((await send("/v1/payment_intents", "amount=900", "reuse")).status).toBe(400);
    expect((await send("/v1/payment_intents", "amount=900&currency=usd", "reuse")).status).toBe(200);
  });

  test("has at most 255 characters", async () => {
    expect((await send("/v1/payment_intents", PAID, "k".repeat(255))).status).toBe(200);
    expect((await send("/v1/payment_intents", PAID, "k".repeat(256))).status).toBe(400);
  });
});
