import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createCtx, setClock } from "../../src/platform/ctx.ts";
import { defineEvent, type EventEnvelope, type EventMessage } from "../../src/platform/events.ts";
import { resendUndelivered } from "../../src/platform/outbox.ts";
import { subscribers } from "../../src/registry.ts";
import worker from "../../workers/main.ts";
import { api, eventsDelivered, eventually, rows, value } from "../support/api.ts";
import { makeVariant, placeOrder, readyCart, stockOf } from "../support/shop.ts";

/** Delivers envelopes to the consumer as the queue would, and tells what it did with each. */
async function deliver(envelopes: EventMessage[], queue = "edge-commerce-events", bindings: Env = env) {
  const batch = createMessageBatch(
    queue,
    envelopes.map((body) => ({ id: crypto.randomUUID(), timestamp: new Date(), attempts: 1, body })),
  );
  const execution = createExecutionContext();
  await worker.queue(batch, bindings, execution);
  return getQueueResult(batch, execution);
}

async function paidEvent(orderId: string): Promise<EventEnvelope> {
  const [row] = await rows<{ id: string; type: string; occurred_at: string; payload: string }>(
    "SELECT id, type, occurred_at, payload FROM outbox WHERE type = 'order.paid' AND payload ->> 'order_id' = ?",
    orderId,
  );
  if (!row) throw new Error("the order was not paid");
  return { ...row, payload: JSON.parse(row.payload) as unknown };
}

async function paidOrder(stock = 10) {
  const variant = await makeVariant({ stock });
  const placed = await placeOrder(await readyCart([{ variant, quantity: 2 }]));
  await eventsDelivered();
  return { variant, orderId: placed.body.id, event: await paidEvent(placed.body.id) };
}

describe("the queue's consumer", () => {
  it("delivered the same event 10 more times, in parallel and in one batch, sells and mails once", async () => {
    const { variant, orderId, event } = await paidOrder();
    const results = await Promise.all([
      deliver([event, event, event]),
      ...Array.from({ length: 7 }, () => deliver([event])),
    ]);
    for (const result of results) expect(result.retryMessages).toEqual([]);
    expect(await stockOf(variant)).toEqual({ on_hand: 8, reserved: 0 });
    expect(await value("SELECT COUNT(*) FROM stock_movements WHERE order_id = ?", orderId)).toBe(1);
    expect(await rows("SELECT status, attempts FROM notifications WHERE order_id = ?", orderId)).toEqual([
      { status: "sent", attempts: 1 },
    ]);
  });

  it("sells what several orders hold in one step, and the ledger counts down order by order", async () => {
    const variant = await makeVariant({ stock: 10 });
    const buy = async () => (await placeOrder(await readyCart([{ variant, quantity: 2 }]))).body.id;
    const orders = [await buy(), await buy(), await buy()];
    await eventsDelivered();
    // As they were before their events came.
    await env.DB.batch(
      [
        "DELETE FROM stock_movements WHERE variant_id = ? AND kind = 'sale'",
        "UPDATE stock_reservations SET state = 'open', closed_at = NULL WHERE variant_id = ?",
        "UPDATE stock_levels SET on_hand = 10, reserved = 6 WHERE variant_id = ?",
      ].map((sql) => env.DB.prepare(sql).bind(variant.id)),
    );
    const events = await Promise.all(orders.map(paidEvent));
    const ids = JSON.stringify(events.map(({ id }) => id));
    await rows(
      "DELETE FROM processed_events WHERE subscriber = 'inventory.sell-reserved' AND event_id IN (SELECT value FROM json_each(?))",
      ids,
    );
    await deliver(events);
    await Promise.all([deliver(events), deliver([...events].reverse())]);
    expect(await stockOf(variant)).toEqual({ on_hand: 4, reserved: 0 });
    expect(
      await rows(
        "SELECT delta, balance FROM stock_movements WHERE variant_id = ? AND kind = 'sale' ORDER BY created_at, id",
        variant.id,
      ),
    ).toEqual([8, 6, 4].map((balance) => ({ delta: -2, balance })));
    expect(
      await value(
        "SELECT COUNT(*) FROM processed_events WHERE subscriber = 'inventory.sell-reserved' AND event_id IN (SELECT value FROM json_each(?))",
        ids,
      ),
    ).toBe(3);
  });

  it("sets aside what failed for its subscriber alone: the stock is sold once, the mail sent when the provider is back", async () => {
    const { variant, orderId, event } = await paidOrder();
    await env.DB.batch([
      env.DB.prepare("DELETE FROM notifications WHERE order_id = ?").bind(orderId),
      env.DB.prepare(
        "DELETE FROM processed_events WHERE event_id = ? AND subscriber LIKE 'notifications.%'",
      ).bind(event.id),
    ]);
    const broken: Env = {
      ...env,
      EMAIL: { send: () => Promise.reject(new Error("mail to ada@example.com is down")) },
    };
    const other = await paidOrder();
    const first = await deliver([event, other.event], "edge-commerce-events", broken);
    expect(first.retryMessages).toEqual([]);
    expect(first.explicitAcks).toHaveLength(2);
    expect(await rows("SELECT status, error FROM notifications WHERE order_id = ?", orderId)).toEqual([
      { status: "failed", error: "mail to ***@*** is down" },
    ]);
    const again =
      "UPDATE event_retries SET due_at = '2026-01-01T00:00:00.000Z' WHERE event_id = ? RETURNING subscriber";
    expect(await rows(again, event.id)).toEqual([{ subscriber: "notifications.order-confirmation" }]);
    await deliver([{ ...event, subscriber: "notifications.order-confirmation" }]);
    expect(await rows("SELECT * FROM event_retries")).toEqual([]);
    expect(await rows("SELECT status, attempts FROM notifications WHERE order_id = ?", orderId)).toEqual([
      { status: "sent", attempts: 2 },
    ]);
    expect(await stockOf(variant)).toEqual({ on_hand: 8, reserved: 0 });
  });

  it("acknowledges events that nobody subscribes to, and marks them delivered", async () => {
    await env.DB.prepare(
      "INSERT INTO outbox (id, type, payload, occurred_at) VALUES ('odd', 'test.unheard', '{}', '2026-01-01T00:00:00.000Z')",
    ).run();
    const odd = { id: "odd", type: "test.unheard", occurred_at: "2026-01-01T00:00:00.000Z", payload: {} };
    // Only a release that knows the type knows that: one that is being rolled out beside this one may hear it.
    const unknown = await deliver([odd, { ...odd, subscriber: "some.body" }]);
    expect([unknown.explicitAcks.length, unknown.retryMessages.length]).toEqual([0, 2]);
    expect(await value("SELECT delivered_at FROM outbox WHERE id = 'odd'")).toBeNull();
    defineEvent("test.unheard", z.object({}), "Nobody cares.");
    await deliver([odd]);
    expect(await value("SELECT delivered_at FROM outbox WHERE id = 'odd'")).not.toBeNull();
  });

  it("keeps what ends in the dead-letter queue, once for each subscriber", async () => {
    const event = {
      id: "dead",
      type: "order.paid",
      occurred_at: "2026-01-01T00:00:00.000Z",
      payload: { order_id: "x" },
    };
    await deliver([event, event], "edge-commerce-events-dlq");
    await deliver([event], "edge-commerce-events-dlq-staging");
    const hearers = subscribers.filter(({ eventType }) => eventType === "order.paid");
    const kept = await rows("SELECT subscriber, deaths, message FROM dead_letters WHERE event_id = 'dead'");
    expect(kept).toHaveLength(hearers.length);
    for (const { name } of hearers)
      expect(kept).toContainEqual({
        subscriber: name,
        deaths: 1,
        message: JSON.stringify({ ...event, version: 1 }, [
          "id",
          "type",
          "version",
          "occurred_at",
          "payload",
          "order_id",
        ]),
      });
  });
});

