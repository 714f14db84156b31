import { markdownTable } from "../table.ts";
import type { Figures, Scenario } from "./model.ts";

const STOCK = {
  order: "in the order's batch",
  object: "an object a SKU",
  buckets: "buckets",
} as const;

/** What was simulated and what came of it, as a table in Markdown. */
export function figuresTable(runs: readonly { scenario: Scenario; figures: Figures }[]): string {
  return markdownTable(
    [
      "orders/s",
      "databases",
      "SKUs",
      "units are held",
      "answered/s",
      "refused/s",
      "p50 ms",
      "p99 ms",
      "busiest database",
      "busiest object",
    ],
    runs.map(({ scenario: { orders, shards, skus, stock, buckets }, figures }) => [
      number(orders),
      number(shards),
      number(skus),
      stock === "buckets"
        ? `in ${buckets} ${STOCK.buckets}`
        : stock === "order" && shards > 1
          ? "portions"
          : STOCK[stock],
      number(figures.answered),
      number(figures.refused),
      number(figures.p50),
      number(figures.p99),
      percent(figures.databaseLoad),
      figures.objectLoad === 0 ? "" : percent(figures.objectLoad),
    ]),
  );
}

function number(value: number): string {
  if (Number.isNaN(value)) return "-";
  return value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 1 : 0 });
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
