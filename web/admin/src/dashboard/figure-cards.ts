import { formatMoney, type Money } from "../shared/format.ts";

interface Totals {
  sales: { net_sales: Money };
  orders: { orders_paid: number; average_order_value: Money | null };
  conversion: { paid_rate: number | null };
}

/** A figure of the dashboard: how it reads, and how much it is for comparing. */
export interface FigureKind {
  label: string;
  /** What it counts, for whoever wonders. */
  meaning: string;
  textOf: (totals: Totals) => string;
  valueOf: (totals: Totals) => number | null;
}

export const FIGURES: readonly FigureKind[] = [
  {
    label: "Revenue",
    meaning: "Net sales: what customers paid, less refunds. Taxes and shipping are in it.",
    textOf: ({ sales }) => formatMoney(sales.net_sales),
    valueOf: ({ sales }) => sales.net_sales.amount,
  },
  {
    label: "Orders",
    meaning: "Orders that were paid.",
    textOf: ({ orders }) => orders.orders_paid.toLocaleString(),
    valueOf: ({ orders }) => orders.orders_paid,
  },
  {
    label: "Average order value",
    meaning: "What a paid order came to, on average.",
    textOf: ({ orders }) => (orders.average_order_value ? formatMoney(orders.average_order_value) : "–"),
    valueOf: ({ orders }) => orders.average_order_value?.amount ?? null,
  },
  {
    label: "Conversion",
    meaning: "Paid orders per cart that was started, in all currencies.",
    textOf: ({ conversion }) => percent(conversion.paid_rate),
    valueOf: ({ conversion }) => conversion.paid_rate,
  },
];

/** By how much a figure is more or less than before: 0.25 is a quarter more; undefined where there is nothing to compare with. */
export function changeOf(now: number | null, before: number | null): number | undefined {
  return now === null || before === null || before === 0 ? undefined : (now - before) / Math.abs(before);
}

export function percent(rate: number | null): string {
  return rate === null ? "–" : rate.toLocaleString(undefined, { style: "percent", maximumFractionDigits: 1 });
}
