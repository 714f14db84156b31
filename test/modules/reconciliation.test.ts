import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { reconcileJob, reconcileNow } from "../../src/modules/checkout/reconcile-payments.ts";
import { carryOutRefund, planRefund, readOrderBooks } from "../../src/modules/payments/index.ts";
import { paymentsOf } from "../../src/modules/orders/index.ts";
import { commit } from "../../src/platform/commit.ts";
import { runJob } from "../../src/platform/jobs.ts";
import { eventsDelivered, eventually, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { cronAfter, deliverOutbox, tickAt, withoutQueue } from "../support/doors.ts";
import { atBatch, beforeBatchWith } from "../support/failing-env.ts";
import { faultyStripe } from "../support/faulty-stripe.ts";
import {
  allEvents,
  expectSound,
  forgetEvents,
  jobCtx,
  loseWebhooks,
  orderRef,
  paidOrder,
  type PaidOrder,
  reconcile,
} from "../support/reconciling.ts";
import { makeVariant, placeOrder, readyCart, stripe, unique } from "../support/shop.ts";

const died = () => Promise.reject(new Error("the Worker died here"));

/** The run looks at what happened up to now, but at payments only from five minutes on. */
const BY_EVENTS = 1;
const BY_PAYMENTS = 6;

async function statusOf(order: PaidOrder) {
  const [row] = await rows(
    `SELECT o.status AS "order", o.hold, p.status AS payment, p.captured, p.refunded, p.disputed, p.authorized
     FROM orders o JOIN payments p ON p.order_id = o.id WHERE o.id = ?`,
    order.id,
  );
  return row;
}

async function control(path: string, form: Record<string, string> = {}): Promise<void> {
  const answer = await stripe("POST", path, form);
  expect(answer.status, await answer.clone().text()).toBe(200);
}

/** An order that the customer has not paid yet. */
async function openOrder(): Promise<PaidOrder> {
  const cart = await readyCart([{ variant: await makeVariant({ stock: 5 }), quantity: 1 }]);
  const { body } = await placeOrder(cart, {});
  return orderRef(body.id, body.access_token);
}

/** An order whose money is only authorised. */
async function authorizedOrder(): Promise<PaidOrder> {
  const cart = await readyCart([{ variant: await makeVariant({ stock: 5 }), quantity: 1 }]);
  const manual: Env = Object.assign({}, env, { CAPTURE_METHOD: "manual" });
  const { status, body } = await callWith<{ id: string; access_token: string }>(
    manual,
    "POST",
    "/api/v1/orders",
    {
      body: { payment_method: "pm_card_visa" },
      headers: { "X-Cart-Token": cart, "Idempotency-Key": unique("key") },
    },
  );
  expect(status).toBe(201);
  return orderRef(body.id, body.access_token);
}

async function pay(order: PaidOrder): Promise<void> {
  await control(`/v1/payment_intents/${order.intent}/confirm`, {
    payment_method: "pm_card_visa",
    return_url: "https://shop.example.com",
  });
}

async function disputeOf(order: PaidOrder): Promise<string> {
  const answer = await stripe("GET", `/v1/disputes?payment_intent=${order.intent}`);
  return (await answer.json<{ data: { id: string }[] }>()).data[0]?.id ?? "";
}

async function refundOf(order: PaidOrder): Promise<string> {
  const answer = await stripe("GET", `/v1/refunds?payment_intent=${order.intent}`);
  return (await answer.json<{ data: { id: string }[] }>()).data[0]?.id ?? "";
}

type Loss = [
  what: string,
  make: () => Promise<PaidOrder>,
  happens: (order: PaidOrder) => Promise<unknown>,
  then: Record<string, unknown>,
];

const LOSSES: Loss[] = [
  ["a payment", openOrder, pay, { order: "confirmed", payment: "succeeded" }],
  [
    "a refund made in the dashboard",
    paidOrder,
    (order) => control("/v1/refunds", { payment_intent: order.intent, amount: "700" }),
    { order: "confirmed", refunded: 700 },
  ],
  [
    "a refund that failed later",
    () => paidOrder("pm_card_visa"),
    async (order) => {
      await control("/v1/refunds", { payment_intent: order.intent, amount: "700" });
      await control(`/_emulator/refunds/${await refundOf(order)}/settle`, { outcome: "fail" });
    },
    { order: "confirmed", refunded: 0 },
  ],
  [
    "a dispute",
    paidOrder,
    (order) => control(`/_emulator/charges/${order.charge}/dispute`, { amount: "900" }),
    { order: "confirmed", hold: "disputed", disputed: 900 },
  ],
  [
    "a dispute that was won",
    paidOrder,
    async (order) => {
      await control(`/_emulator/charges/${order.charge}/dispute`);
      await control(`/_emulator/disputes/${await disputeOf(order)}/close`, { outcome: "won" });
    },
    { order: "confirmed", hold: null, disputed: 0 },
  ],
  [
    "a capture made in the dashboard",
    authorizedOrder,
    (order) => control(`/v1/payment_intents/${order.intent}/capture`, { amount_to_capture: "1000" }),
    { order: "confirmed", payment: "succeeded", captured: 1000, authorized: 0 },
  ],
  [
    "an authorisation that was cancelled in the dashboard",
    authorizedOrder,
    (order) => control(`/v1/payment_intents/${order.intent}/cancel`),
    { order: "confirmed", hold: "authorization_lapsed", payment: "canceled", captured: 0, authorized: 0 },
  ],
  [
    "an authorisation that lapsed",
    authorizedOrder,
    (order) => control(`/_emulator/payment_intents/${order.intent}/lapse`),
    { hold: "authorization_lapsed", payment: "canceled", authorized: 0 },
  ],
];

describe("what no webhook brought is mended", () => {
  it.each(LOSSES)("%s, by its events", async (_, make, happens, then) => {
    const order = await make();
    await happens(order);
    await loseWebhooks();
    await reconcile(BY_EVENTS);
    expect(await statusOf(order)).toMatchObject(then);
    await expectSound(order);
  });

  // A failed refund leaves no trace at the payment: its event alone tells of it, or the refund that waits in our books.
  it.each(LOSSES.filter(([what]) => what !== "a refund that failed later"))(
    "%s, by the payment itself when its events are gone, too",
    async (_, make, happens, then) => {
      const order = await make();
      await happens(order);
      await loseWebhooks();
      await forgetEvents();
      await reconcile(BY_PAYMENTS);
      expect(await statusOf(order)).toMatchObject(then);
      const mended = await value("SELECT mended FROM reconciliation_runs ORDER BY started_at DESC LIMIT 1");
      expect(mended).toBeGreaterThan(0);
      await expectSound(order);
      expect(await reconcile(BY_PAYMENTS)).toContain(" 0 mended, 0 for a person");
    },
  );

  it("a pending refund that fails, by the refund that waits in our books", async () => {
    const order = await paidOrder("pm_card_pendingRefund");
    await control("/v1/refunds", { payment_intent: order.intent, amount: "700" });
    await loseWebhooks();
    await reconcile(BY_EVENTS);
    expect(await statusOf(order)).toMatchObject({ refunded: 700 });
    await control(`/_emulator/refunds/${await refundOf(order)}/settle`, { outcome: "fail" });
    await loseWebhooks();
    await forgetEvents();
    await reconcile(BY_PAYMENTS);
    expect(await statusOf(order)).toMatchObject({ refunded: 0 });
    expect(await rows("SELECT status FROM refunds WHERE order_id = ?", order.id)).toEqual([
      { status: "failed" },
    ]);
    await expectSound(order);
  });

  it("an order whose Worker died before it knew its intent", async () => {
    const variant = await makeVariant({ stock: 5 });
    const cart = await readyCart([{ variant, quantity: 1 }]);
    const execution = callWith(atBatch(3, died), "POST", "/api/v1/orders", {
      body: { payment_method: "pm_card_visa" },
      headers: { "X-Cart-Token": cart, "Idempotency-Key": unique("key") },
    });
    expect((await execution).status).toBe(500);
    await loseWebhooks();
    await forgetEvents();
    await reconcile(BY_PAYMENTS);
    const id = await value<string>("SELECT order_id FROM order_lines WHERE variant_id = ?", variant.id);
    const order = await orderRef(id, "");
    expect(await statusOf(order)).toMatchObject({ order: "confirmed", payment: "succeeded" });
    await expectSound(order);
  });
});

describe("a crash between Stripe's refund and our commit", () => {
  it.each([
    ["its events", BY_EVENTS, false],
    ["the payment itself", BY_PAYMENTS, true],
  ])("is reconciled by %s, and the refund is made once", async (_, minutes, forget) => {
    const order = await paidOrder();
    const ctx = jobCtx(withoutQueue(env));
    const read = await readOrderBooks(ctx, order.id);
    if (!read) throw new Error("there is no such order");
    const wish = { amount: 800, source: "staff" as const };
    const { refundIds, ...plan } = planRefund(ctx, read.order, paymentsOf(read.order), wish);
    await commit(ctx, plan);
    const [refundId = ""] = refundIds;
    const dies = jobCtx(beforeBatchWith(/INSERT INTO "payment_transactions"/, died));
    await expect(carryOutRefund(dies, refundId)).rejects.toThrow("died here");
    await loseWebhooks();
    if (forget) await forgetEvents();
    expect(await statusOf(order)).toMatchObject({ refunded: 0 });
    await reconcile(minutes, env, false);
    const refund = () => rows("SELECT status, amount FROM refunds WHERE id = ?", refundId);
    await eventually(async () => (await refund())[0]?.["status"] !== "requested");
    expect(await refund()).toEqual([{ status: "succeeded", amount: 800 }]);
    // Whoever asks again afterwards, the event's delivery and the sweeper, finds it made.
    await deliverOutbox(env);
    await carryOutRefund(jobCtx(), refundId);
    await cronAfter(2);
    await eventsDelivered();
    const { data } = await (
      await stripe("GET", `/v1/refunds?payment_intent=${order.intent}`)
    ).json<{ data: unknown[] }>();
    expect(data).toHaveLength(1);
    expect(await statusOf(order)).toMatchObject({ refunded: 800 });
    await expectSound(order);
  });
});

describe("a run", () => {
  it("takes in more than one page of events, also about objects that we do not know", async () => {
    await reconcile(0);
    const known = new Set((await rows<{ id: string }>("SELECT id FROM stripe_events")).map(({ id }) => id));
    for (let i = 0; i < 60; i++) {
      const made = await stripe("POST", "/v1/payment_intents", {
        amount: "500",
        currency: "usd",
        confirm: "true",
        payment_method: "pm_card_visa",
        return_url: "https://another-shop.example.com",
      });
      await control("/v1/refunds", { payment_intent: (await made.json<{ id: string }>()).id });
    }
    await loseWebhooks();
    const text = await reconcile(BY_EVENTS);
    expect(text).toMatch(/ 0 for a person/);
    const telling = ["payment_intent.succeeded", "refund.created", "charge.refunded"];
    const strange = (await allEvents()).filter(({ id, type }) => !known.has(id) && telling.includes(type));
    expect(strange.length).toBe(180);
    const stored = await value(
      "SELECT COUNT(*) FROM stripe_events WHERE id IN (SELECT value FROM json_each(?)) AND processed_at IS NOT NULL",
      JSON.stringify(strange.map(({ id }) => id)),
    );
    expect(stored).toBe(180);
  });

  it("that meets an outage keeps what it has reached; the next one goes on there and takes in the rest", async () => {
    const order = await openOrder();
    await pay(order);
    await loseWebhooks();
    await env.DB.prepare("DELETE FROM reconciliation_runs").run();
    let pages = 0;
    const isSecondPage = (method: string, path: string) =>
      method === "GET" && path === "/v1/events" && ++pages > 1;
    const faulty = faultyStripe("500", isSecondPage);
    expect(await reconcile(BY_EVENTS, faulty.env)).toContain("An unexpected error occurred");
    expect(faulty.failed()).toBe(2);
    const [first] = await rows<{ position: string; watermark: string }>(
      "SELECT position, watermark FROM reconciliation_runs",
    );
    const { events } = JSON.parse(first?.position ?? "{}") as { events: { after: string; to: number } };
    expect(events.after).toMatch(/^evt_/);
    expect(Date.parse(first?.watermark ?? "")).toBeLessThan(events.to * 1000);
    await reconcile(BY_EVENTS);
    const [second] = await rows<{ position: string; watermark: string }>(
      "SELECT position, watermark FROM reconciliation_runs ORDER BY id DESC LIMIT 1",
    );
    expect(JSON.parse(second?.position ?? "{}")).not.toHaveProperty("events");
    expect(Date.parse(second?.watermark ?? "")).toBe(events.to * 1000);
    await expectSound(order);
  });

  it("that dies leaves the watermark where it was, and the next one loses nothing", async () => {
    await reconcile(0);
    const watermark = () => value<string>("SELECT MAX(watermark) FROM reconciliation_runs");
    const before = await watermark();
    const order = await openOrder();
    await pay(order);
    await loseWebhooks();
    const dies = beforeBatchWith(/INSERT INTO reconciliation_runs/, died);
    expect(await reconcile(BY_EVENTS, dies)).toContain("died here");
    expect(await watermark()).toBe(before);
    await reconcile(BY_EVENTS);
    expect((await watermark()) > before).toBe(true);
    expect(await statusOf(order)).toMatchObject({ order: "confirmed" });
    await expectSound(order);
  });

  it("that meets an outage in the middle of the payments goes on with the next one", async () => {
    const orders = await Promise.all([openOrder(), openOrder(), openOrder()]);
    for (const order of orders) await pay(order);
    await loseWebhooks();
    await forgetEvents();
    const faulty = faultyStripe(
      "500",
      (method, path) => method === "GET" && path.startsWith("/v1/payment_intents/pi_"),
      50,
    );
    expect(await reconcile(BY_PAYMENTS, faulty.env)).toContain("An unexpected error occurred");
    await reconcile(BY_PAYMENTS);
    for (const order of orders) {
      expect(await statusOf(order)).toMatchObject({ order: "confirmed", payment: "succeeded" });
      await expectSound(order);
    }
  });

  it("excludes another one; two that overlap all the same mend once", async () => {
    const order = await paidOrder();
    await control("/v1/refunds", { payment_intent: order.intent, amount: "300" });
    await loseWebhooks();
    const both = await Promise.all([runJob(jobCtx(), reconcileJob), runJob(jobCtx(), reconcileJob)]);
    expect(both.filter(Boolean)).toHaveLength(1);
    await Promise.all([reconcileNow(jobCtx()), reconcileNow(jobCtx()), reconcileNow(jobCtx())]);
    await eventsDelivered();
    expect(await statusOf(order)).toMatchObject({ refunded: 300 });
    expect(await value("SELECT COUNT(*) FROM refunds WHERE order_id = ?", order.id)).toBe(1);
    await expectSound(order);
  });

  it("is due every 15 minutes, by the minutely cron", async () => {
    await env.DB.prepare("DELETE FROM reconciliation_runs").run();
    const quarter = 15 * 60_000;
    // Later than any run that another test has made in the quarter to come.
    const start = (Math.floor(Date.now() / quarter) + 8) * quarter;
    const runsAfter = async (minutes: number) => {
      await tickAt(() => new Date(start + minutes * 60_000));
      return value("SELECT COUNT(*) FROM reconciliation_runs");
    };
    expect(await runsAfter(0)).toBe(1);
    expect(await runsAfter(14.9)).toBe(1);
    expect(await runsAfter(15.1)).toBe(2);
  });
});
