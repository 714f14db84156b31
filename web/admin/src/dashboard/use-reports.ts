import { dataOf } from "../../../../client/index.ts";
import { client } from "../api/client.ts";
import { useRead } from "../shared/use-read.ts";
import { daysBefore, today } from "./days.ts";

/** Reports are at most five minutes old anyway. */
const EVERY_MS = 5 * 60_000;

interface Period {
  from: string;
  to: string;
  currency: string;
}

/** Today and the last 30 days, today among them, each beside the days before. */
export function useSummaries(timeZone: string, currency: string) {
  const day = today(timeZone);
  return {
    today: useSummary({ from: day, to: day, currency }),
    month: useSummary(lastMonth(timeZone, currency)),
  };
}

export function lastMonth(timeZone: string, currency: string): Period {
  const to = today(timeZone);
  return { from: daysBefore(to, 29), to, currency };
}

function useSummary(query: Period) {
  const read = () => dataOf(client.GET("/api/v1/analytics/summary", { params: { query } }));
  return useRead(["summary", query], read, { every: EVERY_MS });
}

/** A day's net sales and paid orders. */
export interface DayFigures {
  day: string;
  /** In minor units. */
  sales: number;
  orders: number;
}

/** Sales and orders of each of the last 30 days. */
export function useDays(timeZone: string, currency: string) {
  const query = lastMonth(timeZone, currency);
  const params = { query: { ...query, interval: "day" as const } };
  const read = async (): Promise<DayFigures[]> => {
    const [sales, orders] = await Promise.all([
      dataOf(client.GET("/api/v1/analytics/sales", { params })),
      dataOf(client.GET("/api/v1/analytics/orders", { params })),
    ]);
    const paid = new Map(orders.data.map(({ date, orders_paid: count }) => [date, count]));
    return sales.data.map(({ date, net_sales: net }) => ({
      day: date,
      sales: net.amount,
      orders: paid.get(date) ?? 0,
    }));
  };
  return useRead(["days", query], read, { every: EVERY_MS });
}

/** What sold best in the last 30 days. */
export function useTopProducts(timeZone: string, currency: string) {
  const query = { ...lastMonth(timeZone, currency), limit: 5 };
  const read = () => dataOf(client.GET("/api/v1/analytics/products", { params: { query } }));
  return useRead(["top-products", query], read, { every: EVERY_MS });
}
