import { rate, table } from "../table.ts";
import type { Outcome } from "../rounds.ts";
import { KINDS, type Kind } from "./questions.ts";

/** Figures of questions that no cache knows, asked one at a time. */
export interface Cold {
  /** Milliseconds of the very first question of its kind. */
  firstMs: number;
  perSecond: number;
  p50: number;
  p99: number;
  /** Rows of D1 that an answer costs, as D1 counts them. */
  rowsRead: number;
}

export interface CatalogFigures {
  kind: Kind;
  size: number;
  cold: Cold;
  hot: Outcome;
}

export interface Growth {
  kind: Kind;
  /** Cold p50 and rows read of the largest catalog as multiples of those of the smallest. */
  time: number;
  rows: number;
}

const MOST_GROWTH = 2;
const HEAD = [
  ...["", "products", "cold: first ms", "per s", "p50 ms", "p99 ms", "D1 rows"],
  ...["hot: per s", "floor", "ratio", "p50 ms", "p99 ms"],
];

/** How each kind grows from the smallest catalog to the largest. */
export function growths(figures: readonly CatalogFigures[]): Growth[] {
  return KINDS.flatMap((kind) => {
    const own = figures.filter((each) => each.kind === kind);
    const [small, large] = [own.at(0), own.at(-1)];
    if (!small || !large || small === large) return [];
    return [{ kind, time: large.cold.p50 / small.cold.p50, rows: large.cold.rowsRead / small.cold.rowsRead }];
  });
}

/** Prints the figures as people read them and returns the budgets that were missed, in words. */
export function printCatalog(figures: readonly CatalogFigures[], growth: readonly Growth[]): string[] {
  console.log(`\n${table(catalogRows(figures))}\n`);
  for (const text of growthLines(growth)) console.log(text);
  return [
    ...growth
      .filter(({ time }) => time > MOST_GROWTH)
      .map(({ kind, time }) => `${kind}: grows ${time.toFixed(2)}x`),
    ...figures
      .filter(({ hot }) => (hot.ratio ?? 1) < (hot.target ?? 0))
      .map(({ hot }) => `${hot.name}: hot ${hot.ratio?.toFixed(2)} of the floor`),
  ];
}

/** Kind by kind and size by size, for people and for the documents. */
export function catalogRows(figures: readonly CatalogFigures[]): string[][] {
  return [HEAD, ...KINDS.flatMap((kind) => figures.filter((each) => each.kind === kind)).map(line)];
}

/** How each kind grows, in sentences. */
export function growthLines(growth: readonly Growth[]): string[] {
  return growth.map(
    ({ kind, time, rows }) => `${kind}: cold ${time.toFixed(2)}x the time, ${rows.toFixed(2)}x the rows.`,
  );
}

function line({ kind, size, cold, hot: { ours, floor, ratio } }: CatalogFigures): string[] {
  return [
    kind,
    String(size),
    cold.firstMs.toFixed(0),
    rate(cold.perSecond),
    cold.p50.toFixed(1),
    cold.p99.toFixed(1),
    cold.rowsRead.toFixed(0),
    rate(ours.perSecond),
    floor ? rate(floor.perSecond) : "-",
    ratio?.toFixed(2) ?? "-",
    ours.p50.toFixed(1),
    ours.p99.toFixed(1),
  ];
}
