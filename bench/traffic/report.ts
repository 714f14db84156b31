import { rate, table } from "../table.ts";
import type { Memory } from "./memory.ts";
import type { Spread } from "./tally.ts";
import type { TrafficFigures } from "./traffic.ts";

const KINDS_HEAD = ["", "number", "p50 ms", "p99 ms", "longest ms"];
const PERIODS_HEAD = [
  ...["period", "per s", "browse p50", "p99", "cart p50", "p99", "checkout p50", "p99"],
  ...["memory MiB", "D1 MiB", "events waiting"],
];

/** Kind by kind, for people and for the documents. */
export function kindRows(kinds: Record<string, Spread>): string[][] {
  return [
    KINDS_HEAD,
    ...Object.entries(kinds).map(([kind, { count, p50, p99, most }]) => [
      kind,
      String(count),
      p50.toFixed(1),
      p99.toFixed(1),
      most.toFixed(0),
    ]),
  ];
}

/** Period by period. */
export function periodRows({ periods }: TrafficFigures): string[][] {
  const cell = (spread: Spread | undefined) =>
    spread ? [spread.p50.toFixed(1), spread.p99.toFixed(1)] : ["-", "-"];
  return [
    PERIODS_HEAD,
    ...periods.map(({ perSecond, kinds, rssMiB, dbMiB, backlog }, index) => [
      String(index + 1),
      rate(perSecond),
      ...cell(kinds["browse"]),
      ...cell(kinds["cart"]),
      ...cell(kinds["checkout"]),
      rssMiB.toFixed(0),
      dbMiB.toFixed(1),
      String(backlog),
    ]),
  ];
}

/** The run in sentences. */
export function trafficLines(figures: TrafficFigures, memory: Memory | undefined): string[] {
  const { operations, seconds, perSecond, orders, cron, periodSeconds } = figures;
  return [
    `${operations} operations in ${seconds.toFixed(0)} s, ${rate(perSecond)} a second; ${orders} orders. ` +
      `Cron triggers: ${cron.fired}, the longest took ${cron.longestMs.toFixed(0)} ms.`,
    memory
      ? `Memory of workerd, medians of ${periodSeconds.toFixed(0)} s: ${memory.secondMiB.toFixed(0)} MiB in the second, ` +
        `${memory.lastMiB.toFixed(0)} MiB in the last; ${memory.slope.toFixed(1)} MiB a minute: ${memory.isFlat ? "flat" : "it grows"}.`
      : "Too short for a verdict on memory.",
  ];
}

/** The report as people read it. */
export function printTraffic(subject: string, figures: TrafficFigures, memory: Memory | undefined): void {
  console.log(`\n${subject}\n${table(kindRows(figures.kinds))}\n\n${table(periodRows(figures))}\n`);
  for (const line of trafficLines(figures, memory)) console.log(line);
}