describe("the outbox", () => {
  it("is swept: an event that the queue lost is sent again after a minute, and only then", async () => {
    const { variant } = await paidOrder();
    // A Worker that died between the commit and the queue leaves exactly this behind.
    await env.DB.prepare(
      "INSERT INTO outbox (id, type, payload, occurred_at) VALUES ('lost', 'inventory.stock_changed', ?, ?)",
    )
      .bind(JSON.stringify({ variant_ids: [variant.id] }), new Date().toISOString())
      .run();
    const ctx = () => createCtx(env, { kind: "system", job: "test" }, { waitUntil: () => undefined });
    expect(await resendUndelivered(ctx())).toBe(0);
    setClock(() => new Date(Date.now() + 61_000));
    expect(await resendUndelivered(ctx())).toBe(1);
    expect(await resendUndelivered(ctx())).toBe(0);
    setClock(undefined);
    await eventually(async () => (await value("SELECT delivered_at FROM outbox WHERE id = 'lost'")) !== null);
  });

  it("has a row for an event exactly when its change was committed", async () => {
    const before = await value("SELECT COUNT(*) FROM outbox");
    const variant = await makeVariant({ stock: 1 });
    const made = await value("SELECT COUNT(*) FROM outbox");
    expect(made).toBe(before + 1);
    const refused = await placeOrder(await readyCart([{ variant, quantity: 2 }]));
    expect(refused.status).toBe(409);
    expect(await value("SELECT COUNT(*) FROM outbox")).toBe(made);
  });
});

describe("events of a state", () => {
  it("are projected together when the queue delivers them together, and one bad one does not hold up the others", async () => {
    const [one, two] = [await makeVariant({ stock: 9 }), await makeVariant({ stock: 9 })];
    await env.DB.prepare("UPDATE stock_levels SET on_hand = 0 WHERE variant_id IN (?, ?)")
      .bind(one.id, two.id)
      .run();
    const changed = (id: string, variantIds: unknown): EventEnvelope => ({
      id,
      type: "inventory.stock_changed",
      occurred_at: "2026-01-01T00:00:00.000Z",
      payload: { variant_ids: variantIds },
    });
    const result = await deliver([
      changed("s1", [one.id]),
      changed("bad", "nonsense"),
      changed("s2", [two.id]),
    ]);
    expect(result.explicitAcks).toHaveLength(3);
    expect(await rows("SELECT DISTINCT event_id FROM event_retries")).toEqual([{ event_id: "bad" }]);
    await rows("DELETE FROM event_retries");
    for (const variant of [one, two]) {
      const product = await api("GET", `/api/v1/products/${variant.product_id}`);
      expect(product.body).toMatchObject({ availability: "out_of_stock" });
    }
  });
});
