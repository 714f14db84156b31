import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, PAY_NOW, PUBLIC_URL, errorOf, startEmulator } from "./emulator-harness.ts";

let emulator: Emulator;
let stripe: Stripe;

beforeAll(async () => {
  emulator = await startEmulator();
  stripe = emulator.stripe;
});
afterAll(() => emulator.stop());

const RETURN_URL = "https://shop.test/orders/1?from=pay";
const withReturn = {
  amount: 2000,
  currency: "usd",
  confirm: true,
  payment_method: "pm_card_authenticationRequired",
  return_url: RETURN_URL,
};

async function redirect(params: Partial<Stripe.PaymentIntentCreateParams> = {}) {
  const intent = await stripe.paymentIntents.create({ ...withReturn, ...params });
  const url = new URL(intent.next_action?.redirect_to_url?.url ?? "");
  return { intent, url, path: `${url.pathname}${url.search}` };
}

const decide = (path: string, outcome: string) =>
  emulator.send(path, { method: "POST", body: `outcome=${outcome}`, key: null });

describe("a card that needs authentication", () => {
  test.each([
    "pm_card_authenticationRequired",
    "pm_card_threeDSecure2Required",
    "pm_card_threeDSecureRequired",
  ])(
    "%s sends the customer to the emulator's page, which asks without any script",
    async (payment_method) => {
      const { intent, url, path } = await redirect({ payment_method });
      expect(intent).toMatchObject({ status: "requires_action", latest_charge: null });
      expect(intent.next_action?.redirect_to_url?.return_url).toBe(RETURN_URL);
      expect(url.origin).toBe(PUBLIC_URL);

      const page = await emulator.send(path, { key: null });
      expect(page.headers.get("Content-Type")).toContain("text/html");
      expect(page.text).toContain('value="succeed"');
      expect(page.text).toContain('value="fail"');
      expect(page.text).not.toContain("<script");
    },
  );

  test("is charged once the customer succeeds, who is then sent back", async () => {
    const { intent, path } = await redirect();
    const answer = await decide(path, "succeed");

    expect(answer.status).toBe(303);
    const back = new URL(answer.headers.get("Location") ?? "");
    expect(back.origin + back.pathname).toBe("https://shop.test/orders/1");
    expect(Object.fromEntries(back.searchParams)).toEqual({
      from: "pay",
      payment_intent: intent.id,
      payment_intent_client_secret: intent.client_secret,
      redirect_status: "succeeded",
    });
    const paid = await stripe.paymentIntents.retrieve(intent.id, { expand: ["latest_charge"] });
    expect(paid).toMatchObject({ status: "succeeded", next_action: null });
    expect(paid.latest_charge).toMatchObject({
      payment_method_details: { card: { three_d_secure: { result: "authenticated" } } },
    });
  });

  test("is only authorised with manual capture", async () => {
    const { intent, path } = await redirect({ capture_method: "manual" });
    await decide(path, "succeed");
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe("requires_capture");
  });

  test("waits for another payment method when the customer fails", async () => {
    const { intent, path } = await redirect();
    const answer = await decide(path, "fail");
    expect(answer.headers.get("Location")).toContain("redirect_status=failed");
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      status: "requires_payment_method",
      last_payment_error: { code: "payment_intent_authentication_failure" },
      latest_charge: null,
    });
  });

  test("cannot be settled twice, nor without the client secret", async () => {
    const { intent, url, path } = await redirect();
    expect((await decide(url.pathname, "succeed")).status).toBe(400);
    expect((await decide(`${url.pathname}?client_secret=wrong`, "succeed")).status).toBe(400);
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe("requires_action");
    await decide(path, "succeed");
    const again = await decide(path, "fail");
    expect(again.json).toMatchObject({ error: { code: "payment_intent_unexpected_state" } });
    expect((await emulator.send(path, { key: null })).text).toContain("nothing to authenticate");
  });

  test("leaves the action to the browser's SDK when there is no return URL", async () => {
    const intent = await stripe.paymentIntents.create({
      ...PAY_NOW,
      payment_method: "pm_card_authenticationRequired",
    });
    expect(intent.next_action).toMatchObject({ type: "use_stripe_sdk" });
    const path = `/_emulator/authenticate/${intent.id}?client_secret=${intent.client_secret ?? ""}`;
    expect(await decide(path, "succeed")).toMatchObject({ status: 200, json: { status: "succeeded" } });
  });

  test.each([{ off_session: true }, { error_on_requires_action: true }])(
    "is declined with %o",
    async (params) => {
      const error = await errorOf(stripe.paymentIntents.create({ ...withReturn, ...params }));
      expect(error).toMatchObject({ statusCode: 402, code: "authentication_required" });
      expect(error.payment_intent?.status).toBe("requires_payment_method");
    },
  );

  test("is asked at the URL that the caller gives for its own customers", async () => {
    const { json } = await emulator.send("/v1/payment_intents", {
      method: "POST",
      body: new URLSearchParams({ ...withReturn, amount: "2000", confirm: "true" }).toString(),
      headers: { "X-Emulator-Public-Url": "https://pay.shop.test/" },
    });
    expect(json).toMatchObject({
      next_action: {
        redirect_to_url: {
          url: expect.stringMatching(/^https:\/\/pay\.shop\.test\/_emulator\/authenticate\/pi_/),
        },
      },
    });
  });
});
