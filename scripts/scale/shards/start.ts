import { randomUUID } from "node:crypto";
import { freePort } from "../../lib/free-port.ts";
import { request } from "../../lib/http.ts";
import { bundleWorker } from "../../runtime/build.ts";
import { addApiKey, copyTable, prepareShop } from "../../runtime/databases.ts";
import { type Database, type Runtime, startRuntime } from "../../runtime/runtime.ts";
import { apiWorker, stripeWorker } from "../../runtime/workers.ts";
import { ORDER_LIST } from "./order-list.ts";

/** N deployments of the API behind the router, each with its own stores, and one Stripe. */
export interface ShardedShop {
  url: string;
  /** Of each shard. */
  databases: Database[];
  apis: Runtime[];
  staffKey: string;
  skus: string[];
  stop(): Promise<void>;
}

interface Settings {
  script: string;
  shards: number;
  skus: number;
  onError: (message: string) => void;
}

/** The whole catalog is in each shard under the same ids, without stock: that is in the pools. */
const COPIED = [
  "categories",
  "products",
  "product_categories",
  "product_options",
  "product_variants",
  "variant_prices",
];

/** Starts it all. */
export async function startShardedShop({ script, shards, skus, onError }: Settings): Promise<ShardedShop> {
  const port = await freePort();
  const stripe = await startRuntime(await stripeWorker(), { server: "direct" });
  const apis: Runtime[] = [];
  for (let shard = 0; shard < shards; shard += 1) {
    const vars = { LOG_LEVEL: "error", SHARD: String(shard), WEBHOOK_ALLOWED_HOSTS: `127.0.0.1:${port}` };
    const worker = apiWorker(script, { name: `shard-${shard}-${randomUUID()}`, stripeUrl: stripe.url, vars });
    const api = await startRuntime(worker, { server: "miniflare", onError });
    await prepareShop(api);
    apis.push(api);
  }
  const databases = await Promise.all(apis.map((api) => api.database("DB")));
  const [first] = databases;
  if (!first) throw new Error("there must be a shard");
  const staffKey = await addApiKey(first, STAFF_SCOPES);
  for (const other of databases.slice(1)) await copyTable(first, other, "api_keys");
  await importProducts(apis[0]?.url ?? "", staffKey, skus);
  for (const other of databases.slice(1)) {
    for (const table of COPIED) await copyTable(first, other, table);
  }
  const router = await startRuntime(
    {
      name: `router-${randomUUID()}`,
      modules: true,
      script: await bundleWorker("scripts/scale/shards/router.ts"),
      compatibilityDate: "2026-11-01",
      bindings: { SHARDS: String(shards), STAFF_KEY: staffKey },
      durableObjects: { STOCK: { className: "StockPool", useSQLite: true } },
      d1Databases: { LISTS: "LISTS" },
      serviceBindings: Object.fromEntries(
        apis.map((api, shard) => [
          `SHARD_${shard}`,
          { external: { address: new URL(api.url).host, http: {} } },
        ]),
      ),
    },
    { server: "direct", port, onError },
  );
  await (await router.database("LISTS")).prepare(ORDER_LIST).run();
  for (const api of apis) {
    const answer = await request("POST", `${api.url}/api/v1/webhooks/endpoints`, {
      json: { url: `http://127.0.0.1:${port}/webhooks`, event_types: ["order.*"] },
      headers: { Authorization: `Bearer ${staffKey}` },
    });
    if (answer.status !== 201) throw new Error(`no webhook: ${JSON.stringify(answer.body)}`);
  }
  return {
    url: router.url,
    databases,
    apis,
    staffKey,
    skus: Array.from({ length: skus }, (_, index) => skuOf(index)),
    stop: async () => {
      for (const runtime of [router, ...apis, stripe]) await runtime.stop();
    },
  };
}

const STAFF_SCOPES = ["order:manage", "product:manage", "inventory:manage", "system:admin"];

function skuOf(index: number): string {
  return `PIECE-${index + 1}`;
}

async function importProducts(url: string, key: string, count: number): Promise<void> {
  const header =
    "Handle,Title,Published,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Inventory Policy,Variant Price";
  const lines = Array.from(
    { length: count },
    (_, index) => `${skuOf(index)},Piece ${index + 1},true,${skuOf(index)},100,0,deny,10.00`,
  );
  const answer = await request("POST", `${url}/api/v1/products/import`, {
    text: [header, ...lines].join("\n"),
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "text/csv" },
  });
  if (answer.status !== 200) throw new Error(`the import failed: ${JSON.stringify(answer.body)}`);
}
