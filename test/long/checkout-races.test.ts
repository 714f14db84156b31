import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import type { PlacedOrder } from "../../src/modules/checkout/checkout.schema.ts";
import { setClock } from "../../src/platform/ctx.ts";
import { type Answer, api, eventsDelivered, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { cronAfter, deliverOutbox, deliverTo, withoutQueue } from "../support/doors.ts";
import { faultyStripe } from "../support/faulty-stripe.ts";
import { breaches } from "../support/invariants.ts";
import {
  deliverWebhooks,
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

afterEach(() => setClock(undefined));

interface OrderRef {
  id: string;
  number: string;
  access_token: string;
}
type Placing = Answer<PlacedOrder & { code?: string; order?: OrderRef }>;

const JOB = "payments.fetch-missed-events";

function pay(order: OrderRef, paymentMethod: string): Promise<Placing> {
  return api("POST", `/api/v1/orders/${order.id}/payments`, {
    body: { payment_method: paymentMethod },
    headers: { "X-Order-Token": order.access_token },
  });
}

function intentOf(placed: Placing): string {
  return String(placed.body.payment?.client_secret).split("_secret_")[0] ?? "";
}

function confirmAtStripe(intent: string, paymentMethod = "pm_card_visa"): Promise<Response> {
  const form = { payment_method: paymentMethod, return_url: "https://shop.example.com" };
  return stripe("POST", `/v1/payment_intents/${intent}/confirm`, form);
}

async function chargesOf(intent: string): Promise<number> {
  const response = await stripe("GET", `/v1/charges?payment_intent=${intent}`);
  const { data } = await response.json<{ data: { status: string }[] }>();
  return data.filter((charge) => charge.status === "succeeded").length;
}

function statusOf(orderId: string): Promise<string> {
  return value<string>("SELECT status FROM orders WHERE id = ?", orderId);
}

async function unpaidOrder(stock = 5): Promise<{ variant: TestVariant; placed: Placing; intent: string }> {
  const variant = await makeVariant({ stock });
  const placed = await placeOrder(await readyCart([{ variant, quantity: 1 }]), {});
  expect(placed.status).toBe(201);
  return { variant, placed, intent: intentOf(placed) };
}

async function expectInvariants(): Promise<void> {
  await eventsDelivered();
  expect(await breaches(rows, { atRest: true, stripe: (path) => stripe("GET", path) })).toEqual([]);
}

describe("two tabs with one cart", () => {
  it("make one order, also when the second comes after the cart was emptied: it is told which", async () => {
    const variant = await makeVariant({ stock: 5 });
    const cart = await readyCart([{ variant, quantity: 1 }]);
    const [one, other] = await Promise.all([placeOrder(cart, {}), placeOrder(cart, {})]);
    const [first, second] = one.status === 201 ? [one, other] : [other, one];
    const told = { code: "checkout.already_placed", order: { id: first.body.id, number: first.body.number } };
    expect(first.status).toBe(201);
    expect(second).toMatchObject({ status: 409, body: told });
    expect(await placeOrder(cart, {})).toMatchObject({ status: 409, body: told });
    expect(await value("SELECT COUNT(*) FROM order_lines WHERE variant_id = ?", variant.id)).toBe(1);
    expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 1 });
  });

  it("that was ordered is just empty when the order has expired: there is nothing to pay", async () => {
    const variant = await makeVariant({ stock: 5 });
    const cart = await readyCart([{ variant, quantity: 1 }]);
    const { body } = await placeOrder(cart, {});
    await cronAfter(31);
    await eventsDelivered();
    expect(await statusOf(body.id)).toBe("expired");
    expect(await placeOrder(cart, {})).toMatchObject({
      status: 422,
      body: { code: "checkout.incomplete", errors: [{ pointer: "#/items" }] },
    });
  });

  it("paying that order at once with different cards charge it once", async () => {
    const { variant, placed, intent } = await unpaidOrder();
    const answers = await Promise.all(
      ["pm_card_visa", "pm_card_mastercard", "pm_card_amex", "pm_card_visa", "pm_card_chargeDeclined"].map(
        (card) => pay(placed.body, card),
      ),
    );
    for (const { status, body } of answers) {
      expect([201, 402, 409], JSON.stringify(body)).toContain(status);
      if (status === 409) expect(["payment.in_progress", "order.not_payable"]).toContain(body.code);
    }
    // Whoever was refused by another's attempt, or declined, can go on until the order is paid.
    if ((await statusOf(placed.body.id)) !== "confirmed") await pay(placed.body, "pm_card_visa");
    expect(await statusOf(placed.body.id)).toBe("confirmed");
    expect(await chargesOf(intent)).toBe(1);
    await deliverWebhooks();
    await expectInvariants();
    expect(await stockOf(variant)).toEqual({ on_hand: 4, reserved: 0 });
  });
});

