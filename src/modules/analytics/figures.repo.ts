import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import { readBatch, type Statement } from "../../platform/db.ts";
import { DAILY_COLUMNS, type Daily } from "./figures.ts";
import { type Rollup, rollupStmt } from "./rollups.repo.ts";

/** Days of the shop's time zone, both included. */
export interface Period {
  from: string;
  to: string;
}

export type DayRow = Daily & { day: string };

const SUMS = sql.raw(DAILY_COLUMNS.map((name) => `SUM(${name}) AS ${name}`).join(", "));

/** Rows of the shop's roll-up in a period. */
function within(ctx: Ctx, { from, to }: Period): SQL {
  return sql`rollup_id = (SELECT id FROM analytics_rollups WHERE zone = ${ctx.config.SHOP_TIME_ZONE}) AND day >= ${from} AND day <= ${to}`;
}

function ofCurrency(currency: string | undefined): SQL {
  return currency === undefined ? sql`` : sql` AND currency = ${currency}`;
}

/** The figures of each day that has any, in one round trip; without a currency only counts make sense, as amounts are added up as they are. */
export async function readDays(ctx: Ctx, period: Period, currency: string | undefined) {
  const [rollup, days, carts] = await readBatch<
    [Rollup, Omit<DayRow, "carts">, { day: string; carts: number }]
  >(ctx.env.DB, [
    rollupStmt(ctx),
    sql`SELECT day, ${SUMS} FROM daily_sales WHERE ${within(ctx, period)}${ofCurrency(currency)} GROUP BY day`,
    sql`SELECT day, carts FROM daily_carts WHERE ${within(ctx, period)}`,
  ]);
  return { rollup: rollup[0], days: [...days, ...carts] as (Partial<Daily> & { day: string })[] };
}

export interface SourceRow {
  source: string;
  refunds: number;
  refund_count: number;
}

/** The same with what refunds were made for. */
export async function readRefundDays(ctx: Ctx, period: Period, currency: string) {
  const [rollup, days, sources] = await readBatch<[Rollup, Omit<DayRow, "carts">, SourceRow]>(ctx.env.DB, [
    rollupStmt(ctx),
    sql`SELECT day, ${SUMS} FROM daily_sales WHERE ${within(ctx, period)}${ofCurrency(currency)} GROUP BY day`,
    sql`SELECT source, SUM(refunds) AS refunds, SUM(refund_count) AS refund_count FROM daily_refunds
      WHERE ${within(ctx, period)}${ofCurrency(currency)} GROUP BY source ORDER BY refunds DESC, source`,
  ]);
  return { rollup: rollup[0], days: days as (Partial<Daily> & { day: string })[], sources };
}

export interface ProductQuery extends Period {
  currency: string;
  by: "product" | "variant";
  metric: "units" | "revenue";
  limit: number;
  after: { value: number; id: string } | undefined;
}

export interface ProductRow {
  id: string;
  product_id: string;
  name: string | null;
  sku: string | null;
  units: number;
  gross: number;
  revenue: number;
  refunded_units: number;
  refunded: number;
}

/** What sold best in a period, from a position on. Names are those of now; null once it is gone from the catalog. */
export async function readTopProducts(ctx: Ctx, query: ProductQuery) {
  const { by, currency, after, limit } = query;
  const id = sql.raw(`${by}_id`);
  const metric = sql.raw(query.metric);
  const beyond = after ? sql`WHERE (${metric}, id) < (${after.value}, ${after.id})` : sql``;
  const [rollup, rows] = await readBatch<[Rollup, ProductRow]>(ctx.env.DB, [
    rollupStmt(ctx),
    sql`SELECT s.*, p.name AS name, ${by === "variant" ? sql`v.sku` : sql`NULL`} AS sku FROM (
        SELECT * FROM (SELECT ${id} AS id, MAX(product_id) AS product_id, SUM(units) AS units, SUM(gross) AS gross, SUM(revenue) AS revenue,
            SUM(refunded_units) AS refunded_units, SUM(refunded) AS refunded
          FROM daily_product_sales WHERE ${within(ctx, query)}${ofCurrency(currency)} GROUP BY 1)
        ${beyond} ORDER BY ${metric} DESC, id DESC LIMIT ${limit}) s
      LEFT JOIN products p ON p.id = s.product_id LEFT JOIN product_variants v ON v.id = s.id
      ORDER BY s.${metric} DESC, s.id DESC`,
  ]);
  return { rollup: rollup[0], rows };
}

export type CurrencyRow = Daily & { currency: string };
export interface TopRow {
  currency: string;
  product_id: string;
  name: string | null;
  units: number;
  revenue: number;
}

function byCurrencyStmt(ctx: Ctx, period: Period): Statement {
  return sql`SELECT currency, ${SUMS} FROM daily_sales WHERE ${within(ctx, period)} GROUP BY currency ORDER BY orders DESC, currency`;
}

/** The sums of a period by currency, and of each the `count` products with the most revenue. */
export async function readReport(ctx: Ctx, period: Period, count: number) {
  const [rollup, sums, top] = await readBatch<[Rollup, CurrencyRow, TopRow]>(ctx.env.DB, [
    rollupStmt(ctx),
    byCurrencyStmt(ctx, period),
    sql`SELECT s.currency, s.product_id, p.name AS name, s.units, s.revenue FROM (
        SELECT currency, product_id, SUM(units) AS units, SUM(revenue) AS revenue,
          ROW_NUMBER() OVER (PARTITION BY currency ORDER BY SUM(revenue) DESC, product_id) AS place
        FROM daily_product_sales WHERE ${within(ctx, period)} GROUP BY currency, product_id) s
      LEFT JOIN products p ON p.id = s.product_id WHERE s.place <= ${count} AND s.units > 0 ORDER BY s.currency, s.place`,
  ]);
  return { rollup: rollup[0], sums, top };
}

/** What monitoring shows of a day. */
export async function readGauges(ctx: Ctx, day: string) {
  const period = { from: day, to: day };
  const [rollup, sums, carts, gauges] = await readBatch<
    [Rollup, CurrencyRow, { carts: number | null }, { name: string; value: number }]
  >(ctx.env.DB, [
    rollupStmt(ctx),
    byCurrencyStmt(ctx, period),
    sql`SELECT SUM(carts) AS carts FROM daily_carts WHERE ${within(ctx, period)}`,
    sql`SELECT name, value FROM analytics_gauges`,
  ]);
  return { rollup: rollup[0], sums, carts: carts[0]?.carts ?? 0, gauges };
}
