import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Emulator,
  PAY_NOW,
  errorOf,
  lastEvents,
  methodIdOf,
  startEmulator,
} from "./emulator-harness.ts";

let emulator: Emulator;
let stripe: Stripe;

beforeAll(async () => {
  emulator = await startEmulator();
  stripe = emulator.stripe;
});
afterAll(() => emulator.stop());

describe("a customer", () => {
  test("is kept with what is told about them, and changed in parts", async () => {
    const made = await stripe.customers.create({
      email: "ada@example.com",
      name: "Ada",
      phone: "+4420",
      address: { line1: "1 Main St", country: "GB" },
      metadata: { user: "u1", tier: "gold" },
    });
    expect(made.id).toMatch(/^cus_[0-9A-Za-z]+$/);
    expect(made).toMatchObject({ object: "customer", balance: 0, delinquent: false, livemode: false });
    expect(made.address).toMatchObject({ line1: "1 Main St", city: null });
    await stripe.customers.update(made.id, { name: "Ada L.", phone: "", metadata: { tier: "" } });
    expect(await stripe.customers.retrieve(made.id)).toMatchObject({
      name: "Ada L.",
      phone: null,
      email: "ada@example.com",
      metadata: { user: "u1" },
    });
    expect(await lastEvents(stripe, 2)).toEqual(["customer.created", "customer.updated"]);
    const [event] = (await stripe.events.list({ limit: 1 })).data;
    expect(event?.data.previous_attributes).toMatchObject({ name: "Ada", phone: "+4420" });
  });

  test("is found by address, and gone from lists once deleted", async () => {
    const email = "grace@example.com";
    const { id } = await stripe.customers.create({ email });
    await stripe.customers.create({ email: "other@example.com" });
    expect((await stripe.customers.list({ email })).data.map((customer) => customer.id)).toEqual([id]);
    const paid = await stripe.paymentIntents.create({
      ...PAY_NOW,
      customer: id,
      payment_method: "pm_card_visa",
    });

    expect(await stripe.customers.del(id)).toEqual(
      expect.objectContaining({ id, object: "customer", deleted: true }),
    );
    expect((await stripe.customers.list({ email })).data).toEqual([]);
    expect(await stripe.customers.retrieve(id)).toMatchObject({ id, deleted: true });
    const seen = await stripe.paymentIntents.retrieve(paid.id, { expand: ["customer"] });
    expect(seen.customer).toEqual({ id, object: "customer", deleted: true });
    const pay = stripe.paymentIntents.create({ ...PAY_NOW, customer: id, payment_method: "pm_card_visa" });
    expect(await errorOf(pay)).toMatchObject({ code: "resource_missing", param: "customer" });
    expect((await errorOf(stripe.customers.update(id, { name: "x" }))).code).toBe("resource_missing");
  });

  test("who does not exist is refused everywhere", async () => {
    expect(await errorOf(stripe.customers.retrieve("cus_none"))).toMatchObject({
      statusCode: 404,
      code: "resource_missing",
    });
    const calls = [
      stripe.paymentIntents.create({ amount: 500, currency: "usd", customer: "cus_none" }),
      stripe.setupIntents.create({ customer: "cus_none" }),
      stripe.paymentMethods.attach("pm_card_visa", { customer: "cus_none" }),
    ];
    for (const error of await Promise.all(calls.map((call) => errorOf(call)))) {
      expect(error).toMatchObject({
        statusCode: 400,
        code: "resource_missing",
        param: "customer",
      });
    }
  });
});

