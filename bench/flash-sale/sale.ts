import type { Runtime } from "../../scripts/runtime/runtime.ts";
import { eventsDelivered } from "../../scripts/runtime/databases.ts";
import { brokenBooks, DRAIN_MS } from "../books.ts";
import type { Shop } from "../shop.ts";
import { progress } from "../stage.ts";
import { goodsOf } from "../traffic/goods.ts";
import { Line } from "../traffic/line.ts";
import { Crowd } from "../traffic/mix.ts";
import { atRate } from "../traffic/pace.ts";
import { type Spread, spreadOf, Tally } from "../traffic/tally.ts";
import { fillCarts, type Fate, orderAll } from "./buyers.ts";
import { countLeft, putOnSale } from "./stock.ts";

export interface SaleSettings {
  buyers: number;
  units: number;
  parallel: number;
  /** Operations a second of the other shoppers. */
  rate: number;
  /** How long they are watched alone, before. */
  quietSeconds: number;
}

export interface SaleFigures {
  settings: SaleSettings;
  /** Filling all carts beforehand, four requests each. */
  carts: { seconds: number; perSecond: number };
  /** From the opening to the last answer, and to the last unit sold. */
  seconds: number;
  soldOutAfter: number;
  perSecond: number;
  winners: Spread;
  losers: Spread;
  orders: number;
  /** Until every event of the sale was processed. */
  drainSeconds: number;
  others: { quiet: Record<string, Spread>; meanwhile: Record<string, Spread> };
}

/** Sells one variant to far too many buyers, beside other shoppers. Returns the figures, and in words what went wrong. */
export async function holdSale(
  shop: Shop,
  stripe: Runtime,
  settings: SaleSettings,
): Promise<{ figures: SaleFigures; broken: string[] }> {
  const { buyers, units, parallel } = settings;
  const variant = await putOnSale(shop, units);
  await eventsDelivered(shop.db);
  const line = new Line(shop.url);
  progress(`flash sale: ${buyers} carts`);
  const began = performance.now();
  const tokens = await fillCarts(line, buyers, variant.id, Math.min(parallel, 32));
  const cartSeconds = seconds(began);
  progress("flash sale: the other shoppers alone");
  const others = await startOthers(shop, variant.product_id, settings.rate);
  await new Promise((resolve) => setTimeout(resolve, settings.quietSeconds * 1000));
  const quiet = others.next();
  progress("flash sale: it opens");
  const opened = performance.now();
  const fates = await orderAll(line, tokens, parallel);
  const saleSeconds = seconds(opened);
  const meanwhile = others.next();
  const failures = await others.stop();
  line.close();
  const closed = performance.now();
  await eventsDelivered(shop.db, DRAIN_MS);
  const drainSeconds = seconds(closed);
  const books = await brokenBooks(shop.db, stripe);
  const won = fates.filter(({ outcome }) => outcome === "won");
  const spread = (of: Fate[]) => spreadOf(of.map(({ milliseconds }) => milliseconds));
  return {
    figures: {
      settings,
      carts: { seconds: cartSeconds, perSecond: (buyers * 4) / cartSeconds },
      seconds: saleSeconds,
      soldOutAfter: Math.max(...won.map(({ at }) => at)) / 1000,
      perSecond: buyers / saleSeconds,
      winners: spread(won),
      losers: spread(fates.filter(({ outcome }) => outcome === "sold out")),
      orders: won.length,
      drainSeconds,
      others: { quiet, meanwhile },
    },
    broken: [
      ...wrongFates(fates, settings),
      ...(await wrongStock(shop, variant, units)),
      ...failures,
      ...books,
    ],
  };
}

/** Exactly the units are sold, and everybody else was told that they are. */
function wrongFates(fates: readonly Fate[], { buyers, units }: SaleSettings): string[] {
  const number = (outcome: Fate["outcome"]) => fates.filter((fate) => fate.outcome === outcome).length;
  const sold = Math.min(buyers, units);
  return [
    ...(number("won") === sold ? [] : [`${number("won")} of ${sold} units were sold`]),
    ...fates.flatMap(({ answer }) => (answer === undefined ? [] : [answer])).slice(0, 5),
    ...(number("broken") === 0
      ? []
      : [`${number("broken")} buyers were answered neither an order nor "sold out"`]),
  ];
}

async function wrongStock(shop: Shop, variant: Shop["variants"][number], units: number): Promise<string[]> {
  const left = await countLeft(shop, variant);
  const right = { onHand: 0, reserved: 0, confirmed: units, otherOrders: 0, units };
  const wrong = JSON.stringify(left) !== JSON.stringify(right);
  return wrong ? [`the stock after the sale: ${JSON.stringify(left)}, not ${JSON.stringify(right)}`] : [];
}

/** Lets other shoppers come at a constant rate, who buy anything else. `next` tells how they fared since it was last asked. */
async function startOthers(shop: Shop, without: string, perSecond: number) {
  const goods = await goodsOf(shop, [without]);
  const line = new Line(shop.url);
  let tally = new Tally(1e9);
  const failures: string[] = [];
  let isOver = false;
  const crowd = new Crowd(line, goods, () => tally);
  const running = atRate(
    perSecond,
    () => isOver,
    (due) => crowd.operate(due),
  ).catch((error: unknown) => void failures.push(`other shoppers: ${String(error)}`));
  const take = () => {
    const { failures: found } = tally;
    failures.push(...[...found].map(([what, times]) => `other shoppers: ${times}x ${what}`));
  };
  return {
    next(): Record<string, Spread> {
      take();
      const spreads = tally.spreads();
      tally = new Tally(1e9);
      return spreads;
    },
    async stop(): Promise<string[]> {
      isOver = true;
      await running;
      take();
      line.close();
      return failures;
    },
  };
}

function seconds(since: number): number {
  return (performance.now() - since) / 1000;
}
