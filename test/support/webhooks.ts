import { env } from "cloudflare:workers";
import { Webhook } from "standardwebhooks";
import { vi } from "vitest";
import { deliverBatch, webhookJobs } from "../../src/modules/webhooks/index.ts";
import { makeMessage } from "../../src/modules/webhooks/make-message.ts";
import { PUBLIC_EVENTS } from "../../src/modules/webhooks/public-events.ts";
import { createCtx, setClock } from "../../src/platform/ctx.ts";
import { runJob } from "../../src/platform/jobs.ts";
import { type Answer, api, asStaff, rows } from "./api.ts";
import type { DnsRecords, Received, ReceiverAnswer } from "./outbound.ts";
import { unique } from "./shop.ts";

const CONTROL = "https://outbound.test";

/** A receiver of webhooks outside, and what it got. */
export interface TestReceiver {
  url: string;
  received(): Promise<Received[]>;
  answer(...answers: ReceiverAnswer[]): Promise<void>;
}

/** Starts to receive at a URL of its own, by default under a name that is public. */
export async function makeReceiver(
  answers: ReceiverAnswer[] = [],
  host = "hooks.example.com",
): Promise<TestReceiver> {
  const name = unique("hooks");
  const answer = async (...list: ReceiverAnswer[]) => {
    await (
      await fetch(`${CONTROL}/receivers/${name}`, { method: "POST", body: JSON.stringify(list) })
    ).text();
  };
  await answer(...answers);
  return {
    url: `https://${host}/${name}`,
    received: async () => (await fetch(`${CONTROL}/receivers/${name}`)).json<Received[]>(),
    answer,
  };
}

/** What the outside's resolver says of a name from now on. */
export async function setDns(name: string, records: DnsRecords): Promise<void> {
  await (await fetch(`${CONTROL}/dns/${name}`, { method: "POST", body: JSON.stringify(records) })).text();
}

export interface TestEndpoint {
  id: string;
  secret: string;
}

export async function hook<Body = Record<string, unknown>>(
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer<Body>> {
  return api<Body>(method, `/api/v1/webhooks${path}`, {
    headers: await asStaff(),
    ...(body === undefined ? {} : { body }),
  });
}

export async function makeEndpoint(url: string, eventTypes = ["order.paid"]): Promise<TestEndpoint> {
  const answer = await hook<TestEndpoint>("POST", "/endpoints", { url, event_types: eventTypes });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

/** Verifies with the library over exactly the bytes that came, as of `at`. @throws when the signature is not good */
export function verify(secret: string, { headers, body }: Received, at = new Date()): unknown {
  vi.useFakeTimers({ toFake: ["Date"], now: at });
  try {
    return new Webhook(secret).verify(body, headers);
  } finally {
    vi.useRealTimers();
  }
}

export interface DeliveryRow {
  id: string;
  message_id: string;
  status: string;
  attempts: number;
  due_at: string;
  created_at: string;
  error: string | null;
}

/** The deliveries of an endpoint, oldest first. */
export function deliveriesOf(endpointId: string): Promise<DeliveryRow[]> {
  return rows<DeliveryRow>(
    "SELECT * FROM webhook_deliveries WHERE endpoint_id = ? ORDER BY created_at, id",
    endpointId,
  );
}

/** The queue of webhooks loses everything: what is due then is only in the database. */
export const losingQueue = (): Env => ({
  ...env,
  WEBHOOKS: { sendBatch: () => Promise.resolve() } as unknown as Env["WEBHOOKS"],
});

export const webhookCtx = (at?: Date, bindings: Env = losingQueue()) =>
  createCtx(
    bindings,
    { kind: "system", job: "test" },
    { waitUntil: () => undefined, ...(at ? { now: () => at } : {}) },
  );

/** An event happens that endpoints hear of; the queue is not told of its deliveries. */
export async function emit(type: string, payload: unknown, at = new Date()): Promise<void> {
  const event = PUBLIC_EVENTS.find((candidate) => candidate.type === type);
  if (!event) throw new Error(`there is no event ${type}`);
  await makeMessage(webhookCtx(at), event, { occurred_at: at.toISOString(), payload });
}

/** One event for an endpoint of its own, and its delivery. */
export async function oneDelivery(...answers: ReceiverAnswer[]) {
  const receiver = await makeReceiver(answers);
  const endpoint = await makeEndpoint(receiver.url, ["product.changed"]);
  const at = new Date();
  const product = crypto.randomUUID();
  await emit("product.changed", { product_ids: [product] }, at);
  // No later test's event is for it.
  await hook("PATCH", `/endpoints/${endpoint.id}`, { event_types: ["customer.erased"] });
  const [delivery] = await deliveriesOf(endpoint.id);
  if (!delivery) throw new Error("there is no delivery");
  return { receiver, endpoint, at, product, id: delivery.id, messageId: delivery.message_id };
}

/** Lets the consumer work on these deliveries as if it were `at`. */
export function deliverAt(at: Date, ids: string[], timeoutMs?: number): Promise<void> {
  return deliverBatch(webhookCtx(at), ids, timeoutMs);
}

/** Runs a job of the webhooks as if it were `at`. */
export async function runWebhookJob(name: string, at: Date): Promise<void> {
  const job = webhookJobs.find((candidate) => candidate.name === name);
  if (!job) throw new Error(`there is no job ${name}`);
  setClock(() => at);
  try {
    await runJob(webhookCtx(at), job);
  } finally {
    setClock(undefined);
  }
}
