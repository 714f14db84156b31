import {
  createExecutionContext,
  createMessageBatch,
  runInDurableObject,
  waitOnExecutionContext,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import {
  CART_CHANGE_USE,
  ORDER_BYTES,
  ORDER_USE,
  STRIPE_WEBHOOKS,
  type Use,
} from "../../scripts/scale/measured.ts";
import type { EventMessage } from "../../src/platform/events.ts";
import worker from "../../workers/main.ts";
import { api } from "../support/api.ts";
import { type CostingEnv, costingEnv } from "../support/costing-env.ts";
import { makeVariant, readyCart, takeWebhooks, type TestVariant, unique } from "../support/shop.ts";

const ORDERS = 20;
const QUEUE = "edge-commerce-events";
/** As wrangler.toml says. */
const BATCH = 30;
/** Measured figures are rounded, and how events meet in a batch differs a little. */
const TOLERANCE = 1.05;

let variants: [TestVariant, TestVariant];
beforeAll(async () => {
  variants = [await makeVariant({ stock: 100_000 }), await makeVariant({ stock: 100_000 })];
});

/** Sends a request through the Worker with the counting bindings and waits for what it sets off. */
async function post(
  costing: CostingEnv,
  path: string,
  text: string,
  headers: Record<string, string>,
): Promise<number> {
  const execution = createExecutionContext();
  const request = new Request<unknown, IncomingRequestCfProperties>(`http://shop.test/api/v1${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: text,
  });
  const { status } = await worker.fetch(request, costing.env, execution);
  await waitOnExecutionContext(execution);
  return status;
}

async function placeOrders(costing: CostingEnv): Promise<void> {
  const lines = variants.map((variant) => ({ variant, quantity: 1 }));
  const payment = JSON.stringify({ payment_method: "pm_card_visa" });
  for (let index = 0; index < ORDERS; index += 1) {
    const headers = { "X-Cart-Token": await readyCart(lines), "Idempotency-Key": unique("key") };
    expect(await post(costing, "/orders", payment, headers)).toBe(201);
  }
}

/** Delivers what waits in the queue, and what that puts there, in full batches. */
async function deliverEvents(costing: CostingEnv): Promise<void> {
  for (let waiting = costing.waiting(); waiting.length > 0; waiting = costing.waiting()) {
    for (let at = 0; at < waiting.length; at += BATCH) {
      const messages = waiting.slice(at, at + BATCH).map((body) => ({
        id: unique("message"),
        timestamp: new Date(),
        attempts: 1,
        body,
      }));
      const execution = createExecutionContext();
      await worker.queue(createMessageBatch<EventMessage>(QUEUE, messages), costing.env, execution);
      await waitOnExecutionContext(execution);
    }
  }
}

async function databaseBytes(): Promise<number> {
  return (await env.DB.prepare("SELECT 1").run()).meta.size_after;
}

function expectAtMost(spent: Use, stated: Use): void {
  for (const [name, value] of Object.entries(spent) as [keyof Use, number][]) {
    expect(value / ORDERS, name).toBeLessThanOrEqual(stated[name] * TOLERANCE);
  }
}

describe("what an order costs is what docs/architecture/scale.md reckons with", () => {
  it("placing it, its events, and Stripe's webhooks about it", async () => {
    await takeWebhooks(true);
    const costing = costingEnv();
    const before = await databaseBytes();
    await placeOrders(costing);
    const placing = costing.spent();
    await deliverEvents(costing);
    const events = costing.spent();
    const deliveries = await takeWebhooks();
    for (const { body, headers } of deliveries) {
      expect(await post(costing, "/payments/webhooks/stripe", body, headers)).toBeLessThan(300);
    }
    await deliverEvents(costing);
    const stripeWebhooks = costing.spent();
    const bytes = ((await databaseBytes()) - before) / ORDERS;
    expectAtMost(placing, ORDER_USE.placing);
    expectAtMost(events, ORDER_USE.events);
    expectAtMost(stripeWebhooks, ORDER_USE.stripeWebhooks);
    expect(bytes, "bytes").toBeLessThanOrEqual(ORDER_BYTES * TOLERANCE);
    expect(deliveries.length / ORDERS).toBe(STRIPE_WEBHOOKS);
  });

  it("changing a cart", async () => {
    const cursors: { rowsRead: number; rowsWritten: number }[] = [];
    const restore = await watchObjects(cursors);
    const token = await readyCart([{ variant: variants[0], quantity: 1 }]);
    cursors.length = 0;
    const call = { body: { variant_id: variants[1].id, quantity: 1 }, headers: { "X-Cart-Token": token } };
    expect((await api("POST", "/api/v1/cart/items", call)).status).toBe(201);
    restore();
    expect({
      rowsRead: cursors.reduce((sum, cursor) => sum + cursor.rowsRead, 0),
      rowsWritten: cursors.reduce((sum, cursor) => sum + cursor.rowsWritten, 0),
    }).toEqual(CART_CHANGE_USE);
  });
});

/** Notes every cursor that an object of this isolate opens from now on. Returns what ends that. */
async function watchObjects(cursors: { rowsRead: number; rowsWritten: number }[]): Promise<() => void> {
  return runInDurableObject(env.CART.getByName(unique("cart")), (_instance, { storage }) => {
    const prototype = Object.getPrototypeOf(storage.sql) as SqlStorage;
    const original = Object.getOwnPropertyDescriptor(prototype, "exec");
    const exec = original?.value as SqlStorage["exec"];
    prototype.exec = function <Row extends Record<string, SqlStorageValue>>(
      this: SqlStorage,
      query: string,
      ...values: unknown[]
    ) {
      const cursor = exec.call(this, query, ...values) as SqlStorageCursor<Row>;
      cursors.push(cursor);
      return cursor;
    };
    return () => {
      if (original) Object.defineProperty(prototype, "exec", original);
    };
  });
}
