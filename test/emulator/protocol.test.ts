import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, PAY_NOW, errorOf, startEmulator } from "./emulator-harness.ts";

let emulator: Emulator;
let stripe: Stripe;

beforeAll(async () => {
  emulator = await startEmulator();
  stripe = emulator.stripe;
});
afterAll(() => emulator.stop());

const post = (path: string, body: string, options: { key?: string | null } = {}) =>
  emulator.send(path, { method: "POST", body, ...options });

describe("parameters", () => {
  test.each([
    ["amount=500", "parameter_missing", "currency"],
    ["currency=usd", "parameter_missing", "amount"],
    ["amount=5.5&currency=usd", "parameter_invalid_integer", "amount"],
    ["amount=0&currency=usd", "parameter_invalid_integer", "amount"],
    ["amount=-1&currency=usd", "parameter_invalid_integer", "amount"],
    ["amount=49&currency=usd", "amount_too_small", "amount"],
    ["amount=100000000&currency=usd", "amount_too_large", "amount"],
    ["amount=500&currency=xyz", undefined, "currency"],
    ["amount=500&currency=usd&description=", "parameter_invalid_empty", "description"],
    ["amount=500&currency=usd&receipt_email=nobody", "email_invalid", "receipt_email"],
    ["amount=500&currency=usd&capture_method=later", undefined, "capture_method"],
    ["amount=500&currency=usd&confirm=yes", undefined, "confirm"],
    ["amount=500&currency=usd&colour=red", "parameter_unknown", "colour"],
    ["amount=500&currency=usd&shipping[name]=A", "parameter_missing", "shipping[address]"],
    ["amount=500&currency=usd&shipping[colour]=red", "parameter_unknown", "shipping[colour]"],
    ["amount=500&currency=usd&return_url=https://a.test", undefined, "return_url"],
    ["amount=500&currency=usd&application_fee_amount=5", undefined, "application_fee_amount"],
    ["amount=500&currency=usd&__proto__[x]=1", "parameter_unknown", "__proto__"],
  ])("%s is refused with 400 and code %s for %s", async (body, code, param) => {
    const { status, json } = await post("/v1/payment_intents", body);
    expect(status).toBe(400);
    expect(json).toMatchObject({ error: { type: "invalid_request_error", param, ...(code && { code }) } });
  });

  test("payment_method_types is unknown, as since API version endive", async () => {
    const { json } = await post("/v1/payment_intents", "amount=500&currency=usd&payment_method_types[]=card");
    expect(json).toMatchObject({ error: { code: "parameter_unknown", param: "payment_method_types" } });
  });

  test("an unknown payment method is reported as missing", async () => {
    const error = await errorOf(stripe.paymentIntents.create({ ...PAY_NOW, payment_method: "pm_card_none" }));
    expect(error).toMatchObject({ code: "resource_missing", param: "payment_method" });
    expect(error.message).toBe("No such PaymentMethod: 'pm_card_none'");
  });

  test("a property that cannot be expanded is refused", async () => {
    const { id } = await stripe.paymentIntents.create({ amount: 500, currency: "usd" });
    const error = await errorOf(stripe.paymentIntents.retrieve(id, { expand: ["colour"] }));
    expect(error.message).toContain("cannot be expanded (colour)");
  });
});

describe("every answer", () => {
  test("names the request and the API version", async () => {
    const pinned = await emulator.send("/v1/payment_intents");
    expect(pinned.headers.get("Request-Id")).toMatch(/^req_\w{14}$/);
    expect(pinned.headers.get("Stripe-Version")).toBe(Stripe.API_VERSION);
    expect(pinned.headers.get("Content-Type")).toBe("application/json");
    const other = await emulator.send("/v1/payment_intents", { headers: { "Stripe-Version": "2024-06-20" } });
    expect(other.headers.get("Stripe-Version")).toBe("2024-06-20");
  });

  test("is Stripe's error for an unknown URL, object or method", async () => {
    const url = await emulator.send("/v1/unicorns");
    expect(url.status).toBe(404);
    expect(url.json).toMatchObject({ error: { message: expect.stringContaining("(GET: /v1/unicorns)") } });
    expect((await emulator.send("/v1/refunds", { method: "DELETE" })).status).toBe(404);

    const error = await errorOf(stripe.paymentIntents.retrieve("pi_none"));
    expect(error).toMatchObject({ statusCode: 404, code: "resource_missing", param: "intent" });
    expect(error.message).toBe("No such payment_intent: 'pi_none'");
  });

  test("is an error for a JSON body", async () => {
    const headers = { "Content-Type": "application/json" };
    const { status } = await emulator.send("/v1/payment_intents", { method: "POST", body: "{}", headers });
    expect(status).toBe(400);
  });

  test("the health route needs no key", async () => {
    const { status, json } = await emulator.send("/_emulator/health", { key: null });
    expect({ status, json }).toEqual({ status: 200, json: { ok: true } });
  });
});

describe("API keys", () => {
  test.each([null, "", "sk_live_12345678901234", "nonsense"])("%s is answered 401", async (key) => {
    const { status, json } = await emulator.send("/v1/payment_intents", { key });
    expect(status).toBe(401);
    expect(json).toMatchObject({ error: { type: "invalid_request_error" } });
  });

  test("a restricted key does what a secret one does", async () => {
    expect((await emulator.send("/v1/payment_intents", { key: "rk_test_1" })).status).toBe(200);
  });

  test("a publishable key sees a payment only with its client secret, and only what concerns the customer", async () => {
    const { id, client_secret } = await stripe.paymentIntents.create({
      amount: 500,
      currency: "usd",
      metadata: { internal: "1" },
    });
    const path = `/v1/payment_intents/${id}`;
    const options = { key: "pk_test_1" };
    const seen = await emulator.send(`${path}?client_secret=${client_secret ?? ""}`, options);
    expect(seen.status).toBe(200);
    expect(seen.json).toMatchObject({ id, status: "requires_payment_method" });
    expect(seen.json).not.toHaveProperty("metadata");
    expect(seen.json).not.toHaveProperty("latest_charge");

    expect((await emulator.send(path, options)).json).toMatchObject({ error: { code: "parameter_missing" } });
    const wrong = await emulator.send(`${path}?client_secret=${id}_secret_wrong`, options);
    expect(wrong.status).toBe(400);
    expect(wrong.json).toMatchObject({ error: { code: "payment_intent_invalid_parameter" } });
  });

  test("a publishable key, also as a parameter, confirms a payment with its client secret", async () => {
    const { id, client_secret } = await stripe.paymentIntents.create({ amount: 500, currency: "usd" });
    const body = `key=pk_test_1&client_secret=${client_secret ?? ""}&payment_method=pm_card_visa`;
    const { status, json } = await post(`/v1/payment_intents/${id}/confirm`, body, { key: null });
    expect(status).toBe(200);
    expect(json).toMatchObject({ status: "succeeded" });
    expect(json).not.toHaveProperty("metadata");
  });

  test("a publishable key does nothing else", async () => {
    for (const path of ["/v1/payment_intents", "/v1/refunds", "/v1/payment_intents/pi_1/cancel"]) {
      const { status, json } = await post(path, "", { key: "pk_test_1" });
      expect(status).toBe(403);
      expect(json).toMatchObject({ error: { code: "secret_key_required" } });
    }
    expect((await emulator.send("/v1/events", { key: "pk_test_1" })).status).toBe(403);
  });
});
