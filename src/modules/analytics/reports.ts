import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { invalidInput } from "../../platform/errors.ts";
import { type Money, money } from "../../platform/money.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import { addUp, type Daily, type Figures, figuresOf, type ReportName, REPORTS } from "./figures.ts";
import {
  type DayRow,
  type Period,
  type ProductRow,
  readDays,
  readRefundDays,
  readTopProducts,
} from "./figures.repo.ts";
import { addDays, daysBetween, type Interval, localDay, startOfInterval } from "./local-days.ts";
import { countedUntil } from "./refresh-rollups.ts";
import type { Rollup } from "./rollups.repo.ts";

const DEFAULT_DAYS = 30;
/** The most days of a period, by what it is divided into. Of products each day's are added up. */
export const MOST_DAYS = { day: 400, week: 1_830, month: 3_700, products: 100 } as const;

export interface ReportQuery {
  from?: string | undefined;
  to?: string | undefined;
  currency?: string | undefined;
}

/** What a report is about, and as of when. Days are those of `time_zone`. */
export interface ReportHead extends Period {
  time_zone: string;
  currency: string;
  as_of: string | null;
  /** False while days of the period are being counted for the first time. */
  complete: boolean;
}

/** Figures by day, week or month: every one of the period, with zeros where nothing happened. Weeks and months at its ends may be partial. */
export async function readFigures(ctx: Ctx, name: ReportName, query: ReportQuery & { interval: Interval }) {
  requirePermission(ctx, "order:manage");
  const { period, currency } = periodOf(ctx, query, MOST_DAYS[query.interval]);
  // How many carts there were is not known by currency, so neither are the orders that they are compared with.
  const { rollup, days } = await readDays(ctx, period, name === "conversion" ? undefined : currency);
  return seriesOf(ctx, name, { ...query, period, currency, rollup, days });
}

/** The refunds report also tells what refunds were made for. */
export async function readRefunds(ctx: Ctx, query: ReportQuery & { interval: Interval }) {
  requirePermission(ctx, "order:manage");
  const { period, currency } = periodOf(ctx, query, MOST_DAYS[query.interval]);
  const { sources, rollup, days } = await readRefundDays(ctx, period, currency);
  return {
    ...seriesOf(ctx, "refunds", { ...query, period, currency, rollup, days }),
    by_source: sources.map(({ source, refunds, refund_count }) => ({
      source,
      refunds: money(refunds, currency),
      refund_count,
    })),
  };
}

interface Series {
  interval: Interval;
  period: Period;
  currency: string;
  rollup: Rollup | undefined;
  days: (Partial<Daily> & Pick<DayRow, "day">)[];
}

function seriesOf(ctx: Ctx, name: ReportName, { interval, period, currency, rollup, days }: Series) {
  const data: Record<string, Money | string | number | null>[] = [];
  for (let day = period.from; day <= period.to;) {
    const next = nextInterval(day, interval);
    const within = days.filter((each) => each.day >= day && each.day < next);
    data.push({ date: startOfInterval(day, interval), ...figuresOf(name, addUp(within), currency) });
    day = next;
  }
  return {
    ...headOf(ctx, period, currency, rollup),
    interval,
    totals: figuresOf(name, addUp(days), currency),
    data,
  };
}

function nextInterval(day: string, interval: Interval): string {
  // 32 and 7 days after its beginning it is the next one, whatever its length.
  const longest = { day: 1, week: 7, month: 32 }[interval];
  return startOfInterval(addDays(startOfInterval(day, interval), longest), interval);
}

/** All reports' totals of a period, and of as many days before it. */
export async function readSummary(ctx: Ctx, query: ReportQuery) {
  requirePermission(ctx, "order:manage");
  const { period, currency } = periodOf(ctx, query, MOST_DAYS.day);
  const length = daysBetween(period.from, period.to) + 1;
  const previous = { from: addDays(period.from, -length), to: addDays(period.from, -1) };
  const both = { from: previous.from, to: period.to };
  const [ofCurrency, ofAll] = await Promise.all([
    readDays(ctx, both, currency),
    readDays(ctx, both, undefined),
  ]);
  const totals = ({ from, to }: Period) =>
    Object.fromEntries(
      (Object.keys(REPORTS) as ReportName[]).map((name) => {
        const { days } = name === "conversion" ? ofAll : ofCurrency;
        return [name, figuresOf(name, addUp(days.filter(({ day }) => day >= from && day <= to)), currency)];
      }),
    ) as Record<ReportName, Figures>;
  return {
    ...headOf(ctx, period, currency, ofCurrency.rollup),
    ...totals(period),
    previous: { ...previous, ...totals(previous) },
  };
}

export interface ProductReportQuery extends ReportQuery {
  by: "product" | "variant";
  sort: "-units" | "-revenue";
  limit: number;
  cursor?: string | undefined;
}

/** One keyset page of what sold best. */
export async function readProducts(ctx: Ctx, query: ProductReportQuery) {
  requirePermission(ctx, "order:manage");
  const { period, currency } = periodOf(ctx, query, MOST_DAYS.products);
  const { by, sort, limit } = query;
  const metric = sort === "-units" ? "units" : "revenue";
  const list = [sort, by, period.from, period.to, currency].join();
  const after = decodeCursor(query.cursor, list);
  const { rollup, rows } = await readTopProducts(ctx, {
    ...period,
    currency,
    by,
    metric,
    limit: limit + 1,
    after: after && { value: Number(after.value), id: after.id },
  });
  const page = pageOf(rows, limit, (row) => ({ sort: list, value: row[metric], id: row.id }));
  return {
    ...headOf(ctx, period, currency, rollup),
    data: page.rows.map((row) => productView(row, by, currency)),
    pagination: page.pagination,
  };
}

function productView(row: ProductRow, by: "product" | "variant", currency: string) {
  return {
    product_id: row.product_id,
    variant_id: by === "variant" ? row.id : null,
    name: row.name,
    sku: row.sku,
    units: row.units,
    gross_sales: money(row.gross, currency),
    revenue: money(row.revenue, currency),
    refunded_units: row.refunded_units,
    refunded: money(row.refunded, currency),
  };
}

/** The period that is asked for, by default the last 30 days, today among them. @throws request.invalid */
function periodOf(ctx: Ctx, query: ReportQuery, mostDays: number): { period: Period; currency: string } {
  const to = query.to ?? localDay(ctx.now(), ctx.config.SHOP_TIME_ZONE);
  const from = query.from ?? addDays(to, 1 - DEFAULT_DAYS);
  const days = daysBetween(from, to) + 1;
  if (days < 1 || days > mostDays) {
    const message = `must be 0 to ${mostDays - 1} days after "from"`;
    throw invalidInput("The range of days is not valid.", {
      errors: [{ pointer: "#/query/to", code: "invalid_range", message }],
    });
  }
  return { period: { from, to }, currency: query.currency ?? ctx.config.SHOP_CURRENCIES[0] ?? "USD" };
}

function headOf(ctx: Ctx, period: Period, currency: string, rollup: Rollup | undefined): ReportHead {
  const complete = rollup !== undefined && (rollup.next_day === null || period.to < rollup.next_day);
  return { ...period, time_zone: ctx.config.SHOP_TIME_ZONE, currency, as_of: countedUntil(rollup), complete };
}
