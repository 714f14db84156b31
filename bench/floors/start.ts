import { bundleWorker } from "../../scripts/runtime/build.ts";
import { copyTable, migrate } from "../../scripts/runtime/databases.ts";
import { type Database, type Runtime, startRuntime } from "../../scripts/runtime/runtime.ts";
import type { Options } from "../options.ts";
import type { OrderRows } from "./order-rows.ts";

export interface Floors extends Runtime {
  db: Database;
  /** Puts a page into the database, for `/read/NAME` and `/cold/NAME`. */
  setPage(name: string, body: string): Promise<void>;
}

/** What the floors' Worker answers and writes. */
export interface FloorContent {
  list: string;
  detail: string;
  search: string;
  orderRows: OrderRows;
}

/** Tables with the rows that an order refers to. */
const REFERRED = ["products", "product_variants", "stock_levels"];

/** Starts the floors: what a bare Worker on the same runtime does at best. Their database, kept under the name, has the shop's schema and catalog. */
export async function startFloors(
  name: string,
  shop: Database,
  stripe: Runtime,
  content: FloorContent,
  server: Options["server"],
): Promise<Floors> {
  const runtime = await startRuntime(
    {
      name,
      modules: true,
      script: await bundleWorker("bench/floors/worker.ts"),
      compatibilityDate: "2026-11-01",
      bindings: {
        PAGES: { list: content.list, detail: content.detail, search: content.search },
        // JSON both ways: the structure is plain data.
        ORDER_ROWS: JSON.parse(JSON.stringify(content.orderRows)) as never,
      },
      d1Databases: { DB: "DB" },
      kvNamespaces: { CACHE: "CACHE" },
      queueProducers: { EVENTS: { queueName: "held", deliveryDelay: 3_600 } },
      serviceBindings: { STRIPE: { external: { address: new URL(stripe.url).host, http: {} } } },
      durableObjects: { ROW: { className: "OneRow", useSQLite: true } },
    },
    { server },
  );
  const db = await runtime.database("DB");
  await migrate(db, "migrations/main");
  for (const table of REFERRED) await copyTable(shop, db, table);
  await db.prepare("CREATE TABLE pages (name TEXT PRIMARY KEY, body TEXT NOT NULL)").run();
  const setPage = async (name: string, body: string) => {
    await db.prepare("INSERT OR REPLACE INTO pages VALUES (?, ?)").bind(name, body).run();
  };
  for (const name of ["list", "detail", "search"] as const) await setPage(name, content[name]);
  return { ...runtime, db, setPage };
}
