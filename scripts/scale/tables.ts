import {
  DAY,
  databases,
  dollars,
  HOT_DAYS,
  monthly,
  MONTH,
  ordersADatabase,
  PER_ORDER,
  RATES,
} from "./arithmetic.ts";
import { ORDER_BYTES, ORDER_USE, STRIPE_WEBHOOKS } from "./measured.ts";
import { LIMITS, PLAN, type PRICES } from "./platform.ts";
import { markdownTable } from "./table.ts";

const { placing, events, stripeWebhooks } = ORDER_USE;
const parts = [placing, events, stripeWebhooks];

const NAMES: Record<keyof typeof PRICES, string> = {
  requests: "Worker requests",
  cpuMs: "Worker CPU ms",
  d1RowsRead: "D1 rows read",
  d1RowsWritten: "D1 rows written",
  d1Gigabytes: "D1 GB",
  objectRequests: "object requests",
  objectGigabyteSeconds: "object GB-s",
  objectRowsWritten: "object rows written",
  objectGigabytes: "object GB",
  kvReads: "KV reads",
  queueOperations: "queue operations",
  logEvents: "log events",
  analyticsPoints: "Analytics Engine points",
  mails: "mails",
  r2Gigabytes: "R2 GB of dumps",
};
const KINDS = Object.keys(NAMES) as (keyof typeof PRICES)[];

const short = (value: number) =>
  value.toLocaleString("en", {
    notation: value >= 1e6 ? "compact" : "standard",
    maximumFractionDigits: value < 10 ? 2 : value < 1e6 ? 0 : 1,
  });
const money = (value: number) => `$${Math.round(value).toLocaleString("en")}`;

/** What one order uses. */
export function orderTable(): string {
  const row = (name: string, of: readonly (typeof parts)[number][]) => [
    name,
    ...(["readCalls", "writeCalls", "rowsRead", "rowsWritten", "messages", "stripeCalls"] as const).map(
      (key) => short(of.reduce((sum, part) => sum + part[key], 0)),
    ),
  ];
  return markdownTable(
    [
      "of one order",
      "D1 calls that read",
      "that write",
      "rows read",
      "rows written",
      "messages",
      "calls to Stripe",
    ],
    [
      row("placing it", [placing]),
      row("its events", [events]),
      row(`Stripe's ${STRIPE_WEBHOOKS} webhooks`, [stripeWebhooks]),
      row("together", parts),
    ],
  );
}

/** What each rate asks of the platform a second. */
export function loadTable(): string {
  const rows: [string, (rate: number) => string][] = [
    ["requests/s", (rate) => short(rate * PER_ORDER.requests)],
    ["Worker CPU, cores", (rate) => short((rate * PER_ORDER.cpuMs) / 1_000)],
    ["cart objects' calls/s", (rate) => short(rate * PER_ORDER.objectRequests)],
    ["queue messages/s", (rate) => short(rate * PER_ORDER.messages)],
    ["queues", (rate) => short(Math.ceil((rate * PER_ORDER.messages) / LIMITS.queueMessagesPerSecond))],
    ["busy with orders, D1 databases", (rate) => short((rate * PER_ORDER.databaseMs) / 1_000)],
    ["databases for the writes", (rate) => short(databases(rate, 30).forWrites)],
    ["orders' bytes a day, GB", (rate) => short((rate * DAY * ORDER_BYTES) / 1e9)],
    ["hours until one database is full", (rate) => short(LIMITS.d1Bytes / (rate * 3_600 * ORDER_BYTES))],
    ...HOT_DAYS.map((days): [string, (rate: number) => string] => [
      `databases to hold ${days} days`,
      (rate) => short(databases(rate, days).forBytes),
    ]),
    ["calls to Stripe/s", (rate) => short(rate * PER_ORDER.stripeCalls)],
    ["times Stripe's usual limit", (rate) => short((rate * PER_ORDER.stripeCalls) / LIMITS.stripePerSecond)],
  ];
  return markdownTable(
    ["", ...RATES.map((rate) => `${short(rate)}/s`)],
    rows.map(([name, of]) => [name, ...RATES.map(of)]),
  );
}

/** What each rate costs a month; `logShare` of the log is kept. */
export function costTable(hotDays: number, logShare: number): string {
  const bills = RATES.map((rate) => {
    const used = monthly(rate, hotDays, logShare);
    return { rate, used, sum: KINDS.reduce((sum, kind) => sum + dollars(kind, used[kind]), PLAN) };
  });
  return markdownTable(
    ["a month", ...RATES.flatMap((rate) => [`${short(rate)}/s`, "$"])],
    [
      ...KINDS.map((kind) => [
        NAMES[kind],
        ...bills.flatMap(({ used }) => [short(used[kind]), money(dollars(kind, used[kind]))]),
      ]),
      ["all, with the plan", ...bills.flatMap(({ sum }) => ["", money(sum)])],
      ["of an order", ...bills.flatMap(({ rate, sum }) => ["", `$${(sum / (rate * MONTH)).toFixed(5)}`])],
    ],
  );
}

/** How many orders one database carries, by what a write takes it. */
export function databaseTable(): string {
  return markdownTable(
    ["a write takes", "orders/s for long", "orders/s in a rush"],
    [1, 2, 5, 10].map((ms) => {
      const { lasting, burst } = ordersADatabase(ms);
      return [`${ms} ms`, short(Math.floor(lasting)), short(Math.floor(burst))];
    }),
  );
}

/** All tables of the document, by name. */
export const TABLES: Record<string, string> = {
  order: orderTable(),
  load: loadTable(),
  database: databaseTable(),
  "cost as it is": costTable(30, 1),
  "cost, logs sampled": costTable(3, 0.02),
};
