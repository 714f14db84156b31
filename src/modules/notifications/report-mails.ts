import { z } from "zod";
import { money } from "../../platform/money.ts";
import { type SalesReport, salesReport } from "../analytics/index.ts";
import { listLowStock } from "../inventory/index.ts";
import type { Block } from "./mail-page.ts";
import { defineReport } from "./mail-template.ts";
import { findTroubles, type Troubles } from "./troubles.repo.ts";
import type { Words } from "./words/index.ts";

/** As many lines a list; a mail is no list of a thousand. */
const LISTED = 50;

/** The title of the only variant of a product without options. */
const ONLY_VARIANT = "Default";

interface LowStock {
  variants: readonly {
    sku: string;
    name: string;
    title: string;
    available: number;
    low_stock_threshold: number;
  }[];
  more: boolean;
}

const MUG = { sku: "MUG-RED", name: "Enamel mug", title: "Red", available: 2, low_stock_threshold: 5 };

/** The variants of which fewer are left than their threshold. */
export const lowStockDigest = defineReport({
  name: "low-stock-digest",
  schema: z.object({}),
  category: "staff",
  resendable: true,
  async load(ctx) {
    const variants = await listLowStock(ctx, LISTED + 1);
    const data: LowStock = { variants: variants.slice(0, LISTED), more: variants.length > LISTED };
    return variants.length === 0 ? null : { data };
  },
  samples: [
    { variants: [MUG], more: false },
    {
      variants: [MUG, { ...MUG, sku: "TOWEL", name: "Tea towel", title: ONLY_VARIANT, available: -3 }],
      more: true,
    },
  ],
  render: ({ variants, more }: LowStock, shop, { report, ...words }) => ({
    subject: report.lowSubject(shop.name),
    title: report.lowTitle,
    blocks: [
      report.lowIntro,
      {
        rows: [
          variants.map((variant) => ({
            label: [variant.sku, variant.name, variant.title]
              .filter((part) => part !== "" && part !== ONLY_VARIANT)
              .join(", "),
            value: report.left(words.count(variant.available), words.count(variant.low_stock_threshold)),
          })),
        ],
      },
      ...(more ? [report.more] : []),
    ],
  }),
});

/** Days of the shop's time zone, both included. */
const period = z.object({ from: z.string(), to: z.string() });

const SALES: SalesReport = {
  from: "2026-03-09",
  to: "2026-03-15",
  timeZone: "Europe/Berlin",
  currencies: [
    {
      currency: "USD",
      orders: 1_204,
      units: 3_010,
      newCustomers: 812,
      totalSales: money(6_312_450, "USD"),
      refunds: money(120_000, "USD"),
      netSales: money(5_870_120, "USD"),
      averageOrderValue: money(5_243, "USD"),
      topProducts: [
        { productId: "1", name: "Enamel mug", units: 640, revenue: money(1_279_360, "USD") },
        { productId: "2", name: null, units: 1, revenue: money(1_250, "USD") },
      ],
    },
    {
      currency: "JPY",
      orders: 0,
      units: 0,
      newCustomers: 0,
      totalSales: money(-1_500, "JPY"),
      refunds: money(1_500, "JPY"),
      netSales: money(-1_500, "JPY"),
      averageOrderValue: null,
      topProducts: [],
    },
  ],
};

/** What a period came to. */
function salesMail(name: "daily-report" | "weekly-report") {
  const isDaily = name === "daily-report";
  return defineReport({
    name,
    schema: period,
    category: "staff",
    resendable: true,
    load: async (ctx, days) => ({ data: await salesReport(ctx, days) }),
    samples: [
      { ...SALES, from: isDaily ? SALES.to : SALES.from },
      { ...SALES, currencies: [] },
    ],
    render: ({ from, to, currencies }: SalesReport, shop, words) => {
      const { report } = words;
      const [first, last] = [words.day(from), words.day(to)];
      return {
        subject: isDaily ? report.daily(shop.name, first) : report.weekly(shop.name, first, last),
        title: isDaily ? report.dailyTitle(first) : report.weeklyTitle(first, last),
        blocks:
          currencies.length === 0
            ? [report.noSales]
            : currencies.flatMap((sales) => salesBlocks(sales, words)),
      };
    },
  });
}

function salesBlocks(sales: SalesReport["currencies"][number], words: Words): Block[] {
  const { report } = words;
  const { averageOrderValue: average, topProducts: top } = sales;
  return [
    report.figures(sales.currency),
    {
      rows: [
        [
          { label: report.total, value: words.money(sales.totalSales), strong: true },
          { label: report.net, value: words.money(sales.netSales) },
          { label: report.refunds, value: words.money(sales.refunds) },
          { label: report.orders, value: words.count(sales.orders) },
          ...(average === null ? [] : [{ label: report.average, value: words.money(average) }]),
          { label: report.units, value: words.count(sales.units) },
          { label: report.newCustomers, value: words.count(sales.newCustomers) },
        ],
      ],
    },
    ...(top.length === 0
      ? []
      : [
          report.top,
          {
            rows: [
              top.map(({ name, units, revenue }) => ({
                label: name ?? report.gone,
                value: report.sold(units, words.count(units), words.money(revenue)),
              })),
            ],
          },
        ]),
  ];
}

const SINCE = "2026-03-14T15:04:05.000Z";

/** What waits for a person: alerts, events that were given up, jobs that fail. */
export const opsDigest = defineReport({
  name: "ops-digest",
  schema: z.object({}),
  category: "staff",
  resendable: true,
  async load(ctx) {
    const data = await findTroubles(ctx, LISTED);
    const none = [data.alerts, data.dead_letters, data.jobs].every((list) => list.length === 0);
    return none ? null : { data };
  },
  samples: [
    {
      alerts: [{ name: "payment.unexpected_amount", count: 2, since: SINCE }],
      dead_letters: [{ name: "search.project-product", count: 1, since: SINCE }],
      jobs: [{ name: "payments.reconcile", count: 3, since: SINCE }],
    },
    { alerts: [], dead_letters: [], jobs: [{ name: "audit.verify", count: 1, since: SINCE }] },
  ],
  render: ({ alerts, dead_letters, jobs }: Troubles, shop, words) => {
    const { report } = words;
    const list = (title: (count: number) => string, found: Troubles["alerts"], count: number): Block[] =>
      found.length === 0
        ? []
        : [
            title(count),
            {
              rows: [
                found.map((each) => ({
                  label: each.name,
                  value: report.since(report.times(each.count), words.time(each.since)),
                })),
              ],
            },
          ];
    return {
      subject: report.opsSubject(shop.name),
      title: report.opsTitle,
      blocks: [
        ...list(report.alerts, alerts, sumOf(alerts)),
        ...list(report.deadLetters, dead_letters, sumOf(dead_letters)),
        ...list(report.jobs, jobs, jobs.length),
      ],
    };
  },
});

function sumOf(found: readonly { count: number }[]): number {
  return found.reduce((sum, { count }) => sum + count, 0);
}

export const dailyReport = salesMail("daily-report");
export const weeklyReport = salesMail("weekly-report");
export const reportMails = [lowStockDigest, opsDigest, dailyReport, weeklyReport] as const;