describe("saved payment methods", () => {
  const newCustomer = async (): Promise<string> => (await stripe.customers.create()).id;
  const attach = (customer: string, name = "pm_card_visa") =>
    stripe.paymentMethods.attach(name, { customer });
  const pay = (payment_method: string, customer?: string) =>
    stripe.paymentIntents.create({
      ...PAY_NOW,
      payment_method,
      off_session: true,
      ...(customer === undefined ? {} : { customer }),
    });

  test("are attached, listed newest first, and used again and again by their ids", async () => {
    const customer = await newCustomer();
    const visa = await attach(customer);
    const amex = await attach(customer, "pm_card_amex");
    expect(visa).toMatchObject({ object: "payment_method", customer, card: { last4: "4242" } });
    expect((await lastEvents(stripe, 1))[0]).toBe("payment_method.attached");
    for (const page of [
      await stripe.paymentMethods.list({ customer, type: "card" }),
      await stripe.customers.listPaymentMethods(customer),
    ]) {
      expect(page.data.map(({ id }) => id)).toEqual([amex.id, visa.id]);
    }
    expect((await stripe.paymentMethods.list({ customer, type: "us_bank_account" })).data).toEqual([]);
    for (let time = 0; time < 2; time += 1) {
      expect(await pay(visa.id, customer)).toMatchObject({ status: "succeeded", payment_method: visa.id });
    }
  });

  test("are of no more use once detached", async () => {
    const customer = await newCustomer();
    const { id } = await attach(customer);
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
    expect((await stripe.paymentMethods.detach(id)).customer).toBeNull();
    const [event] = (await stripe.events.list({ limit: 1 })).data;
    expect(event).toMatchObject({
      type: "payment_method.detached",
      data: { previous_attributes: { customer } },
    });
    expect(await stripe.customers.retrieve(customer)).toMatchObject({
      invoice_settings: { default_payment_method: null },
    });
    expect((await errorOf(pay(id, customer))).message).toContain("may not be used again");
    expect((await errorOf(attach(customer, id))).message).toContain("may not be used again");
    expect((await errorOf(stripe.paymentMethods.detach(id))).message).toContain("not attached");
  });

  test("cannot be used by anybody else, nor attached twice", async () => {
    const [ada, eve] = [await newCustomer(), await newCustomer()];
    const { id } = await attach(ada);
    expect(await errorOf(pay(id, eve))).toMatchObject({ code: "resource_missing", param: "payment_method" });
    expect((await errorOf(pay(id))).message).toContain("customer");
    expect((await errorOf(attach(eve, id))).message).toContain("already been attached");
    const open = await stripe.paymentIntents.create({
      amount: 500,
      currency: "usd",
      customer: ada,
      payment_method: id,
    });
    expect((await errorOf(stripe.paymentIntents.update(open.id, { customer: eve }))).param).toBe(
      "payment_method",
    );
    const foreign = stripe.customers.update(eve, { invoice_settings: { default_payment_method: id } });
    expect((await errorOf(foreign)).message).toContain("must be attached");
  });

  test("that were not saved can be used once, also when that was declined", async () => {
    const once = await pay("pm_card_visa");
    expect((await errorOf(pay(methodIdOf(once)))).message).toContain("may not be used again");
    const declined = await errorOf(pay("pm_card_chargeDeclined"));
    const again = await errorOf(pay(String(declined.payment_method?.id)));
    expect(again).toMatchObject({ statusCode: 400 });
  });

  test("that the bank refuses are not attached, but pm_card_chargeCustomerFail is refused only when charged", async () => {
    const customer = await newCustomer();
    expect(await errorOf(attach(customer, "pm_card_chargeDeclined"))).toMatchObject({
      statusCode: 402,
      code: "card_declined",
    });
    const { id } = await attach(customer, "pm_card_chargeCustomerFail");
    for (let time = 0; time < 2; time += 1) {
      expect(await errorOf(pay(id, customer))).toMatchObject({
        code: "card_declined",
        payment_method: { id },
      });
    }
  });

  test("are kept by a payment that is to be followed by others", async () => {
    const customer = await newCustomer();
    const first = await stripe.paymentIntents.create({
      ...PAY_NOW,
      customer,
      payment_method: "pm_card_visa",
      setup_future_usage: "off_session",
    });
    const id = methodIdOf(first);
    expect(await stripe.paymentMethods.retrieve(id)).toMatchObject({ customer });
    expect(await lastEvents(stripe, 4)).toEqual([
      "payment_intent.created",
      "payment_method.attached",
      "charge.succeeded",
      "payment_intent.succeeded",
    ]);
    expect((await pay(id, customer)).status).toBe("succeeded");
  });

  test("can be made of a token, and go with their customer", async () => {
    const customer = await newCustomer();
    const made = await stripe.paymentMethods.create({ type: "card", card: { token: "tok_mastercard" } });
    expect(made).toMatchObject({ customer: null, card: { brand: "mastercard" } });
    await attach(customer, made.id);
    await stripe.customers.del(customer);
    expect((await stripe.paymentMethods.retrieve(made.id)).customer).toBeNull();
    expect((await errorOf(stripe.customers.listPaymentMethods(customer))).code).toBe("resource_missing");
  });

  test("that need authentication are declined when the customer is not there", async () => {
    const customer = await newCustomer();
    const { id } = await attach(customer, "pm_card_authenticationRequired");
    const error = await errorOf(pay(id, customer));
    expect(error).toMatchObject({
      statusCode: 402,
      code: "authentication_required",
      payment_method: { id },
      payment_intent: { status: "requires_payment_method" },
    });
  });
});
