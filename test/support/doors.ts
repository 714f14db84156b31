import {
  createExecutionContext,
  createMessageBatch,
  createScheduledController,
  getQueueResult,
  waitOnExecutionContext,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { setClock } from "../../src/platform/ctx.ts";
import type { EventEnvelope } from "../../src/platform/events.ts";
import worker from "../../workers/main.ts";
import { rows } from "./api.ts";
import type { Delivery } from "./shop.ts";

/** Runs the minutely jobs as if it were so many minutes later, with these bindings. */
export async function cronAfter(minutes: number, bindings: Env = env): Promise<void> {
  setClock(() => new Date(Date.now() + minutes * 60_000));
  try {
    const execution = createExecutionContext();
    await worker.scheduled(createScheduledController({ cron: "* * * * *" }), bindings, execution);
    await waitOnExecutionContext(execution);
  } finally {
    setClock(undefined);
  }
}

/** Delivers a webhook as Stripe would, with these bindings. */
export async function deliverTo(bindings: Env, { body, headers }: Delivery): Promise<void> {
  const execution = createExecutionContext();
  const url = "http://shop.test/api/v1/payments/webhooks/stripe";
  const init = { method: "POST", body, headers: { "Content-Type": "application/json", ...headers } };
  const request = new Request<unknown, IncomingRequestCfProperties>(url, init);
  const { status } = await worker.fetch(request, bindings, execution);
  if (status !== 204) throw new Error(`the webhook was answered with ${status}`);
  await waitOnExecutionContext(execution);
}

/** The same bindings with a queue that takes nothing: events wait in the outbox. */
export function withoutQueue(bindings: Env): Env {
  const refuse = () => Promise.reject(new Error("the queue is down"));
  return { ...bindings, EVENTS: { send: refuse, sendBatch: refuse } as unknown as Env["EVENTS"] };
}

/**
 * Delivers what waits in the outbox, once, as the queue would, with these bindings. Tells how many deliveries have to be retried.
 */
export async function deliverOutbox(bindings: Env): Promise<number> {
  const waiting = await rows<{ id: string; type: string; occurred_at: string; payload: string }>(
    "SELECT id, type, occurred_at, payload FROM outbox WHERE delivered_at IS NULL ORDER BY occurred_at",
  );
  const messages = waiting.map(({ payload, ...event }) => ({
    id: event.id,
    timestamp: new Date(),
    attempts: 1,
    body: { ...event, payload: JSON.parse(payload) as unknown } satisfies EventEnvelope,
  }));
  const batch = createMessageBatch<EventEnvelope>("edge-commerce-events", messages);
  const execution = createExecutionContext();
  await worker.queue(batch, bindings, execution);
  return (await getQueueResult(batch, execution)).retryMessages.length;
}
