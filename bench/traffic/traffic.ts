import type { Runtime } from "../../scripts/runtime/runtime.ts";
import { brokenBooks } from "../books.ts";
import { count } from "../../scripts/runtime/databases.ts";
import type { Shop } from "../shop.ts";
import { type CronRuns, startCron } from "./cron.ts";
import { goodsOf } from "./goods.ts";
import { Line } from "./line.ts";
import { Crowd } from "./mix.ts";
import { atRate, inLanes } from "./pace.ts";
import { type Spread, Tally } from "./tally.ts";
import { type Health, watch } from "./watch.ts";

export interface Period extends Health {
  operations: number;
  perSecond: number;
  kinds: Record<string, Spread>;
}

export interface TrafficFigures {
  /** How the operations came: as fast as so many shoppers could, or so many a second. */
  pace: { lanes: number } | { perSecond: number };
  seconds: number;
  periodSeconds: number;
  operations: number;
  perSecond: number;
  kinds: Record<string, Spread>;
  periods: Period[];
  orders: number;
  cron: CronRuns;
}

/** Operations of each kind whose number makes the rate; the others are parts of them. */
const OPERATIONS = ["browse", "cart", "checkout"];
/** Long enough that V8 and SQLite have what they want before the second period. */
const MOST_PERIOD_SECONDS = 60;
const PERIODS = 5;

/**
 * Sends the mix into a shop and watches it, cron triggers included. Returns the figures, and in words everything that must not
 * be: an answer that was no 2xx, a cron trigger that failed, a broken invariant.
 */
export async function runTraffic(
  shop: Shop,
  stripe: Runtime,
  seconds: number,
  pace: TrafficFigures["pace"],
): Promise<{ figures: TrafficFigures; broken: string[] }> {
  const periodSeconds = Math.min(MOST_PERIOD_SECONDS, seconds / PERIODS);
  const goods = await goodsOf(shop);
  const before = await orders(shop);
  const line = new Line(shop.url);
  const tally = new Tally(periodSeconds * 1000);
  const crowd = new Crowd(line, goods, () => tally);
  const endWatch = watch(shop, periodSeconds * 1000);
  const endCron = startCron(shop.url);
  const began = performance.now();
  if ("lanes" in pace) await inLanes(pace.lanes, seconds, () => crowd.operate());
  else {
    const isOver = () => performance.now() - began >= seconds * 1000;
    await atRate(pace.perSecond, isOver, (due) => crowd.operate(due));
  }
  const taken = (performance.now() - began) / 1000;
  const health = await endWatch();
  const cron = await endCron();
  line.close();
  const kinds = tally.spreads();
  const placed = (await orders(shop)) - before;
  const wrongNumber =
    tally.failures.size === 0 && placed !== (kinds["checkout"]?.count ?? 0)
      ? [`${kinds["checkout"]?.count ?? 0} checkouts made ${placed} orders`]
      : [];
  return {
    figures: {
      pace,
      seconds: taken,
      periodSeconds,
      operations: crowd.operations,
      perSecond: crowd.operations / taken,
      kinds,
      periods: health.map((each, index) => periodOf(tally, index, periodSeconds, each)),
      orders: placed,
      cron,
    },
    broken: [
      ...[...tally.failures].map(([what, times]) => `${times}x ${what}`),
      ...cron.failed,
      ...wrongNumber,
      ...(await brokenBooks(shop.db, stripe)),
    ],
  };
}

function periodOf(tally: Tally, index: number, seconds: number, health: Health): Period {
  const kinds = tally.spreads(index);
  const operations = OPERATIONS.reduce((sum, kind) => sum + (kinds[kind]?.count ?? 0), 0);
  return { ...health, operations, perSecond: operations / seconds, kinds };
}

function orders({ db }: Shop): Promise<number> {
  return count(db, "SELECT COUNT(*) AS n FROM orders");
}
