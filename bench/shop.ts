import { createHash, randomBytes, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unstable_getMiniflareWorkerOptions, unstable_splitSqlQuery } from "wrangler";
import { bundleWorker } from "./build.ts";
import { catalogFiles } from "./catalog-csv.ts";
import { send } from "./http.ts";
import type { Options } from "./options.ts";
import { type Database, ROOT, type Runtime, startRuntime, type WorkerOptions } from "./runtime.ts";

const SECRETS = {
  STRIPE_SECRET_KEY: "sk_test_emulator_0123456789abcdef",
  STRIPE_PUBLISHABLE_KEY: "pk_test_emulator_0123456789abcdef",
  STRIPE_WEBHOOK_SECRET: "whsec_0123456789abcdef0123456789abcdef",
  JWT_SIGNING_KEYS: "c2lnbmluZy1rZXktb2YtdGhlLWJlbmNoLTAwMDAwMDE=",
  TOKEN_SECRET: "bench-token-secret-0123456789abcdef-0123456789",
};

export interface Variant {
  id: string;
  product_id: string;
}

/** The API with its stores, a catalog, and the Stripe emulator in a process of its own. */
export interface Shop extends Runtime {
  db: Database;
  variants: Variant[];
  holdsEvents: boolean;
}

/** Starts an emulator that pushes no webhooks: its load would be in the way of what is measured. */
export async function startStripe(): Promise<Runtime> {
  const { STRIPE_WEBHOOK_SECRET } = SECRETS;
  return startRuntime(
    {
      name: "stripe-emulator",
      modules: true,
      script: await bundleWorker("workers/stripe-emulator/index.ts"),
      compatibilityDate: "2026-11-01",
      durableObjects: { ACCOUNT: { className: "StripeAccount", useSQLite: true } },
      bindings: {
        STRIPE_WEBHOOK_SECRET,
        WEBHOOK_PATH: "/api/v1/payments/webhooks/stripe",
        WEBHOOK_DELIVERY: "manual",
        FAULT_DELAY_MS: "1500",
        WEBHOOK_LATE_MS: "60000",
      },
    },
    "direct",
  );
}

/**
 * Starts the bundled API under the settings of wrangler.toml, with migrated stores and an imported catalog.
 * With `holdsEvents` the queue takes events but delivers none once the catalog is there: when deployed, other isolates
 * process them, while here they would share one thread with what is measured.
 */
export async function startShop(
  script: string,
  stripe: Runtime,
  options: Pick<Options, "server" | "products" | "logLevel"> & { name: string; holdsEvents?: boolean },
): Promise<Shop> {
  const { holdsEvents = false } = options;
  const worker = workerOptions(script, stripe, options.name, options.logLevel);
  let runtime = await startRuntime(worker, options.server);
  await migrate(await runtime.database("DB"), "migrations/main");
  await migrate(await runtime.database("SEARCH_DB"), "migrations/search");
  await execute(await runtime.database("DB"), readFileSync(join(ROOT, "demo/shop-settings.sql"), "utf8"));
  await importCatalog(runtime, options.products);
  if (holdsEvents) {
    await runtime.stop();
    const held = { ...worker, queueProducers: { EVENTS: { queueName: "held", deliveryDelay: 3_600 } } };
    runtime = await startRuntime(held, options.server);
  }
  const db = await runtime.database("DB");
  const { results } = await db
    .prepare("SELECT id, product_id FROM product_variants ORDER BY sku")
    .all<Variant>();
  return { ...runtime, db, variants: results, holdsEvents };
}

/** The bundled API under the settings of wrangler.toml. */
export function workerOptions(
  script: string,
  stripe: Runtime | undefined,
  name: string,
  logLevel: string,
): WorkerOptions {
  // Wrangler would warn of secrets that it does not find; they are given below.
  process.env["WRANGLER_LOG"] ??= "error";
  const { workerOptions: declared } = unstable_getMiniflareWorkerOptions(join(ROOT, "wrangler.toml"));
  // Static files are served before the Worker is asked and have no part in the API; the bundle has no modules to find.
  const { assets: _, modulesRules: __, ...rest } = declared;
  return {
    ...rest,
    name,
    modules: true,
    script,
    bindings: { ...(rest.bindings as Record<string, string>), ...SECRETS, LOG_LEVEL: logLevel },
    serviceBindings: stripe
      ? { STRIPE_API: { external: { address: new URL(stripe.url).host, http: {} } } }
      : {},
  };
}

/** Applies the migrations of a folder, in the order of their names. */
export async function migrate(db: Database, folder: string): Promise<void> {
  const files = readdirSync(join(ROOT, folder)).filter((file) => file.endsWith(".sql"));
  for (const file of files.sort()) await execute(db, readFileSync(join(ROOT, folder, file), "utf8"));
}

/** Runs all statements of a script in one batch. */
export async function execute(db: Database, sql: string): Promise<void> {
  await db.batch(unstable_splitSqlQuery(sql).map((statement) => db.prepare(statement)));
}

async function importCatalog(runtime: Runtime, products: number): Promise<void> {
  const db = await runtime.database("DB");
  const key = await addApiKey(db, ["product:manage"]);
  for (const csv of catalogFiles(products)) {
    const { body } = await send<{ failed: number }>("POST", `${runtime.url}/api/v1/products/import`, {
      text: csv,
      headers: { Authorization: `Bearer ${key}`, "Content-Type": "text/csv" },
    });
    if (body.failed > 0) throw new Error(`the import refused rows: ${JSON.stringify(body).slice(0, 500)}`);
  }
  await eventsDelivered(db);
}

/** Stores the hash of a new API key, as the identity module does. */
async function addApiKey(db: Database, scopes: string[]): Promise<string> {
  const key = `ek_${randomBytes(32).toString("base64url")}`;
  const hash = createHash("sha256").update(key).digest("hex");
  await db
    .prepare(
      "INSERT INTO api_keys (id, name, prefix, secret_hash, scopes, created_at) VALUES (?, 'bench', ?, ?, ?, ?)",
    )
    .bind(randomUUID(), key.slice(0, 9), hash, JSON.stringify(scopes), new Date().toISOString())
    .run();
  return key;
}

/** Waits until every event in the outbox was processed by all its subscribers. */
export async function eventsDelivered(db: Database, timeoutMs = 120_000): Promise<void> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const open = await count(db, "SELECT COUNT(*) AS n FROM outbox WHERE delivered_at IS NULL");
    if (open === 0) return;
    if (Date.now() > until) throw new Error(`${open} events were not processed in time`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** The one number that a query answers as `n`. */
export async function count(db: Database, sql: string): Promise<number> {
  return (await db.prepare(sql).first<number>("n")) ?? 0;
}
