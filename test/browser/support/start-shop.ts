import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { PERMISSIONS } from "../../../src/platform/auth.ts";
import type { LocalAccount } from "../../../scripts/lib/dev-state.ts";
import { freePort } from "../../../scripts/lib/free-port.ts";
import { request } from "../../../scripts/lib/http.ts";
import { inProject } from "../../../scripts/lib/paths.ts";
import { buildApi } from "../../../scripts/runtime/build.ts";
import { addApiKey, eventsDelivered, execute, prepareShop } from "../../../scripts/runtime/databases.ts";
import { SCRATCH, startRuntime, type WorkerOptions } from "../../../scripts/runtime/runtime.ts";
import { apiWorker, stripeWorker } from "../../../scripts/runtime/workers.ts";
import { demoAccounts, demoAccountsSql } from "../../../scripts/start/demo-accounts.ts";
import { openControl } from "./control.ts";
import { oneAtATime } from "./one-at-a-time.ts";

/** What tests need to know of the shop that all of them share. */
export interface ShopFacts {
  /** The shop's origin, without a slash at the end. */
  url: string;
  /** A key with every permission. */
  apiKey: string;
  /** One account of each role. */
  accounts: LocalAccount[];
  /** Where tests reach into the database (control.ts). */
  controlUrl: string;
}

type Assets = NonNullable<WorkerOptions["assets"]>;

const CRON_EVERY_MS = 2_000;

/**
 * Starts the shop as it is deployed: the production build with its pages, the demo catalog, the Stripe emulator, queues and cron jobs,
 * on storage of its own.
 */
export async function startShop(): Promise<{ facts: ShopFacts; stop(): Promise<void> }> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const { script, assets } = await oneAtATime(inProject(".build/browser-tests.lock"), () => ({
    script: buildApi().script,
    assets: ownAssets(),
  }));
  const apiUrl = `http://127.0.0.1:${port}`;
  const stripe = await startRuntime(await stripeWorker({ apiUrl }), { server: "direct" });
  const worker = apiWorker(script, {
    name: "shop",
    stripeUrl: stripe.url,
    vars: {
      PUBLIC_URL: url,
      ACCOUNT_URL: `${url}/account`,
      LOG_LEVEL: "error",
      // Tests log in often, and nobody guesses their passwords.
      PASSWORD_COST: "10",
      ACCOUNT_ANSWER_MS: "40",
    },
  });
  const api = await startRuntime(
    { ...worker, assets, queueConsumers: promptly(worker.queueConsumers) },
    { server: "miniflare", port },
  );
  await prepareShop(api);
  const db = await api.database("DB");
  const accounts = demoAccounts([]);
  await execute(db, (await demoAccountsSql(accounts, new Date())).join(";\n"));
  const apiKey = await addApiKey(db, [...PERMISSIONS]);
  await importDemoCatalog(url, apiKey);
  await eventsDelivered(db, 30_000);
  const control = await openControl(db);
  const stopCron = every(CRON_EVERY_MS, () => fireCron(apiUrl));
  return {
    facts: { url, apiKey, accounts, controlUrl: control.url },
    async stop() {
      await stopCron();
      await control.close();
      await api.stop();
      await stripe.stop();
    },
  };
}

/** The pages as they are now: what is built while the tests run does not get in between. */
function ownAssets(): Assets {
  const { workerOptions } = unstable_getMiniflareWorkerOptions(inProject("wrangler.toml"));
  const assets = workerOptions.assets as Assets | undefined;
  if (!assets) throw new Error("wrangler.toml names no static files");
  const directory = join(SCRATCH, "assets");
  cpSync(assets.directory, directory, { recursive: true });
  return { ...assets, directory };
}

/** The queues' consumers, without the second that each batch waits to fill up. */
function promptly(consumers: WorkerOptions["queueConsumers"]): NonNullable<WorkerOptions["queueConsumers"]> {
  if (consumers === undefined || Array.isArray(consumers)) throw new Error("the queues have no settings");
  return Object.fromEntries(
    Object.entries(consumers).map(([queue, settings]) => [queue, { ...settings, maxBatchTimeout: 0.05 }]),
  );
}

async function importDemoCatalog(url: string, apiKey: string): Promise<void> {
  const answer = await request<{ failed?: number }>("POST", `${url}/api/v1/products/import`, {
    text: readFileSync(inProject("demo/catalog.csv"), "utf8"),
    headers: { Authorization: `Bearer ${apiKey}`, "Content-Type": "text/csv" },
    timeoutMs: 60_000,
  });
  if (answer.status !== 200 || answer.body.failed !== 0) {
    throw new Error(`the demo catalog was not imported: ${JSON.stringify(answer.body)}`);
  }
}

async function fireCron(url: string): Promise<void> {
  const cron = `${url}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`;
  const { status } = await request("GET", cron, { timeoutMs: 60_000 });
  if (status !== 200) throw new Error(`the cron jobs answered ${status}`);
}

/** Does a thing again and again, never twice at a time. Returns what ends that and waits for the last time. */
function every(milliseconds: number, act: () => Promise<void>): () => Promise<void> {
  let isBusy = false;
  let last = Promise.resolve();
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    last = act()
      .catch(() => undefined)
      .finally(() => (isBusy = false));
  }, milliseconds);
  return async () => {
    clearInterval(timer);
    await last;
  };
}
