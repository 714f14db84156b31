import { addApiKey, eventsDelivered, prepareShop } from "../scripts/runtime/databases.ts";
import { type Database, type Runtime, startRuntime } from "../scripts/runtime/runtime.ts";
import { apiWorker, stripeWorker } from "../scripts/runtime/workers.ts";
import { catalogFiles } from "./catalog-csv.ts";
import { send } from "./http.ts";
import type { Options } from "./options.ts";

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

/**
 * Starts an emulator that pushes no webhooks: their load would be in the way of what is measured. Each `name` has an account of its own,
 * so that the books of one shop are not held against the payments of another.
 */
export async function startStripe(name: string): Promise<Runtime> {
  return startRuntime({ ...(await stripeWorker()), name: `stripe-${name}` }, { server: "direct" });
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
  const { name, logLevel, holdsEvents = false } = options;
  const worker = apiWorker(script, { name, stripeUrl: stripe.url, vars: { LOG_LEVEL: logLevel } });
  let runtime: Runtime = await startRuntime(worker, options);
  await prepareShop(runtime);
  await importCatalog(runtime, options.products);
  if (holdsEvents) {
    await runtime.stop();
    const queue = { queueName: "held", deliveryDelay: 3_600 };
    const held = { ...worker, queueProducers: { EVENTS: queue, WEBHOOKS: queue } };
    runtime = await startRuntime(held, options);
  }
  const db = await runtime.database("DB");
  const { results } = await db
    .prepare("SELECT id, product_id FROM product_variants ORDER BY sku")
    .all<Variant>();
  return { ...runtime, db, variants: results, holdsEvents };
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
