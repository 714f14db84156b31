import { createServer } from "node:http";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { freePort } from "../../scripts/lib/free-port.ts";
import { request } from "../../scripts/lib/http.ts";
import { inProject } from "../../scripts/lib/paths.ts";
import { PERMISSIONS } from "../../src/platform/auth.ts";
import { buildApi } from "../../scripts/runtime/build.ts";
import { addApiKey, prepareShop } from "../../scripts/runtime/databases.ts";
import { type Database, SCRATCH, startRuntime, type WorkerOptions } from "../../scripts/runtime/runtime.ts";
import { apiWorker, stripeWorker } from "../../scripts/runtime/workers.ts";

/** The built API with the demo shop, beside the Stripe emulator and a receiver of webhooks. */
export interface World {
  url: string;
  stripeUrl: string;
  /** Of the API's process; undefined where there is no /proc. */
  pid: number | undefined;
  /** A key with every permission. */
  apiKey: string;
  /** Where webhooks can be sent to. */
  sinkUrl: string;
  /** What the API logged as errors. */
  errors: string[];
  db(): Promise<Database>;
  /** Fires the cron trigger and waits for its jobs. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

const MINUTE_IS_OVER =
  "UPDATE jobs SET last_slot = NULL WHERE last_slot > strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-2 minutes')";

/** Builds and starts everything, on storage of its own. The seed also decides which kind of shop it is. */
export async function startWorld(seed: number): Promise<World> {
  const port = await freePort();
  const apiUrl = `http://127.0.0.1:${port}`;
  const stripe = await startRuntime(await stripeWorker({ apiUrl, faultDelayMs: 200, webhookLateMs: 500 }), {
    server: "direct",
  });
  const sink = await openSink();
  const errors: string[] = [];
  const worker = apiWorker(buildApi().script, {
    name: "api",
    stripeUrl: stripe.url,
    vars: {
      PUBLIC_URL: apiUrl,
      ACCOUNT_URL: `${apiUrl}/account`,
      LOG_LEVEL: "error",
      // Requests come fast, and nobody guesses these passwords.
      PASSWORD_COST: "10",
      ACCOUNT_ANSWER_MS: "10",
      RATE_LIMITS: "auth=1000000/60,write=1000000/60,read=1000000/60",
      WEBHOOK_ALLOWED_HOSTS: new URL(sink.url).host,
      STRIPE_TIMEOUT_MS: "3000",
      CAPTURE_METHOD: seed % 2 === 0 ? "automatic" : "manual",
      STOCK_LEAVES_AT: seed % 4 < 2 ? "payment" : "shipping",
    },
  });
  const api = await startRuntime(
    { ...worker, ratelimits: unlimited(worker.ratelimits), queueConsumers: promptly(worker.queueConsumers) },
    { server: "miniflare", port, onError: (message) => errors.push(message) },
  );
  await prepareShop(api);
  const apiKey = await addApiKey(await api.database("DB"), [...PERMISSIONS]);
  await importDemo(apiUrl, apiKey);
  return {
    url: apiUrl,
    stripeUrl: stripe.url,
    pid: api.pid,
    apiKey,
    sinkUrl: sink.url,
    errors,
    db: () => api.database("DB"),
    async sweep() {
      await (await api.database("DB")).prepare(MINUTE_IS_OVER).run();
      await request("GET", `${apiUrl}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`, { timeoutMs: 120_000 });
    },
    async stop() {
      await api.stop();
      await stripe.stop();
      sink.close();
      rmSync(SCRATCH, { recursive: true, force: true });
    },
  };
}

async function importDemo(url: string, apiKey: string): Promise<void> {
  const { status, body } = await request("POST", `${url}/api/v1/products/import`, {
    text: readFileSync(inProject("demo/catalog.csv"), "utf8"),
    headers: { Authorization: `Bearer ${apiKey}`, "Content-Type": "text/csv" },
    timeoutMs: 60_000,
  });
  if (status !== 200) throw new Error(`the demo catalog was not imported: ${JSON.stringify(body)}`);
}

/** Receives webhooks: takes each of them. */
async function openSink(): Promise<{ url: string; close(): void }> {
  const server = createServer((asked, answered) => {
    asked.resume().on("end", () => answered.writeHead(204).end());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the receiver has no address");
  return {
    url: `http://127.0.0.1:${address.port}/hooks`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The rate limits, so high that they refuse nobody: a run comes from few addresses and keys. */
function unlimited(limits: WorkerOptions["ratelimits"]): NonNullable<WorkerOptions["ratelimits"]> {
  return Object.fromEntries(
    Object.entries(limits ?? {}).map(([name, limit]) => [
      name,
      { ...limit, simple: { limit: 1_000_000, period: 60 } },
    ]),
  );
}

/** The queues' consumers, without the second that each batch waits to fill up. */
function promptly(consumers: WorkerOptions["queueConsumers"]): NonNullable<WorkerOptions["queueConsumers"]> {
  if (consumers === undefined || Array.isArray(consumers)) throw new Error("the queues have no settings");
  return Object.fromEntries(
    Object.entries(consumers).map(([queue, settings]) => [queue, { ...settings, maxBatchTimeout: 0.05 }]),
  );
}
