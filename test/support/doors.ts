import {
  createExecutionContext,
  createMessageBatch,
  createScheduledController,
  getQueueResult,
  waitOnExecutionContext,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { setClock } from "../../src/platform/ctx.ts";
import type { EventEnvelope, EventMessage } from "../../src/platform/events.ts";
import { jobs } from "../../src/registry.ts";
import worker from "../../workers/main.ts";
import { rows } from "./api.ts";
import type { Delivery } from "./shop.ts";
import { visitWith } from "./visit-with.ts";

/**
 * Runs the jobs that come every few minutes as if it were so many minutes later, with these bindings, also those that have run in that minute
 * before. Those of the night take place in tests of their own.
 */
export async function cronAfter(minutes: number, bindings: Env = env): Promise<void> {
  const now = () => new Date(Date.now() + minutes * 60_000);
  const frequent = jobs.filter(({ schedule }) => "everyMinutes" in schedule);
  await env.DB.batch([
    env.DB.prepare("UPDATE jobs SET last_slot = NULL WHERE name IN (SELECT value FROM json_each(?))").bind(
      JSON.stringify(frequent.map(({ name }) => name)),
    ),
    env.DB.prepare(
      `INSERT INTO jobs (name, last_slot) SELECT value, ?1 FROM json_each(?2) WHERE true
       ON CONFLICT (name) DO UPDATE SET last_slot = ?1, unfinished = 0, failures = 0, lease_until = NULL`,
    ).bind(
      now().toISOString(),
      JSON.stringify(jobs.filter((job) => !frequent.includes(job)).map(({ name }) => name)),
    ),
  ]);
  await tickAt(now, bindings);
}

/** Fires the minute's trigger at a time, with these bindings: what is due then runs. */
export async function tickAt(now: () => Date, bindings: Env = env): Promise<void> {
  setClock(now);
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
  const { status } = await visitWith(bindings, request, execution);
  if (status !== 204) throw new Error(`the webhook was answered with ${status}`);
  await waitOnExecutionContext(execution);
}

/** The same bindings with a queue that takes nothing: events wait in the outbox. */
export function withoutQueue(bindings: Env): Env {
  const refuse = () => Promise.reject(new Error("the queue is down"));
  return { ...bindings, EVENTS: { send: refuse, sendBatch: refuse } as unknown as Env["EVENTS"] };
}

/**
 * Delivers what waits in the outbox, and what is to be tried again, once, as the queue would, with these bindings. Tells how many
 * deliveries have to be made again.
 */
export async function deliverOutbox(bindings: Env): Promise<number> {
  const waiting = await rows<{
    id: string;
    type: string;
    version: number;
    occurred_at: string;
    payload: string;
  }>(
    "SELECT id, type, version, occurred_at, payload FROM outbox WHERE delivered_at IS NULL ORDER BY occurred_at",
  );
  const retries = await rows<{ subscriber: string; message: string }>(
    "UPDATE event_retries SET due_at = '2026-01-01T00:00:00.000Z' RETURNING subscriber, message",
  );
  const bodies: EventMessage[] = [
    ...waiting.map((event) => ({ ...event, payload: JSON.parse(event.payload) as unknown })),
    ...retries.map(({ subscriber, message }) => ({ ...(JSON.parse(message) as EventEnvelope), subscriber })),
  ];
  const messages = bodies.map((body) => ({
    id: crypto.randomUUID(),
    timestamp: new Date(),
    attempts: 1,
    body,
  }));
  const batch = createMessageBatch<EventMessage>("edge-commerce-events", messages);
  const execution = createExecutionContext();
  await worker.queue(batch, bindings, execution);
  const { retryMessages } = await getQueueResult(batch, execution);
  const [set] = await rows<{ aside: number }>("SELECT COUNT(*) AS aside FROM event_retries");
  return retryMessages.length + (set?.aside ?? 0);
}
