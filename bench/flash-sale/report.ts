import { rate, table } from "../table.ts";
import type { Spread } from "../traffic/tally.ts";
import type { SaleFigures } from "./sale.ts";

/** How long buyers and the others waited, for people and for the documents. */
export function saleRows({ winners, losers, others }: SaleFigures): string[][] {
  const line = (name: string, { count, p50, p99, most }: Spread) => [
    name,
    String(count),
    p50.toFixed(0),
    p99.toFixed(0),
    most.toFixed(0),
  ];
  const group = (kinds: Record<string, Spread>, when: string) =>
    Object.entries(kinds).map(([kind, spread]) => line(`others: ${kind}, ${when}`, spread));
  return [
    ["", "number", "p50 ms", "p99 ms", "longest ms"],
    line("buyers who got one", winners),
    line("buyers who were too late", losers),
    ...group(others.quiet, "before"),
    ...group(others.meanwhile, "meanwhile"),
  ];
}

/** The sale in sentences. */
export function saleLines(figures: SaleFigures): string[] {
  const { settings, carts, seconds, soldOutAfter, perSecond, orders, drainSeconds } = figures;
  return [
    `${settings.buyers} buyers with a cart each, ${settings.parallel} at a time, ${settings.units} units: ${orders} orders, sold out after ` +
      `${soldOutAfter.toFixed(1)} s; everybody answered after ${seconds.toFixed(1)} s, ${rate(perSecond)} a second.`,
    `Beforehand ${settings.buyers} carts were filled in ${carts.seconds.toFixed(0)} s, ${rate(carts.perSecond)} requests a second. ` +
      `After it the queue took ${drainSeconds.toFixed(0)} s to process every event.`,
  ];
}

/** The report as people read it. */
export function printSale(figures: SaleFigures): void {
  console.log(`\nflash sale\n${table(saleRows(figures))}\n`);
  for (const line of saleLines(figures)) console.log(line);
}
