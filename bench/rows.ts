import { utf8Bytes } from "../scripts/runtime/build.ts";
import { residentMiB } from "../scripts/runtime/process-stats.ts";
import type { Runtime } from "../scripts/runtime/runtime.ts";
import { cartCases } from "./cases/cart.ts";
import { type Case, plain, type World } from "./cases/case.ts";
import { catalogCases, LIST_PATH } from "./cases/catalog.ts";
import { checkoutCases } from "./cases/checkout.ts";
import { coldCases } from "./cases/cold.ts";
import { orderCases } from "./cases/orders.ts";
import { staffCases } from "./cases/staff.ts";
import { missedBudgets, printRows, type RowsFigures } from "./report.ts";
import { publish } from "./results.ts";
import { measure, type Outcome } from "./rounds.ts";
import { startShop, startStripe } from "./shop.ts";
import { progress, type Stage } from "./stage.ts";
import { startupMs } from "./startup.ts";
import { openWorld } from "./world.ts";

/** Every budget beside its floor, the peers, bundle and start-up. Returns whether it passed. */
export async function benchRows(stage: Stage): Promise<boolean> {
  const { options, bundle } = stage;
  const { world, content, slug } = await openWorld(stage, "rows");
  const { shop } = world;
  const before = residentMiB(shop.pid);
  const outcomes: Outcome[] = [];
  for (const each of casesOf(world, slug).filter(({ name }) => wanted(options.only, name))) {
    progress(each.name.trim());
    outcomes.push(await measure(each, options));
  }
  const after = residentMiB(shop.pid);
  const logging = options.logLevel === "info" && wanted(options.only, "logging");
  if (wanted(options.only, "start-up")) progress("start-up");
  const figures: RowsFigures = {
    outcomes,
    bundle: { bytes: bundle.bytes, gzipBytes: bundle.gzipBytes },
    pages: { listBytes: utf8Bytes(content.list), detailBytes: utf8Bytes(content.detail) },
    memoryMiB: { before, after },
    ...(wanted(options.only, "start-up") ? { startupMs: startupMs() } : {}),
    ...(logging ? { logging: await costOfLogging(stage, shop) } : {}),
  };
  printRows(figures, options);
  return publish("rows", options, { figures, missed: missedBudgets(figures) });
}

function casesOf(world: World, slug: string): Case[] {
  return [
    ...catalogCases(world, slug),
    ...coldCases(world),
    ...cartCases(world),
    ...staffCases(world),
    ...orderCases(world),
    ...checkoutCases(world),
  ];
}

function wanted(only: string | undefined, name: string): boolean {
  return only === undefined || name.includes(only);
}

/** The hot list of the API at info against another one at error, which has just enough products for the same page. */
async function costOfLogging(
  { options, bundle, started }: Stage,
  shop: Runtime,
): Promise<{ info: number; error: number }> {
  progress("the cost of logging");
  const settings = { ...options, products: 21, logLevel: "error" as const, name: "rows-quiet" };
  const stripe = started(await startStripe("rows-quiet"));
  const quiet = started(await startShop(bundle.script, stripe, settings));
  const { connections } = options;
  const list = ({ url }: Runtime) => ({ url, connections, steps: [{ path: LIST_PATH }] });
  const pair: Case = { name: "logging", floor: plain(quiet, list(quiet)), ours: plain(shop, list(shop)) };
  const { ours, floor } = await measure(pair, options);
  return { info: ours.perSecond, error: floor?.perSecond ?? NaN };
}
