import type Stripe from "stripe";
import { afterEach, describe, expect, test } from "vitest";
import { type Delivered, type Emulator, PAY_NOW, WEBHOOK_SECRET, startEmulator } from "./emulator-harness.ts";

let emulator: Emulator;
afterEach(() => emulator.stop());

const pay = (payment_method: string): Promise<Stripe.PaymentIntent> =>
  emulator.stripe.paymentIntents.create({ ...PAY_NOW, payment_method });

const typesOf = (deliveries: { type: string }[]): string[] => deliveries.map(({ type }) => type);

const IN_ORDER = ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"];

describe("deliveries taken by hand", () => {
  test("are signed so that the SDK accepts them, and are printed as Stripe prints them", async () => {
    emulator = await startEmulator();
    const { id } = await pay("pm_card_visa");
    const [first] = await emulator.take();
    const { body, headers } = first as Delivered;
    const { webhooks } = emulator.stripe;
    const event = await webhooks.constructEventAsync(body, headers["stripe-signature"], WEBHOOK_SECRET);
    expect(event).toMatchObject({ type: "payment_intent.created", data: { object: { id } } });
    expect(body).toBe(JSON.stringify(event, null, 2));
    await expect(
      webhooks.constructEventAsync(`${body} `, headers["stripe-signature"], WEBHOOK_SECRET),
    ).rejects.toThrow();
  });

  test("come in order, once", async () => {
    emulator = await startEmulator();
    await pay("pm_card_visa");
    const taken = await emulator.take();
    expect(typesOf(taken)).toEqual(IN_ORDER);
    expect(taken.map(({ attempt }) => attempt)).toEqual([1, 1, 1]);
    expect(await emulator.take()).toEqual([]);
  });

  test("come twice for pm_fault_webhook_twice", async () => {
    emulator = await startEmulator();
    await pay("pm_fault_webhook_twice");
    const taken = await emulator.take();
    expect(taken).toHaveLength(6);
    expect(new Set(taken.map(({ event_id }) => event_id)).size).toBe(3);
  });

  test("come back to front for pm_fault_webhook_reversed, whatever happens between", async () => {
    emulator = await startEmulator();
    const created = await emulator.stripe.paymentIntents.create({
      amount: 500,
      currency: "usd",
      payment_method: "pm_fault_webhook_reversed",
    });
    await pay("pm_card_visa");
    await emulator.stripe.paymentIntents.confirm(created.id, { return_url: "https://a.test" });
    const taken = await emulator.take();
    const own = taken.filter(({ body }) => body.includes(created.id));
    expect(typesOf(own)).toEqual(IN_ORDER.toReversed());
    expect(typesOf(taken.filter(({ body }) => !body.includes(created.id)))).toEqual(IN_ORDER);
  });

  test("are due only later for pm_fault_webhook_late", async () => {
    emulator = await startEmulator();
    await pay("pm_fault_webhook_late");
    expect(await emulator.take()).toEqual([]);
    expect(typesOf(await emulator.take(true))).toEqual(IN_ORDER);
  });

  test("never come for pm_fault_webhook_never, though the events exist", async () => {
    emulator = await startEmulator();
    const { id } = await pay("pm_fault_webhook_never");
    expect(await emulator.take(true)).toEqual([]);
    const { data } = await emulator.stripe.events.list();
    expect(data.filter((event) => JSON.stringify(event).includes(id))).toHaveLength(3);
    expect(data.every(({ pending_webhooks }) => pending_webhooks === 1)).toBe(true);
  });
});

/** Receives pushed webhooks, answering each with what `status` says. */
function receiver(status: (type: string) => number = () => 200) {
  const received: { type: string; id: string; path: string; signature: string; body: string }[] = [];
  const onWebhook = (request: { path: string; signature: string; body: string }): number => {
    const { type, id } = JSON.parse(request.body) as Stripe.Event;
    received.push({ ...request, type, id });
    return status(type);
  };
  return { received, onWebhook };
}

const WAIT = { timeout: 10_000, interval: 50 };

describe("pushed deliveries", () => {
  test("arrive signed, in order, at the API's path", async () => {
    const { received, onWebhook } = receiver();
    emulator = await startEmulator({ onWebhook });
    await pay("pm_card_visa");
    await expect.poll(() => typesOf(received), WAIT).toEqual(IN_ORDER);
    for (const { path, body, signature } of received) {
      expect(path).toBe("/webhooks/stripe");
      await emulator.stripe.webhooks.constructEventAsync(body, signature, WEBHOOK_SECRET);
    }
    const delivered = async () => (await emulator.stripe.events.list({ delivery_success: true })).data.length;
    await expect.poll(delivered, WAIT).toBe(3);
  });

  test("are repeated when the API does not accept them", async () => {
    const failing = new Set(["charge.succeeded"]);
    const { received, onWebhook } = receiver((type) => (failing.delete(type) ? 500 : 200));
    emulator = await startEmulator({ onWebhook });
    await pay("pm_card_visa");
    await expect.poll(() => typesOf(received), WAIT).toEqual([...IN_ORDER, "charge.succeeded"]);
    const ids = received.filter(({ type }) => type === "charge.succeeded").map(({ id }) => id);
    expect(new Set(ids).size).toBe(1);
  });

  test("arrive twice, reversed, late or never, as the fault says", async () => {
    const { received, onWebhook } = receiver();
    emulator = await startEmulator({ onWebhook, webhookLateMs: 1000 });
    const of = (id: string): string[] => typesOf(received.filter(({ body }) => body.includes(id)));
    const never = await pay("pm_fault_webhook_never");
    const late = await pay("pm_fault_webhook_late");
    const twice = await pay("pm_fault_webhook_twice");
    const reversed = await pay("pm_fault_webhook_reversed");

    await expect.poll(() => of(reversed.id), WAIT).toEqual(IN_ORDER.toReversed());
    await expect.poll(() => of(twice.id), WAIT).toEqual(IN_ORDER.flatMap((type) => [type, type]));
    expect(of(late.id)).toEqual([]);
    await expect.poll(() => of(late.id), WAIT).toEqual(IN_ORDER);
    expect(of(never.id)).toEqual([]);
  });
});
