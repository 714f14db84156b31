import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, PAY_NOW, errorOf, startEmulator } from "./emulator-harness.ts";

let emulator: Emulator;
let stripe: Stripe;
let ids: string[];
let five: Stripe.Customer;

beforeAll(async () => {
  emulator = await startEmulator();
  stripe = emulator.stripe;
  ids = [];
  five = await stripe.customers.create({ name: "Five" });
  const other = await stripe.customers.create({ name: "Other" });
  for (let amount = 501; amount <= 525; amount += 1) {
    const customer = amount % 5 === 0 ? five.id : other.id;
    ids.unshift((await stripe.paymentIntents.create({ amount, currency: "usd", customer })).id);
  }
});
afterAll(() => emulator.stop());

const idsOf = (page: { data: { id: string }[] }): string[] => page.data.map(({ id }) => id);

describe("a list", () => {
  test("is newest first, ten at a time unless told otherwise", async () => {
    const page = await stripe.paymentIntents.list();
    expect(page).toMatchObject({ object: "list", has_more: true, url: "/v1/payment_intents" });
    expect(idsOf(page)).toEqual(ids.slice(0, 10));
    expect(idsOf(await stripe.paymentIntents.list({ limit: 100 }))).toEqual(ids);
  });

  test("goes on after an object, and back before one", async () => {
    const next = await stripe.paymentIntents.list({ limit: 10, starting_after: ids[19] ?? "" });
    expect(idsOf(next)).toEqual(ids.slice(20));
    expect(next.has_more).toBe(false);
    const back = await stripe.paymentIntents.list({ limit: 3, ending_before: ids[10] ?? "" });
    expect(idsOf(back)).toEqual(ids.slice(7, 10));
    expect(back.has_more).toBe(true);
  });

  test("is read to its end by the SDK's paging", async () => {
    const seen: string[] = [];
    for await (const { id } of stripe.paymentIntents.list({ limit: 4 })) seen.push(id);
    expect(seen).toEqual(ids);
  });

  test("can be narrowed to a customer and to a time", async () => {
    expect(idsOf(await stripe.paymentIntents.list({ customer: five.id }))).toHaveLength(5);
    const { created } = await stripe.paymentIntents.retrieve(ids[0] ?? "");
    expect(idsOf(await stripe.paymentIntents.list({ created: { gt: created } }))).toEqual([]);
    expect(
      idsOf(await stripe.paymentIntents.list({ created: { gte: created - 60, lte: created } })),
    ).toHaveLength(10);
    expect(idsOf(await stripe.paymentIntents.list({ created: { lt: created - 60 } }))).toEqual([]);
  });

  test.each(["limit=0", "limit=101", "limit=x", "starting_after=pi_none", "created[after]=1", "colour=red"])(
    "refuses %s",
    async (query) => {
      expect((await emulator.send(`/v1/payment_intents?${query}`)).json).toHaveProperty("error");
    },
  );

  test("expands its items", async () => {
    const { id: customer } = await stripe.customers.create();
    const paid = await stripe.paymentIntents.create({
      ...PAY_NOW,
      payment_method: "pm_card_visa",
      customer,
    });
    const page = await stripe.paymentIntents.list({ customer, expand: ["data.latest_charge"] });
    expect(page.data[0]?.latest_charge).toMatchObject({ object: "charge", payment_intent: paid.id });
  });
});

