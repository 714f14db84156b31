// Measures the built API beside floors on the same runtime: npm run bench -- --help
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { buildApi, utf8Bytes } from "../scripts/runtime/build.ts";
import { residentMiB } from "../scripts/runtime/process-stats.ts";
import type { Runtime } from "../scripts/runtime/runtime.ts";
import { benchCatalog } from "./catalog/bench.ts";
import { cartCases } from "./cases/cart.ts";
import { type Case, plain } from "./cases/case.ts";
import { catalogCases, LIST_PATH } from "./cases/catalog.ts";
import { checkoutCases } from "./cases/checkout.ts";
import { orderCases } from "./cases/orders.ts";
import { startFloors } from "./floors/start.ts";
import { describeMachine } from "./machine.ts";
import { readOptions } from "./options.ts";
import { rehearse } from "./rehearse.ts";
import { missedBudgets, printReport, type Report } from "./report.ts";
import { measure, type Outcome } from "./rounds.ts";
import { type Shop, startShop, startStripe } from "./shop.ts";

const options = readOptions();
const running: Runtime[] = [];
/** Enough for orders that do not meet. */
const HELD_PRODUCTS = 400;
try {
  process.exitCode = await bench();
} finally {
  await Promise.all(running.map((runtime) => runtime.stop()));
}

/** Returns the exit code. */
async function bench(): Promise<number> {
  const { script, ...bundle } = buildApi();
  if (options.subject === "catalog") return benchCatalog(script, options, progress);
  const stripe = started(await startStripe());
  progress(`starting the API with ${options.products} products`);
  const shop = started(await startShop(script, stripe, { ...options, name: "api" }));
  const content = await rehearse(shop);
  let heldShop: Promise<Shop> | undefined;
  const held = () =>
    (heldShop ??= startShop(script, stripe, {
      ...options,
      name: "api-held",
      holdsEvents: true,
      products: HELD_PRODUCTS,
    }).then(started));
  const floors = started(await startFloors(shop.db, stripe, content, options.server));
  const before = residentMiB(shop.pid);
  const world = { shop, held, floors, connections: options.connections, flows: options.flows };
  const cases = [
    ...catalogCases(world, content.slug),
    ...cartCases(world),
    ...orderCases(world),
    ...checkoutCases(world),
  ].filter(({ name }) => wanted(name));
  const outcomes: Outcome[] = [];
  for (const each of cases) {
    progress(each.name);
    outcomes.push(await measure(each, options));
  }
  const after = residentMiB(shop.pid);
  const logging =
    options.logLevel === "info" && wanted("logging") ? await costOfLogging(script, stripe, shop) : undefined;
  const report: Report = {
    machine: describeMachine(),
    options,
    bundle,
    pages: { listBytes: utf8Bytes(content.list), detailBytes: utf8Bytes(content.detail) },
    outcomes,
    ...(logging ? { logging } : {}),
    memoryMiB: { before, after },
    missed: missedBudgets(outcomes, bundle),
  };
  printReport(report);
  mkdirSync(dirname(options.json), { recursive: true });
  writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
  return options.strict && report.missed.length > 0 ? 1 : 0;
}

/** The hot list of the API at info against another one at error, which has just enough products for the same page. */
async function costOfLogging(script: string, stripe: Runtime, shop: Shop): Promise<Report["logging"]> {
  progress("the cost of logging");
  const quiet = started(
    await startShop(script, stripe, {
      ...options,
      products: 21,
      logLevel: "error",
      name: "api-quiet",
    }),
  );
  const { connections } = options;
  const list = ({ url }: Runtime) => ({ url, connections, steps: [{ path: LIST_PATH }] });
  const pair: Case = { name: "logging", floor: plain(quiet, list(quiet)), ours: plain(shop, list(shop)) };
  const { ours, floor } = await measure(pair, options);
  return { info: ours.perSecond, error: floor?.perSecond ?? NaN };
}

function started<Started extends Runtime>(runtime: Started): Started {
  running.push(runtime);
  return runtime;
}

function wanted(name: string): boolean {
  return options.only === undefined || name.includes(options.only);
}

function progress(text: string): void {
  console.log(`${(performance.now() / 1000).toFixed(0).padStart(4)} s  ${text}`);
}
