import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, PAY_NOW, chargeIdOf, errorOf, startEmulator } from "./emulator-harness.ts";

let emulator: Emulator;
let stripe: Stripe;

beforeAll(async () => {
  emulator = await startEmulator();
  stripe = emulator.stripe;
});
afterAll(() => emulator.stop());

describe("a payment by card", () => {
  test("succeeds at once when it is created and confirmed in one request", async () => {
    const intent = await stripe.paymentIntents.create({
      ...PAY_NOW,
      payment_method: "pm_card_visa",
      metadata: { order_id: "o1" },
      receipt_email: "ada@example.com",
      shipping: { name: "Ada", address: { line1: "1 Main St", country: "GB" } },
      expand: ["latest_charge.balance_transaction", "payment_method"],
    });

    expect(intent).toMatchObject({ status: "succeeded", amount_received: 2000, amount_capturable: 0 });
    expect(intent.id).toMatch(/^pi_[0-9A-Za-z]{24}$/);
    expect(intent.client_secret).toMatch(new RegExp(`^${intent.id}_secret_[0-9A-Za-z]{25}$`));
    expect(intent.metadata).toEqual({ order_id: "o1" });
    expect(intent.shipping).toMatchObject({ name: "Ada", address: { line1: "1 Main St", city: null } });
    expect(intent.payment_method).toMatchObject({ object: "payment_method", card: { last4: "4242" } });
    expect(intent.latest_charge).toMatchObject({
      status: "succeeded",
      captured: true,
      paid: true,
      amount_captured: 2000,
      payment_intent: intent.id,
      metadata: { order_id: "o1" },
      balance_transaction: { amount: 2000, fee: 88, net: 1912, type: "charge" },
    });
  });

  test("waits for confirmation when it is created with a payment method only", async () => {
    const created = await stripe.paymentIntents.create({
      amount: 700,
      currency: "EUR",
      payment_method: "pm_card_amex",
    });
    expect(created).toMatchObject({ status: "requires_confirmation", currency: "eur", latest_charge: null });

    const paid = await stripe.paymentIntents.confirm(created.id, { return_url: "https://shop.test/back" });
    expect(paid.status).toBe("succeeded");
    const charge = await stripe.charges.retrieve(chargeIdOf(paid));
    expect(charge.payment_method_details?.card).toMatchObject({ brand: "amex", network: "amex" });
  });

  test("can be paid with a card token", async () => {
    const intent = await stripe.paymentIntents.create({
      ...PAY_NOW,
      payment_method_data: { type: "card", card: { token: "tok_mastercard" } } as never,
      expand: ["latest_charge"],
    });
    expect(intent.latest_charge).toMatchObject({ payment_method_details: { card: { brand: "mastercard" } } });
  });

  test("needs a return URL or no redirects, as at Stripe", async () => {
    const error = await errorOf(
      stripe.paymentIntents.create({
        amount: 500,
        currency: "usd",
        confirm: true,
        payment_method: "pm_card_visa",
      }),
    );
    expect(error.message).toContain("you must provide a `return_url`");
  });

  test("can be changed until it is paid, and afterwards only in what costs nothing", async () => {
    const { id } = await stripe.paymentIntents.create({
      amount: 500,
      currency: "usd",
      metadata: { a: "1", b: "2" },
    });
    const changed = await stripe.paymentIntents.update(id, {
      amount: 900,
      metadata: { a: "", c: "3" },
      payment_method: "pm_card_visa",
    });
    expect(changed).toMatchObject({
      amount: 900,
      metadata: { b: "2", c: "3" },
      status: "requires_confirmation",
    });
    expect(changed.metadata).not.toHaveProperty("a");

    await stripe.paymentIntents.confirm(id, { return_url: "https://shop.test/back" });
    expect((await stripe.paymentIntents.update(id, { description: "late note" })).description).toBe(
      "late note",
    );
    const error = await errorOf(stripe.paymentIntents.update(id, { amount: 1 }));
    expect(error.code).toBe("payment_intent_unexpected_state");
  });
});

describe("a declined card", () => {
  test.each([
    ["pm_card_chargeDeclined", "card_declined", "generic_decline"],
    ["pm_card_visa_chargeDeclined", "card_declined", "generic_decline"],
    ["pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"],
    ["pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card"],
    ["pm_card_chargeDeclinedStolenCard", "card_declined", "stolen_card"],
    ["pm_card_chargeDeclinedFraudulent", "card_declined", "fraudulent"],
    ["pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"],
    ["pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc"],
    ["pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error"],
  ])("%s answers 402 with code %s and decline code %s", async (payment_method, code, decline_code) => {
    const error = await errorOf(stripe.paymentIntents.create({ ...PAY_NOW, payment_method }));

    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(error).toMatchObject({ statusCode: 402, code, decline_code });
    expect(error.payment_method).toMatchObject({ object: "payment_method", type: "card" });
    const intent = await stripe.paymentIntents.retrieve(String(error.payment_intent?.id), {
      expand: ["latest_charge"],
    });
    expect(intent).toMatchObject({
      status: "requires_payment_method",
      payment_method: null,
      last_payment_error: { type: "card_error", code, decline_code, charge: error.charge },
      latest_charge: { id: error.charge, status: "failed", paid: false, failure_code: code },
    });
  });

  test("can be followed by a good one on the same PaymentIntent", async () => {
    const declined = await errorOf(
      stripe.paymentIntents.create({ ...PAY_NOW, payment_method: "pm_card_chargeDeclined" }),
    );
    const id = String(declined.payment_intent?.id);
    const paid = await stripe.paymentIntents.confirm(id, { payment_method: "pm_card_visa" });

    expect(paid).toMatchObject({ status: "succeeded", last_payment_error: null });
    const charges = await stripe.charges.list({ payment_intent: id });
    expect(charges.data.map((charge) => charge.status)).toEqual(["succeeded", "failed"]);
  });
});

