import { setTimeout as sleep } from "node:timers/promises";
import { times } from "../../scripts/lib/times.ts";
import { openFiles, residentMiB } from "../../scripts/runtime/process-stats.ts";
import { newCart, placeOrder, readyCart } from "../buyer.ts";
import { publish } from "../results.ts";
import type { Shop } from "../shop.ts";
import { openShop, progress, type Stage } from "../stage.ts";
import { leaks, type MemoryFigures, memoryRows, type Usage } from "./report.ts";
import { table } from "../table.ts";

const ROUNDS = 4;
const CARTS = 6_000;
const ORDERS = 300;
/** workerd lets go of an object some ten seconds after its last request, and of what it kept for it after seventy. */
const REST_MS = 85_000;

/** Whether a shop holds more after each wave of new carts and orders once it had time to let go of them. Returns whether it passed. */
export async function benchMemory(stage: Stage): Promise<boolean> {
  const { shop } = await openShop(stage, "memory");
  const { connections, flows } = stage.options;
  const rounds: MemoryFigures["rounds"] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    progress(`memory: round ${round} of ${ROUNDS}`);
    await times(CARTS, connections, (index) => newCart(shop, [variantAt(shop, index)]));
    await times(ORDERS, flows, async () => placeOrder(shop, await readyCart(shop)));
    const busy = usageOf(shop);
    await sleep(REST_MS);
    rounds.push({ busy, rested: usageOf(shop) });
  }
  const figures: MemoryFigures = { carts: CARTS, orders: ORDERS, restSeconds: REST_MS / 1000, rounds };
  console.log(`\n${table(memoryRows(figures))}\n`);
  return publish("memory", stage.options, { figures, missed: leaks(figures) });
}

function variantAt({ variants }: Shop, index: number) {
  const variant = variants[index % variants.length];
  if (!variant) throw new Error("the catalog is empty");
  return variant;
}

function usageOf({ pid }: Shop): Usage {
  return { rssMiB: residentMiB(pid), files: openFiles(pid) };
}
