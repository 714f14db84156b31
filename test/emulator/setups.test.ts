import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Emulator,
  PAY_NOW,
  errorOf,
  lastEvents,
  methodIdOf,
  startEmulator,
  steer,
} from "./emulator-harness.ts";

let emulator: Emulator;
let stripe: Stripe;
let customer: string;

beforeAll(async () => {
  emulator = await startEmulator({ faultDelayMs: 50 });
  stripe = emulator.stripe;
});
beforeAll(async () => {
  customer = (await stripe.customers.create()).id;
});
afterAll(() => emulator.stop());

const SET_UP = {
  confirm: true,
  automatic_payment_methods: { enabled: true, allow_redirects: "never" },
} as const satisfies Stripe.SetupIntentCreateParams;

const setUp = (payment_method: string, params: Partial<Stripe.SetupIntentCreateParams> = {}) =>
  stripe.setupIntents.create({ ...SET_UP, customer, payment_method, ...params });

const payOffSession = (payment_method: string) =>
  stripe.paymentIntents.create({ ...PAY_NOW, customer, payment_method, off_session: true });

describe("a SetupIntent", () => {
  test("goes from no method to confirmed in three requests, and saves the card", async () => {
    const made = await stripe.setupIntents.create({ customer, metadata: { user: "u1" } });
    expect(made).toMatchObject({
      object: "setup_intent",
      status: "requires_payment_method",
      usage: "off_session",
      latest_attempt: null,
      metadata: { user: "u1" },
    });
    expect(made.client_secret).toMatch(new RegExp(`^${made.id}_secret_`));
    const done = await stripe.setupIntents.confirm(made.id, {
      payment_method: "pm_card_visa",
      return_url: "https://shop.test/cards",
    });
    expect(done).toMatchObject({ status: "succeeded", last_setup_error: null });
    const id = methodIdOf(done);
    expect((await stripe.paymentMethods.retrieve(id)).customer).toBe(customer);
    expect(await lastEvents(stripe, 3)).toEqual([
      "setup_intent.created",
      "payment_method.attached",
      "setup_intent.succeeded",
    ]);
    expect((await payOffSession(id)).status).toBe("succeeded");
  });

  test("waits for confirmation when it is created with a method, and is listed", async () => {
    const made = await stripe.setupIntents.create({ customer, payment_method: "pm_card_amex" });
    expect(made.status).toBe("requires_confirmation");
    const { data } = await stripe.setupIntents.list({ customer, limit: 1 });
    expect(data.map(({ id }) => id)).toEqual([made.id]);
    const method = methodIdOf(made);
    expect((await stripe.setupIntents.list({ payment_method: method })).data).toHaveLength(1);
    expect((await stripe.setupIntents.retrieve(made.id, { expand: ["customer"] })).customer).toMatchObject({
      id: customer,
    });
  });

  test("is refused by a declined card, and takes another", async () => {
    const error = await errorOf(setUp("pm_card_chargeDeclinedInsufficientFunds"));
    expect(error).toMatchObject({
      statusCode: 402,
      code: "card_declined",
      decline_code: "insufficient_funds",
    });
    const id = String(error.setup_intent?.id);
    expect(await stripe.setupIntents.retrieve(id)).toMatchObject({
      status: "requires_payment_method",
      payment_method: null,
      last_setup_error: { code: "card_declined", type: "card_error" },
    });
    expect((await lastEvents(stripe, 1))[0]).toBe("setup_intent.setup_failed");
    const done = await stripe.setupIntents.confirm(id, { payment_method: "pm_card_visa" });
    expect(done).toMatchObject({ status: "succeeded", last_setup_error: null });
  });

  test("asks the customer on the emulator's page, and then pays without them", async () => {
    const waiting = await setUp("pm_card_authenticationRequiredOnSetup", {
      return_url: "https://shop.test/cards",
      automatic_payment_methods: { enabled: true },
    });
    expect(waiting).toMatchObject({
      status: "requires_action",
      next_action: { redirect_to_url: { return_url: "https://shop.test/cards" } },
    });
    const url = new URL(waiting.next_action?.redirect_to_url?.url ?? "");
    const page = await emulator.send(`${url.pathname}${url.search}`, { key: null });
    expect(page.text).toContain(`setup ${waiting.id}`);
    const answer = await emulator.send(`${url.pathname}${url.search}`, {
      method: "POST",
      body: "outcome=succeed",
      key: null,
    });
    expect(answer.status).toBe(303);
    const back = new URL(answer.headers.get("Location") ?? "");
    expect(Object.fromEntries(back.searchParams)).toEqual({
      setup_intent: waiting.id,
      setup_intent_client_secret: waiting.client_secret,
      redirect_status: "succeeded",
    });
    const done = await stripe.setupIntents.retrieve(waiting.id);
    expect(done).toMatchObject({ status: "succeeded", next_action: null });
    expect((await payOffSession(methodIdOf(done))).status).toBe("succeeded");
  });

  test("of a card that always asks is settled by hand, and its payments still need the customer", async () => {
    const failing = await setUp("pm_card_authenticationRequired");
    await steer(emulator, `setup_intents/${failing.id}/settle`, "outcome=fail");
    expect(await stripe.setupIntents.retrieve(failing.id)).toMatchObject({
      status: "requires_payment_method",
      last_setup_error: { code: "setup_intent_authentication_failure" },
    });
    const waiting = await setUp("pm_card_authenticationRequired");
    await steer(emulator, `setup_intents/${waiting.id}/settle`, "outcome=succeed");
    const again = await steer(emulator, `setup_intents/${waiting.id}/settle`, "outcome=succeed");
    expect(again).toMatchObject({ error: { code: "setup_intent_unexpected_state" } });
    const saved = methodIdOf(await stripe.setupIntents.retrieve(waiting.id));
    expect((await errorOf(payOffSession(saved))).code).toBe("authentication_required");
  });

  test("is cancelled until it has succeeded", async () => {
    const made = await stripe.setupIntents.create({ customer });
    expect(await stripe.setupIntents.cancel(made.id, { cancellation_reason: "abandoned" })).toMatchObject({
      status: "canceled",
      cancellation_reason: "abandoned",
    });
    expect((await lastEvents(stripe, 1))[0]).toBe("setup_intent.canceled");
    const done = await setUp("pm_card_visa");
    for (const { id } of [made, done]) {
      expect(await errorOf(stripe.setupIntents.cancel(id))).toMatchObject({
        statusCode: 400,
        code: "setup_intent_unexpected_state",
        setup_intent: { id },
      });
    }
  });

  test("is confirmed by the customer's browser, which sees nothing of the shop's", async () => {
    const { id, client_secret } = await stripe.setupIntents.create({ customer, metadata: { internal: "1" } });
    const body = `client_secret=${client_secret ?? ""}&payment_method=pm_card_visa`;
    const path = `/v1/setup_intents/${id}/confirm`;
    const refused = await emulator.send(path, { method: "POST", body: "client_secret=no", key: "pk_test_1" });
    expect(refused.json).toMatchObject({ error: { code: "setup_intent_invalid_parameter" } });
    const { json } = await emulator.send(path, { method: "POST", body, key: "pk_test_1" });
    expect(json).toMatchObject({ id, status: "succeeded" });
    expect(json).not.toHaveProperty("metadata");
    expect(json).not.toHaveProperty("customer");
  });

  test("can lose its answer, which a repetition then gets", async () => {
    const options = { idempotencyKey: "lost-setup" };
    const attempt = () =>
      stripe.setupIntents.create({ ...SET_UP, customer, payment_method: "pm_fault_answer_lost" }, options);
    expect((await errorOf(attempt())).statusCode).toBe(500);
    expect((await attempt()).status).toBe("succeeded");
  });
});
