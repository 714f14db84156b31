import { rate } from "./table.ts";

/** What a row did with so many connections. */
export interface Level {
  connections: number;
  perSecond: number;
  p50: number;
  p99: number;
}

export interface GrowthFigures {
  rows: { name: string; levels: Level[] }[];
}

/** With more connections the throughput may not fall below this share of the best. */
const LEAST_SHARE = 0.6;

/** Level by level, for people and for the documents. */
export function levelRows(levels: readonly Level[]): string[][] {
  return [
    ["connections", "per s", "p50 ms", "p99 ms"],
    ...levels.map(({ connections, perSecond, p50, p99 }) => [
      String(connections),
      rate(perSecond),
      p50.toFixed(1),
      p99.toFixed(1),
    ]),
  ];
}

/** A server that is asked for more than it can do should do what it can, not less. */
export function collapses({ name, levels }: GrowthFigures["rows"][number]): string[] {
  const best = Math.max(...levels.map(({ perSecond }) => perSecond));
  const last = levels.at(-1);
  if (!last || last.perSecond >= best * LEAST_SHARE) return [];
  return [
    `${name}: with ${last.connections} connections ${rate(last.perSecond)} a second, ${rate(best)} with fewer`,
  ];
}
