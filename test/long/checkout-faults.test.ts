import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import type { PlacedOrder } from "../../src/modules/checkout/checkout.schema.ts";
import { setClock } from "../../src/platform/ctx.ts";
import { type Answer, eventsDelivered, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { cronAfter, deliverOutbox, deliverTo, withoutQueue } from "../support/doors.ts";
import { faultyStripe, STRIPE_FAULTS, type StripeFault } from "../support/faulty-stripe.ts";
import { breaches } from "../support/invariants.ts";
import {
  type Delivery,
  deliver,
  expireHereOnly,
  makeVariant,
  placeOrder,
  readyCart,
  stockOf,
  stripe,
  takeWebhooks,
  type TestVariant,
  unique,
} from "../support/shop.ts";

// Each fault of the way to Stripe, at each step, with each way in which webhooks come: all end in the same state.

const WEBHOOKS = ["at once", "twice", "late", "reversed", "never"] as const;
type Webhooks = (typeof WEBHOOKS)[number];

afterEach(() => setClock(undefined));

/** What has been taken from the emulator and comes only after everything else. */
const late: Delivery[] = [];

async function webhooksCome(how: Webhooks): Promise<void> {
  const deliveries = await takeWebhooks();
  if (how === "late") late.push(...deliveries);
  if (how === "late" || how === "never") return;
  if (how === "reversed") deliveries.reverse();
  for (const each of deliveries) {
    await Promise.all(how === "twice" ? [deliver(each), deliver(each)] : [deliver(each)]);
  }
}

async function everythingThrough(): Promise<void> {
  for (const each of late.splice(0)) await deliver(each);
  await cronAfter(1);
  await eventsDelivered();
}

async function expectInvariants(): Promise<void> {
  const found = await breaches(rows, { atRest: true, stripe: (path) => stripe("GET", path) });
  expect(found).toEqual([]);
}

type Placing = Answer<PlacedOrder & { code?: string; order?: OrderRef }>;
interface OrderRef {
  id: string;
  access_token: string;
}

/** A client that asks again under the same key until it is told what became of the order. */
async function untilAnswered(ask: () => Promise<Placing>): Promise<Placing> {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask();
    const isOver = answer.status < 500 && answer.body.code !== "idempotency.in_progress";
    if (isOver || attempt === 8) return answer;
    // A run that died holds its key for half a minute.
    if (answer.status === 409 || answer.status === 500)
      setClock(() => new Date(Date.now() + attempt * 31_000));
  }
}

function place(bindings: Env, cart: string, key: string, paymentMethod?: string): Promise<Placing> {
  const body = paymentMethod === undefined ? {} : { payment_method: paymentMethod };
  const headers = { "X-Cart-Token": cart, "Idempotency-Key": key };
  return callWith(bindings, "POST", "/api/v1/orders", { body, headers });
}

function pay(bindings: Env, order: OrderRef, key: string, paymentMethod = "pm_card_visa"): Promise<Placing> {
  const headers = { "X-Order-Token": order.access_token, "Idempotency-Key": key };
  const body = { payment_method: paymentMethod };
  return callWith(bindings, "POST", `/api/v1/orders/${order.id}/payments`, { body, headers });
}

async function orderOf(variant: TestVariant): Promise<Record<string, unknown>> {
  const found = await rows(
    `SELECT o.id, o.status, p.status AS payment, p.captured = o.total AS paid, p.refunded = o.total AS refunded
     FROM orders o JOIN payments p ON p.order_id = o.id JOIN order_lines l ON l.order_id = o.id WHERE l.variant_id = ?`,
    variant.id,
  );
  expect(found).toHaveLength(1);
  return found[0] ?? {};
}

/** Every fault without any webhook; the worst one with webhooks that are faster than the answer; every way of webhooks without a fault. */
const CASES: [fault: StripeFault | "none", webhooks: Webhooks][] = [
  ...STRIPE_FAULTS.map((fault): [StripeFault, Webhooks] => [fault, "never"]),
  ["lost answer", "at once"],
  ...WEBHOOKS.map((webhooks): ["none", Webhooks] => ["none", webhooks]),
];

/** The emulator behind the fault, which must have happened by the end. */
function behind(fault: StripeFault | "none", matches: (method: string, path: string) => boolean, calls = 1) {
  if (fault === "none") return { env, happened: () => true };
  const faulty = faultyStripe(fault, matches, calls);
  return { env: faulty.env, happened: () => faulty.failed() > 0 };
}

const creates = (method: string, path: string) => method === "POST" && path === "/v1/payment_intents";
const confirms = (method: string, path: string) => method === "POST" && path.endsWith("/confirm");
const cancels = (method: string, path: string) => method === "POST" && path.endsWith("/cancel");
const readsIntent = (method: string, path: string) =>
  method === "GET" && path.startsWith("/v1/payment_intents");
const refunds = (_method: string, path: string) => path === "/v1/refunds";

