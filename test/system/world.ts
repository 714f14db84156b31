import { readFileSync, rmSync } from "node:fs";
import { inject } from "vitest";
import { freePort } from "../../scripts/lib/free-port.ts";
import { request } from "../../scripts/lib/http.ts";
import { addApiKey, eventsDelivered, prepareShop } from "../../scripts/runtime/databases.ts";
import { type Database, SCRATCH, startRuntime, type WorkerOptions } from "../../scripts/runtime/runtime.ts";
import { apiWorker, SECRETS, stripeWorker } from "../../scripts/runtime/workers.ts";
import { leaksIn, withoutIds } from "../support/leaks.ts";
import { openSlowLine } from "./slow-line.ts";

/** What the log of no suite may hold: the secrets, and what the shoppers are called and where they live. */
const PERSONAL = ["Lovelace", "Analytical Way", "Difference Street", "Rechenweg", "Babbage Road"];
const KEPT_SECRET = [...Object.values(SECRETS), ...PERSONAL];

export interface Variant {
  id: string;
  sku: string;
}

/** The built API and the Stripe emulator, each in a process of its own, with storage on disk. */
export interface World {
  url: string;
  stripeUrl: string;
  variants: Variant[];
  /** Units of each variant at the start. */
  stock: number;
  /** What the API logged as errors. */
  errors: string[];
  db(): Promise<Database>;
  /** Fires the cron trigger and waits for its jobs. False when nobody answered. */
  sweep(): Promise<boolean>;
  /** How long the line to Stripe may take each way from now on. */
  setStripeLatency(mostMs: number): void;
  /** Kills the API's process with everything in it; returns when the next one is up. */
  crash(): Promise<void>;
  /** @throws Error when the log has given away something that is secret or personal */
  stop(): Promise<void>;
}

export interface WorldSettings {
  variants: number;
  stock: number;
  vars?: Record<string, string>;
  faultDelayMs?: number;
}

/** Jobs that ran in this minute are due again. */
const MINUTE_IS_OVER =
  "UPDATE jobs SET last_slot = NULL WHERE last_slot > strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-2 minutes')";

/** Starts a shop of its own with `variants` products of `stock` units each. */
export async function startWorld(settings: WorldSettings): Promise<World> {
  const { variants, stock, vars = {}, faultDelayMs = 1_500 } = settings;
  const port = await freePort();
  const apiUrl = `http://127.0.0.1:${port}`;
  const stripe = await startRuntime(await stripeWorker({ apiUrl, faultDelayMs, webhookLateMs: 2_000 }), {
    server: "direct",
  });
  const line = await openSlowLine(stripe.url);
  const errors: string[] = [];
  const lines = new Set<string>();
  const script = readFileSync(inject("apiBundle"), "utf8");
  const worker = apiWorker(script, {
    name: "api",
    stripeUrl: line.url,
    vars: { LOG_LEVEL: "info", ...vars },
  });
  const api = await startRuntime(
    { ...worker, queueConsumers: promptly(worker.queueConsumers) },
    {
      server: "miniflare",
      port,
      onError: (message) => errors.push(message),
      onLine: (text) => lines.add(withoutIds(text)),
    },
  );
  await prepareShop(api);
  await importProducts(apiUrl, await api.database("DB"), variants, stock);
  const db = () => api.database("DB");
  const { results } = await (
    await db()
  )
    .prepare("SELECT id, sku FROM product_variants ORDER BY sku")
    .all<Variant>();
  return {
    url: apiUrl,
    stripeUrl: stripe.url,
    variants: results,
    stock,
    errors,
    db,
    sweep: async () => {
      try {
        await (await db()).prepare(MINUTE_IS_OVER).run();
        const cron = `${apiUrl}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`;
        return (await request("GET", cron, { timeoutMs: 60_000 })).status === 200;
      } catch {
        return false;
      }
    },
    setStripeLatency: (mostMs) => (line.mostMs = mostMs),
    crash: async () => void (await api.crash()),
    async stop() {
      await api.stop();
      line.close();
      await stripe.stop();
      rmSync(SCRATCH, { recursive: true, force: true });
      const leaks = leaksIn([...lines].join("\n"), KEPT_SECRET);
      if (leaks.length > 0) throw new Error(`the log gives away:\n${leaks.slice(0, 10).join("\n")}`);
    },
  };
}

/** The queues' consumers, without the second that each batch waits to fill up. */
function promptly(consumers: WorkerOptions["queueConsumers"]): NonNullable<WorkerOptions["queueConsumers"]> {
  if (consumers === undefined || Array.isArray(consumers)) throw new Error("the queues have no settings");
  return Object.fromEntries(
    Object.entries(consumers).map(([queue, settings]) => [queue, { ...settings, maxBatchTimeout: 0.05 }]),
  );
}

async function importProducts(url: string, db: Database, count: number, stock: number): Promise<void> {
  const key = await addApiKey(db, ["product:manage"]);
  const rows = Array.from({ length: count }, (_, index) => {
    const handle = `piece-${String(index + 1).padStart(2, "0")}`;
    return `${handle},Piece ${index + 1},true,${handle.toUpperCase()},${100 + 37 * index},${stock},deny,${5 + index}.${10 + index}`;
  });
  const header =
    "Handle,Title,Published,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Inventory Policy,Variant Price";
  const answer = await request("POST", `${url}/api/v1/products/import`, {
    text: [header, ...rows].join("\n"),
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "text/csv" },
  });
  if (answer.status !== 200) throw new Error(`the import failed: ${JSON.stringify(answer.body)}`);
  await eventsDelivered(db);
}

/** Asks the Stripe emulator, form-encoded as Stripe's clients do. */
export async function askStripe<Body>(
  { stripeUrl }: World,
  method: string,
  path: string,
  form?: Record<string, string>,
): Promise<{ status: number; body: Body }> {
  return request<Body>(method, `${stripeUrl}${path}`, {
    headers: { Authorization: `Bearer ${SECRETS.STRIPE_SECRET_KEY}` },
    ...(form ? { form } : {}),
  });
}