describe("a client that gives up and asks again all the time", () => {
  it("while Stripe does not answer makes one order with one payment, and learns of it in the end", async () => {
    const variant = await makeVariant({ stock: 5 });
    const cart = await readyCart([{ variant, quantity: 1 }]);
    const headers = { "X-Cart-Token": cart, "Idempotency-Key": unique("key") };
    const slow = faultyStripe("timeout", (method) => method === "POST", 3).env;
    const ask = (): Promise<Placing> =>
      callWith(slow, "POST", "/api/v1/orders", { body: { payment_method: "pm_card_visa" }, headers });
    const asked: Promise<Placing>[] = [];
    for (let attempt = 1; attempt <= 40; attempt++) {
      asked.push(ask());
      await scheduler.wait(75);
    }
    const answers = await Promise.all(asked);
    for (const { status, body } of answers) {
      expect([201, 409, 503], JSON.stringify(body)).toContain(status);
      if (status === 409) expect(["idempotency.in_progress", "payment.in_progress"]).toContain(body.code);
    }
    let last = await ask();
    for (let attempt = 1; attempt <= 5 && last.status === 503; attempt++) last = await ask();
    if (last.headers.get("Idempotent-Replayed") === null) last = await ask();
    expect(last).toMatchObject({ status: 201, body: { status: "confirmed", payment_status: "paid" } });
    expect(last.headers.get("Idempotent-Replayed")).toBe("true");
    const ids = answers.flatMap(({ status, body }) => (status === 201 ? [body.id] : []));
    expect(new Set([...ids, last.body.id]).size).toBe(1);
    expect(await value("SELECT COUNT(*) FROM order_lines WHERE variant_id = ?", variant.id)).toBe(1);
    expect(await chargesOf(intentOf(last))).toBe(1);
    await deliverWebhooks();
    await expectInvariants();
  }, 60_000);
});

describe("a payment in the second in which the hold ends", () => {
  it("by the client at Stripe: each order is either paid and carried out, or cancelled and its stock free", async () => {
    const orders = await Promise.all(Array.from({ length: 8 }, () => unpaidOrder(1)));
    await takeWebhooks();
    await Promise.all([cronAfter(31), ...orders.map(({ intent }) => confirmAtStripe(intent))]);
    await deliverWebhooks();
    await cronAfter(34);
    await expectInvariants();
    for (const { variant, placed, intent } of orders) {
      const paid = (await chargesOf(intent)) === 1;
      expect(await statusOf(placed.body.id)).toBe(paid ? "confirmed" : "expired");
      expect(await stockOf(variant)).toEqual({ on_hand: paid ? 0 : 1, reserved: 0 });
    }
  });

  it("through the API: nobody is charged for an order that expires", async () => {
    const orders = await Promise.all(Array.from({ length: 8 }, () => unpaidOrder(1)));
    const [, ...answers] = await Promise.all([
      cronAfter(31),
      ...orders.map(({ placed }) => pay(placed.body, "pm_card_visa")),
    ]);
    await deliverWebhooks();
    await cronAfter(34);
    await expectInvariants();
    for (const [index, { placed, intent }] of orders.entries()) {
      const paid = (await chargesOf(intent)) === 1;
      expect(await statusOf(placed.body.id)).toBe(paid ? "confirmed" : "expired");
      if (!paid) expect(answers[index]).toMatchObject({ status: 409, body: { code: "order.not_payable" } });
    }
  });
});

describe("a payment that is under way when the hold ends", () => {
  it.each([
    ["succeed", "confirmed", { on_hand: 4, reserved: 0 }],
    ["fail", "expired", { on_hand: 5, reserved: 0 }],
  ])("keeps its stock until the bank says: %s -> %s", async (outcome, status, stock) => {
    const { variant, placed, intent } = await unpaidOrder();
    await confirmAtStripe(intent, "pm_usBankAccount_processing");
    await deliverWebhooks();
    await eventsDelivered();
    await cronAfter(31);
    await cronAfter(24 * 60);
    expect(await statusOf(placed.body.id)).toBe("pending_payment");
    expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 1 });
    await stripe("POST", `/_emulator/payment_intents/${intent}/settle`, { outcome });
    await takeWebhooks();
    await rows("UPDATE jobs SET lease_until = '9999' WHERE name = ?", JOB);
    await cronAfter(24 * 60 + 5);
    await rows("UPDATE jobs SET lease_until = NULL WHERE name = ?", JOB);
    await cronAfter(24 * 60 + 10);
    await eventsDelivered();
    expect(await statusOf(placed.body.id)).toBe(status);
    expect(await stockOf(variant)).toEqual(stock);
    await expectInvariants();
  });

  it("and only authorised is voided: nothing was taken, the stock is free", async () => {
    const { variant, placed, intent } = await unpaidOrder();
    await stripe("POST", `/v1/payment_intents/${intent}`, { capture_method: "manual" });
    expect(await (await confirmAtStripe(intent)).json()).toMatchObject({ status: "requires_capture" });
    await deliverWebhooks();
    await eventsDelivered();
    expect(await statusOf(placed.body.id)).toBe("pending_payment");
    await cronAfter(31);
    expect(await statusOf(placed.body.id)).toBe("expired");
    expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 0 });
    await deliverWebhooks();
    await expectInvariants();
  });
});