describe("manual capture", () => {
  const hold = { ...PAY_NOW, capture_method: "manual", payment_method: "pm_card_visa" } as const;

  test("collects nothing before the capture", async () => {
    const held = await stripe.paymentIntents.create({ ...hold, expand: ["latest_charge"] });
    expect(held).toMatchObject({ status: "requires_capture", amount_capturable: 2000, amount_received: 0 });
    expect(held.latest_charge).toMatchObject({
      captured: false,
      amount_captured: 0,
      balance_transaction: null,
    });

    const captured = await stripe.paymentIntents.capture(held.id, {}, { idempotencyKey: `cap-${held.id}` });
    expect(captured).toMatchObject({ status: "succeeded", amount_capturable: 0, amount_received: 2000 });
  });

  test("takes a part and releases the rest, which shows as refunded on the charge", async () => {
    const held = await stripe.paymentIntents.create(hold);
    const captured = await stripe.paymentIntents.capture(held.id, {
      amount_to_capture: 1500,
      expand: ["latest_charge"],
    });
    expect(captured).toMatchObject({
      status: "succeeded",
      amount: 2000,
      amount_received: 1500,
      latest_charge: { amount: 2000, amount_captured: 1500, amount_refunded: 500, refunded: false },
    });
    const [release] = (await stripe.refunds.list({ payment_intent: held.id })).data;
    expect(release).toMatchObject({ amount: 500, balance_transaction: null });
  });

  test("never takes more than was authorised, nor twice", async () => {
    const held = await stripe.paymentIntents.create(hold);
    const tooMuch = await errorOf(stripe.paymentIntents.capture(held.id, { amount_to_capture: 2001 }));
    expect(tooMuch).toMatchObject({ statusCode: 400, code: "amount_too_large" });
    await stripe.paymentIntents.capture(held.id);
    const again = await errorOf(stripe.paymentIntents.capture(held.id));
    expect(again).toMatchObject({ code: "payment_intent_unexpected_state", payment_intent: { id: held.id } });
  });
});

describe("cancelling", () => {
  test.each([
    ["requires_payment_method", { amount: 500, currency: "usd" }],
    ["requires_confirmation", { amount: 500, currency: "usd", payment_method: "pm_card_visa" }],
    ["requires_action", { ...PAY_NOW, payment_method: "pm_card_authenticationRequired" }],
    ["requires_capture", { ...PAY_NOW, payment_method: "pm_card_visa", capture_method: "manual" as const }],
  ])("is allowed from %s", async (status, params) => {
    const intent = await stripe.paymentIntents.create(params);
    expect(intent.status).toBe(status);
    const canceled = await stripe.paymentIntents.cancel(intent.id, { cancellation_reason: "abandoned" });
    expect(canceled).toMatchObject({
      status: "canceled",
      cancellation_reason: "abandoned",
      amount_capturable: 0,
    });
    expect(canceled.canceled_at).toBeGreaterThan(0);
  });

  test("gives back what was authorised", async () => {
    const held = await stripe.paymentIntents.create({
      ...PAY_NOW,
      payment_method: "pm_card_visa",
      capture_method: "manual",
    });
    await stripe.paymentIntents.cancel(held.id);
    const charge = await stripe.charges.retrieve(chargeIdOf(held));
    expect(charge).toMatchObject({ captured: false, refunded: true, amount_refunded: 2000 });
  });

  test("is refused once it is paid, cancelled or being debited, and the error carries the PaymentIntent", async () => {
    const paid = await stripe.paymentIntents.create({ ...PAY_NOW, payment_method: "pm_card_visa" });
    const canceled = await stripe.paymentIntents.create({ amount: 500, currency: "usd" });
    await stripe.paymentIntents.cancel(canceled.id);
    const debit = await stripe.paymentIntents.create({
      ...PAY_NOW,
      payment_method: "pm_usBankAccount_processing",
    });
    for (const { id } of [paid, canceled, debit]) {
      const error = await errorOf(stripe.paymentIntents.cancel(id));
      expect(error).toMatchObject({
        statusCode: 400,
        code: "payment_intent_unexpected_state",
        payment_intent: { id },
      });
    }
    const confirm = await errorOf(stripe.paymentIntents.confirm(paid.id, { payment_method: "pm_card_visa" }));
    expect(confirm.message).toContain("already succeeded");
  });
});

describe("a bank debit", () => {
  test.each([
    ["succeed", "succeeded"],
    ["fail", "requires_payment_method"],
  ])("stays in processing until the bank lets it %s", async (outcome, status) => {
    const debit = await stripe.paymentIntents.create({
      ...PAY_NOW,
      payment_method: "pm_usBankAccount_processing",
    });
    expect(debit.status).toBe("processing");
    await emulator.send(`/_emulator/payment_intents/${debit.id}/settle`, {
      method: "POST",
      body: `outcome=${outcome}`,
    });
    expect((await stripe.paymentIntents.retrieve(debit.id)).status).toBe(status);
  });
});