describe.each(CASES)("with the fault %s, webhooks %s", (fault, webhooks) => {
  it("an order that is placed and retried by its client is confirmed and charged once", async () => {
    const variant = await makeVariant({ stock: 5 });
    const cart = await readyCart([{ variant, quantity: 2 }]);
    const network = behind(fault, creates);
    const key = unique("key");
    const answer = await untilAnswered(() => place(network.env, cart, key, "pm_card_visa"));
    expect(answer).toMatchObject({ status: 201, body: { status: "confirmed", payment_status: "paid" } });
    await webhooksCome(webhooks);
    await everythingThrough();
    expect(await orderOf(variant)).toMatchObject({ status: "confirmed", paid: 1, refunded: 0 });
    expect(await stockOf(variant)).toEqual({ on_hand: 3, reserved: 0 });
    expect(network.happened()).toBe(true);
    await expectInvariants();
  });

  it("an order whose client gives up is confirmed if it was charged, else expired", async () => {
    const variant = await makeVariant({ stock: 5 });
    const cart = await readyCart([{ variant, quantity: 2 }]);
    const network = behind(fault, creates);
    await place(network.env, cart, unique("key"), "pm_card_visa");
    await webhooksCome(webhooks);
    await cronAfter(31);
    // What runs at Stripe when the sweeper comes is left for later.
    await cronAfter(35);
    await everythingThrough();
    const isCharged = fault === "none" || fault === "lost answer";
    expect(await orderOf(variant)).toMatchObject(
      isCharged ? { status: "confirmed", paid: 1, refunded: 0 } : { status: "expired", payment: "canceled" },
    );
    expect(await stockOf(variant)).toEqual({ on_hand: isCharged ? 3 : 5, reserved: 0 });
    await expectInvariants();
  });

  it("an order that is paid again after a decline is confirmed and charged once", async () => {
    const variant = await makeVariant({ stock: 5 });
    const declined = await place(
      env,
      await readyCart([{ variant, quantity: 1 }]),
      unique("key"),
      "pm_card_chargeDeclined",
    );
    const { order } = declined.body;
    if (!order) throw new Error("no order");
    const network = behind(fault, confirms);
    const answer = await untilAnswered(() => pay(network.env, order, unique("key")));
    expect(answer).toMatchObject({ status: 201, body: { status: "confirmed", payment_status: "paid" } });
    await webhooksCome(webhooks);
    await everythingThrough();
    expect(await orderOf(variant)).toMatchObject({ status: "confirmed", paid: 1, refunded: 0 });
    expect(await stockOf(variant)).toEqual({ on_hand: 4, reserved: 0 });
    expect(network.happened()).toBe(true);
    await expectInvariants();
  });

  it.each([
    ["cancelling its payment", cancels],
    ["reading its payment", readsIntent],
  ])(
    "an unpaid order expires when %s failed at first: cancelled first, given back after",
    async (_, matches) => {
      const variant = await makeVariant({ stock: 5 });
      await place(env, await readyCart([{ variant, quantity: 1 }]), unique("key"));
      await webhooksCome(webhooks);
      const network = behind(fault, matches);
      await cronAfter(31, network.env);
      if (fault !== "none" && matches === readsIntent) {
        // As long as Stripe cannot be asked, the stock is held.
        expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 1 });
      }
      await cronAfter(34, network.env);
      await webhooksCome(webhooks);
      await everythingThrough();
      expect(await orderOf(variant)).toMatchObject({ status: "expired", payment: "canceled", paid: 0 });
      expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 0 });
      await expectInvariants();
    },
  );

  it("money that comes too late goes back once, and the customer is told", async () => {
    const variant = await makeVariant({ stock: 1 });
    const placed = await placeOrder(await readyCart([{ variant, quantity: 1 }]), {});
    const { id } = placed.body;
    const intent = String(placed.body.payment?.client_secret).split("_secret_")[0] ?? "";
    await takeWebhooks();
    await expireHereOnly(id, variant);
    const other = await placeOrder(await readyCart([{ variant, quantity: 1 }]));
    expect(other.status).toBe(201);
    await takeWebhooks();
    await eventsDelivered();
    await stripe("POST", `/v1/payment_intents/${intent}/confirm`, {
      payment_method: "pm_card_visa",
      return_url: "https://shop.example.com",
    });
    // The money is known of; giving it back is what fails at first. Without webhooks the sweeper cannot know of money for an
    // order that it has cancelled at Stripe, and it is Stripe's promise that there is none: so one of them comes.
    const succeeded = (await takeWebhooks()).filter(({ type }) => type === "payment_intent.succeeded");
    // Longer than one run tries: the keys of an outage must not be used up.
    const network = behind(fault, refunds, 6);
    const slow = withoutQueue(network.env);
    for (const each of succeeded) await deliverTo(slow, each);
    for (let round = 1; round <= 8; round++) {
      await deliverOutbox(slow);
      await cronAfter(round, slow);
    }
    // By the same way: another one would not remember the 500s that are kept.
    const back = "SELECT refunded = amount FROM payments WHERE order_id = ?";
    expect(await value(back, id)).toBe(1);
    await webhooksCome(webhooks);
    await everythingThrough();

    expect(await rows("SELECT status, version FROM orders WHERE id = ?", id)).toMatchObject([
      { status: "expired" },
    ]);
    expect(
      await rows(
        "SELECT captured = amount AS paid, refunded = amount AS back FROM payments WHERE order_id = ?",
        id,
      ),
    ).toEqual([{ paid: 1, back: 1 }]);
    expect(await rows("SELECT template, status FROM notifications WHERE order_id = ?", id)).toEqual([
      { template: "refunded-too-late", status: "sent" },
    ]);
    expect(
      await rows("SELECT code, details ->> 'outcome' AS outcome FROM alerts WHERE entity_id = ?", id),
    ).toEqual([{ code: "order.late_payment", outcome: "refunding" }]);
    expect(await value("SELECT COUNT(*) FROM orders WHERE id = ?", other.body.id)).toBe(1);
    expect(network.happened()).toBe(true);
    await expectInvariants();
  });
});