describe("while Stripe is down", () => {
  it("the sweeper holds everything and does not wait for each; when it is back all of it expires", async () => {
    const orders = await Promise.all(Array.from({ length: 12 }, () => unpaidOrder()));
    await deliverWebhooks();
    await eventsDelivered();
    const down = faultyStripe("500", () => true, 1_000);
    await cronAfter(31, down.env);
    for (const { variant } of orders) expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 1 });
    // Five at once and then no more, two requests each; and the two jobs that list events.
    expect(down.failed()).toBeLessThanOrEqual(14);
    await cronAfter(34);
    for (const { placed, variant } of orders) {
      expect(await statusOf(placed.body.id)).toBe("expired");
      expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 0 });
    }
    await deliverWebhooks();
    await expectInvariants();
  });

  it("for some orders only, the others do not wait, though the database fails for those, too", async () => {
    const orders = await Promise.all(Array.from({ length: 7 }, () => unpaidOrder()));
    await deliverWebhooks();
    await eventsDelivered();
    const refused = orders.slice(0, 6);
    // The first ones to be looked at.
    for (const { placed } of refused) {
      await rows("UPDATE orders SET check_at = '2026-01-01T00:00:00.000Z' WHERE id = ?", placed.body.id);
    }
    const { STRIPE_API: emulator } = env;
    const fetch = (input: RequestInfo, init?: RequestInit): Promise<Response> => {
      const { url } = new Request(input, init);
      if (!refused.some(({ intent }) => url.includes(intent)))
        return emulator?.fetch(input, init) ?? Promise.reject(new Error("the emulator is not bound"));
      const error = { type: "invalid_request_error", message: "Not with this key." };
      return Promise.resolve(Response.json({ error }, { status: 403 }));
    };
    const cannotPutOff = new Proxy(env.DB, {
      get(target, property) {
        const found: unknown = Reflect.get(target, property);
        if (typeof found !== "function") return found;
        const method = (found as (...list: unknown[]) => unknown).bind(target);
        if (property !== "prepare") return method;
        return (text: string) => {
          if (text.startsWith("UPDATE orders SET check_at"))
            throw new Error("D1_ERROR: the database is busy");
          return method(text);
        };
      },
    });
    await cronAfter(31, { ...env, STRIPE_API: { fetch } as unknown as Fetcher, DB: cannotPutOff });
    const statuses = await Promise.all(orders.map(({ placed }) => statusOf(placed.body.id)));
    expect(statuses).toEqual([...refused.map(() => "pending_payment"), "expired"]);
    await cronAfter(34);
    await deliverWebhooks();
    await expectInvariants();
  });

  it("for an hour after the hold has ended, somebody is told, once", async () => {
    const { placed } = await unpaidOrder();
    const down = faultyStripe("500", () => true, 1_000);
    const alerts = () => rows("SELECT code, entity FROM alerts WHERE entity_id = ?", placed.body.id);
    await cronAfter(31, down.env);
    expect(await alerts()).toEqual([]);
    await cronAfter(95, down.env);
    await cronAfter(98, down.env);
    expect(await alerts()).toEqual([{ code: "order.cannot_expire", entity: "order" }]);
    await cronAfter(101);
    expect(await statusOf(placed.body.id)).toBe("expired");
  });
});