describe("the list of events", () => {
  test("tells what happened, newest first, and can be narrowed by type", async () => {
    const paid = await stripe.paymentIntents.create({ ...PAY_NOW, payment_method: "pm_card_visa" });
    const last = await stripe.events.list({ limit: 3 });
    expect(last.data.map(({ type }) => type)).toEqual([
      "payment_intent.succeeded",
      "charge.succeeded",
      "payment_intent.created",
    ]);
    const one = await stripe.events.list({ type: "payment_intent.succeeded", limit: 1 });
    expect(one.data[0]?.data.object).toMatchObject({ id: paid.id, status: "succeeded" });
    const group = await stripe.events.list({ type: "charge.*" });
    expect(new Set(group.data.map(({ type }) => type))).toEqual(new Set(["charge.succeeded"]));
    const several = await stripe.events.list({
      types: ["charge.succeeded", "payment_intent.succeeded"],
      limit: 2,
    });
    expect(several.data.map(({ type }) => type)).toEqual(["payment_intent.succeeded", "charge.succeeded"]);
    expect(await errorOf(stripe.events.retrieve("evt_none"))).toMatchObject({ code: "resource_missing" });
  });

  test("names the request and its idempotency key, and keeps the object as it was", async () => {
    const options = { idempotencyKey: "event-cause" };
    const created = await stripe.paymentIntents.create({ amount: 600, currency: "usd" }, options);
    const [event] = (await stripe.events.list({ limit: 1 })).data;
    await stripe.paymentIntents.update(created.id, { amount: 700 });
    const read = await stripe.events.retrieve(event?.id ?? "");
    expect(read).toMatchObject({
      request: { id: created.lastResponse.requestId, idempotency_key: "event-cause" },
      data: { object: { amount: 600 } },
      livemode: false,
      pending_webhooks: 1,
    });
    await emulator.take();
    expect((await stripe.events.retrieve(event?.id ?? "")).pending_webhooks).toBe(0);
  });

  test("is read from one event on, by time and by any of the types that a payment can have", async () => {
    const [before] = (await stripe.events.list({ limit: 1 })).data;
    const paid = await stripe.paymentIntents.create({ ...PAY_NOW, payment_method: "pm_card_createDispute" });
    const other = await stripe.paymentIntents.create({ ...PAY_NOW, payment_method: "pm_card_refundFail" });
    await stripe.refunds.create({ payment_intent: other.id });
    const types = ["charge.dispute.created", "refund.failed", "payment_intent.succeeded"];
    const page = {
      types,
      created: { gte: paid.created - 1 },
      ending_before: before?.id ?? "",
    };
    const newer = await stripe.events.list({ ...page, limit: 2 });
    expect(newer).toMatchObject({ has_more: true });
    expect(newer.data.map(({ type }) => type)).toEqual([
      "charge.dispute.created",
      "payment_intent.succeeded",
    ]);
    const rest = await stripe.events.list({ ...page, ending_before: newer.data[0]?.id ?? "" });
    expect(rest.data.map(({ type }) => type)).toEqual(["refund.failed", "payment_intent.succeeded"]);
    const none = await stripe.events.list({ types, created: { lt: paid.created - 60 } });
    expect(none.data).toEqual([]);
  });

  test.each([
    [
      "a decline",
      "pm_card_chargeDeclined",
      ["payment_intent.payment_failed", "charge.failed", "payment_intent.created"],
    ],
    [
      "an authentication",
      "pm_card_authenticationRequired",
      ["payment_intent.requires_action", "payment_intent.created"],
    ],
    [
      "a debit",
      "pm_usBankAccount_processing",
      ["payment_intent.processing", "charge.pending", "payment_intent.created"],
    ],
  ])("has the events of %s", async (_name, payment_method, types) => {
    await stripe.paymentIntents.create({ ...PAY_NOW, payment_method }).catch(() => undefined);
    const { data } = await stripe.events.list({ limit: types.length });
    expect(data.map(({ type }) => type)).toEqual(types);
  });

  test("has the events of a capture, a refund and a cancellation, with what they changed", async () => {
    const hold = { ...PAY_NOW, payment_method: "pm_card_visa", capture_method: "manual" } as const;
    const held = await stripe.paymentIntents.create(hold);
    const dropped = await stripe.paymentIntents.create(hold);
    await stripe.paymentIntents.capture(held.id);
    await stripe.refunds.create({ payment_intent: held.id, amount: 500 });
    await stripe.paymentIntents.cancel(dropped.id);
    const { data } = await stripe.events.list({ limit: 9 });
    expect(data.map(({ type }) => type)).toEqual([
      "payment_intent.canceled",
      "charge.refunded",
      "refund.created",
      "charge.refund.updated",
      "refund.updated",
      "charge.refunded",
      "refund.created",
      "payment_intent.succeeded",
      "charge.captured",
    ]);
    expect(data[5]?.data).toMatchObject({
      object: { amount_refunded: 500 },
      previous_attributes: { amount_refunded: 0 },
    });
    const authorized = await stripe.events.list({ type: "payment_intent.amount_capturable_updated" });
    expect(authorized.data).toHaveLength(2);
  });
});
