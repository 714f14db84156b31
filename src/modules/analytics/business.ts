import type { Ctx } from "../../platform/ctx.ts";
import { type Money, money } from "../../platform/money.ts";
import { addUp, figuresOf, type REPORTS } from "./figures.ts";
import { type Period, readGauges, readReport } from "./figures.repo.ts";
import { localDay } from "./local-days.ts";
import { countedUntil } from "./refresh-rollups.ts";

// What other modules tell of the business: reports by mail, gauges for monitoring.

/** What a period came to in a currency, for a mail to staff. */
export interface SalesOfCurrency {
  currency: string;
  orders: number;
  units: number;
  newCustomers: number;
  totalSales: Money;
  refunds: Money;
  netSales: Money;
  /** Null without orders. */
  averageOrderValue: Money | null;
  /** At most ten, the one with the most revenue first. `name` is null once the product is gone from the catalog. */
  topProducts: { productId: string; name: string | null; units: number; revenue: Money }[];
}

export interface SalesReport extends Period {
  timeZone: string;
  /** One for each currency that something happened in, the one with the most orders first. */
  currencies: SalesOfCurrency[];
}

/** What a period of days (both included, of the shop's time zone) came to, by currency. One call of the database. */
export async function salesReport(ctx: Ctx, { from, to }: Period): Promise<SalesReport> {
  const { sums, top } = await readReport(ctx, { from, to }, 10);
  const currencies = sums.map((row): SalesOfCurrency => {
    const { currency } = row;
    const sum = addUp([row]);
    const sales = figuresOf("sales", sum, currency) as Record<keyof (typeof REPORTS)["sales"], Money>;
    const orders = figuresOf("orders", sum, currency);
    return {
      currency,
      orders: row.orders,
      units: row.units,
      newCustomers: row.new_orders,
      totalSales: sales.total_sales,
      refunds: sales.refunds,
      netSales: sales.net_sales,
      averageOrderValue: orders["average_order_value"] as Money | null,
      topProducts: top
        .filter((each) => each.currency === currency)
        .map((each) => ({
          productId: each.product_id,
          name: each.name,
          units: each.units,
          revenue: money(each.revenue, currency),
        })),
    };
  });
  return { from, to, timeZone: ctx.config.SHOP_TIME_ZONE, currencies };
}

/** What monitoring shows of the business. Of today, in the shop's time zone, as of the last count. */
export interface BusinessGauges {
  /** Null: nothing was counted yet. */
  asOf: string | null;
  /** Amounts in minor units of `currency`. */
  sales: {
    currency: string;
    placed: number;
    paid: number;
    totalSales: number;
    netSales: number;
    refunds: number;
  }[];
  cartsStarted: number;
  newCustomers: number;
  /** Variants that are offered, of which none is to be had; and active accounts. As of the last night; undefined before the first. */
  stockOuts: number | undefined;
  users: number | undefined;
}

/** One call of the database; costs the same however large the shop is. */
export async function businessGauges(ctx: Ctx): Promise<BusinessGauges> {
  const { rollup, sums, carts, gauges } = await readGauges(
    ctx,
    localDay(ctx.now(), ctx.config.SHOP_TIME_ZONE),
  );
  const gauge = (name: string) => gauges.find((each) => each.name === name)?.value;
  return {
    asOf: countedUntil(rollup),
    sales: sums.map((row) => {
      const { total_sales, net_sales } = figuresOf("sales", addUp([row]), row.currency) as Record<
        string,
        Money
      >;
      return {
        currency: row.currency,
        placed: row.placed,
        paid: row.orders,
        totalSales: total_sales?.amount ?? 0,
        netSales: net_sales?.amount ?? 0,
        refunds: row.refunds,
      };
    }),
    cartsStarted: carts,
    newCustomers: sums.reduce((all, row) => all + row.new_orders, 0),
    stockOuts: gauge("stock_outs"),
    users: gauge("users"),
  };
}