describe("late money that somebody gave back by hand already", () => {
  it.each([
    ["all of it", undefined],
    ["a part of it", "100"],
  ])("%s: the books take over both, nothing is given back twice", async (_, amount) => {
    const { variant, placed, intent } = await unpaidOrder(1);
    await takeWebhooks();
    await expireHereOnly(placed.body.id, variant);
    expect((await placeOrder(await readyCart([{ variant, quantity: 1 }]))).status).toBe(201);
    await deliverWebhooks();
    await eventsDelivered();
    await confirmAtStripe(intent);
    await stripe("POST", "/v1/refunds", {
      payment_intent: intent,
      ...(amount === undefined ? {} : { amount }),
    });
    await deliverWebhooks();
    await eventsDelivered();
    expect(
      await rows(
        `SELECT captured = amount AS paid, refunded = captured AS back,
           (SELECT COUNT(*) FROM payment_transactions t WHERE t.payment_id = p.id AND kind = 'refunded') AS refunds
         FROM payments p WHERE order_id = ?`,
        placed.body.id,
      ),
    ).toEqual([{ paid: 1, back: 1, refunds: amount === undefined ? 1 : 2 }]);
    expect(await rows("SELECT template FROM notifications WHERE order_id = ?", placed.body.id)).toEqual([
      { template: "refunded-too-late" },
    ]);
    await expectInvariants();
  });
});

describe("late money whose refund Stripe does not list yet", () => {
  it("is booked all the same, and once", async () => {
    const { variant, placed, intent } = await unpaidOrder(1);
    await takeWebhooks();
    await expireHereOnly(placed.body.id, variant);
    expect((await placeOrder(await readyCart([{ variant, quantity: 1 }]))).status).toBe(201);
    await deliverWebhooks();
    await eventsDelivered();
    await confirmAtStripe(intent);
    const { STRIPE_API: emulator } = env;
    const fetch = (input: RequestInfo, init?: RequestInit): Promise<Response> => {
      const { method, url } = new Request(input, init);
      const isList = method === "GET" && new URL(url).pathname === "/v1/refunds";
      if (isList) return Promise.resolve(Response.json({ object: "list", data: [], has_more: false }));
      return emulator?.fetch(input, init) ?? Promise.reject(new Error("the emulator is not bound"));
    };
    const lagging = withoutQueue({ ...env, STRIPE_API: { fetch } as unknown as Fetcher });
    for (const delivery of await takeWebhooks()) await deliverTo(lagging, delivery);
    for (let round = 1; round <= 4; round++) await deliverOutbox(lagging);
    await deliverWebhooks();
    await eventsDelivered();
    expect(
      await rows(
        `SELECT refunded = captured AS back,
           (SELECT COUNT(*) FROM payment_transactions t WHERE t.payment_id = p.id AND kind = 'refunded') AS refunds
         FROM payments p WHERE order_id = ?`,
        placed.body.id,
      ),
    ).toEqual([{ back: 1, refunds: 1 }]);
    expect(await rows("SELECT code FROM alerts WHERE entity_id = ?", placed.body.id)).toEqual([
      { code: "order.late_payment" },
    ]);
    await expectInvariants();
  });
});

describe("late money that finds its stock still there", () => {
  it("is an alert, too, and the customer gets the order", async () => {
    const { variant, placed, intent } = await unpaidOrder(1);
    await takeWebhooks();
    await expireHereOnly(placed.body.id, variant);
    await confirmAtStripe(intent);
    await deliverWebhooks();
    await eventsDelivered();
    expect(await statusOf(placed.body.id)).toBe("confirmed");
    expect(
      await rows(
        "SELECT code, details ->> 'outcome' AS outcome FROM alerts WHERE entity_id = ?",
        placed.body.id,
      ),
    ).toEqual([{ code: "order.late_payment", outcome: "stock_taken_again" }]);
    await expectInvariants();
  });
});

describe("a second payment intent for an order", () => {
  it("is given back and reported, whoever made it; the order's own one stays", async () => {
    const variant = await makeVariant({ stock: 5 });
    const placed = await placeOrder(await readyCart([{ variant, quantity: 1 }]));
    await deliverWebhooks();
    const created = await stripe("POST", "/v1/payment_intents", {
      amount: "1234",
      currency: "usd",
      confirm: "true",
      payment_method: "pm_card_visa",
      return_url: "https://shop.example.com",
      "metadata[order_id]": placed.body.id,
    });
    const stranger = await created.json<{ id: string }>();
    await deliverWebhooks();
    await eventsDelivered();
    await deliverOutbox(env);
    const refunds = await (await stripe("GET", `/v1/refunds?payment_intent=${stranger.id}`)).json();
    expect(refunds).toMatchObject({ data: [{ amount: 1234 }] });
    expect(await rows("SELECT code, entity FROM alerts WHERE entity_id = ?", stranger.id)).toEqual([
      { code: "order.second_intent", entity: "payment_intent" },
    ]);
    expect(await statusOf(placed.body.id)).toBe("confirmed");
    expect(await rows("SELECT refunded FROM payments WHERE order_id = ?", placed.body.id)).toEqual([
      { refunded: 0 },
    ]);
  });
});
