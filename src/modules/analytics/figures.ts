import { type Money, money } from "../../platform/money.ts";

/** The columns of daily_sales that reports add up, and the carts of daily_carts. Amounts in minor units of one currency. */
export const DAILY_COLUMNS = [
  "orders",
  "units",
  "gross",
  "discounts",
  "shipping",
  "tax",
  "tax_included",
  "total",
  "exchanged",
  "new_orders",
  "new_total",
  "returning_orders",
  "returning_total",
  "placed",
  "placed_from_carts",
  "paid_from_carts",
  "cancelled",
  "cancelled_unpaid",
  "expired",
  "differences",
  "released",
  "refunds",
  "refund_count",
  "disputed",
] as const;

export type Daily = Record<(typeof DAILY_COLUMNS)[number] | "carts", number>;

type Kind = "money" | "count" | "rate";
/** How a figure is reckoned, and what it means. */
export type Figure = readonly [kind: Kind, of: (sum: Daily) => number | null, meaning: string];

const sales = (sum: Daily) => sum.total + sum.differences;
/** Null where there is nothing to divide by. Four decimals. */
const ratio = (part: number, whole: number) =>
  whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000;

/** Every figure of every report: what it is reckoned from is added up over the period first. */
export const REPORTS = {
  sales: {
    gross_sales: [
      "money",
      (sum) => sum.gross,
      "Price times quantity of the orders that were paid, before discounts.",
    ],
    discounts: ["money", (sum) => sum.discounts, "Taken off in these orders."],
    shipping: ["money", (sum) => sum.shipping, "Asked for in these orders."],
    tax: [
      "money",
      (sum) => sum.tax + sum.tax_included,
      "In these orders, added to prices or included in them.",
    ],
    tax_included: ["money", (sum) => sum.tax_included, "The part of `tax` that prices contain."],
    differences: ["money", (sum) => sum.differences, "Paid later for orders that an edit had made dearer."],
    total_sales: ["money", sales, "gross_sales - discounts + shipping + tax - tax_included + differences."],
    refunds: ["money", (sum) => sum.refunds, "Went back to customers, less what came back from there."],
    exchanged: ["money", (sum) => sum.exchanged, "Returned goods that paid for other ones."],
    released: ["money", (sum) => sum.released, "Authorised for paid orders and let go of uncaptured."],
    net_sales: [
      "money",
      (sum) => sales(sum) - sum.refunds - sum.exchanged - sum.released,
      "total_sales - refunds - exchanged - released: what stays with the shop, taxes and shipping among it.",
    ],
  },
  orders: {
    orders_placed: ["count", (sum) => sum.placed, "Orders that were placed, paid or not."],
    orders_paid: [
      "count",
      (sum) => sum.orders,
      "Orders that were paid, authorised or free, and so confirmed.",
    ],
    orders_cancelled: ["count", (sum) => sum.cancelled, "Cancelled as a whole after they were paid."],
    orders_cancelled_unpaid: ["count", (sum) => sum.cancelled_unpaid, "Cancelled before that."],
    orders_expired: ["count", (sum) => sum.expired, "Not paid in time."],
    units: ["count", (sum) => sum.units, "Units of the orders that were paid."],
    average_order_value: [
      "money",
      (sum) => (sum.orders === 0 ? null : Math.round(sum.total / sum.orders)),
      "What an order that was paid came to, on average; half a minor unit is rounded up. Null without orders.",
    ],
  },
  conversion: {
    carts_started: ["count", (sum) => sum.carts, "Carts that something was put into."],
    orders_placed: ["count", (sum) => sum.placed_from_carts, "Orders placed out of carts."],
    orders_paid: ["count", (sum) => sum.paid_from_carts, "Orders out of carts that were paid."],
    placed_rate: ["rate", (sum) => ratio(sum.placed_from_carts, sum.carts), "orders_placed / carts_started."],
    paid_rate: ["rate", (sum) => ratio(sum.paid_from_carts, sum.carts), "orders_paid / carts_started."],
  },
  customers: {
    new_customers: ["count", (sum) => sum.new_orders, "Whose first paid order it was."],
    returning_orders: [
      "count",
      (sum) => sum.returning_orders,
      "Paid orders of customers who had one before.",
    ],
    new_sales: ["money", (sum) => sum.new_total, "What the first orders came to."],
    returning_sales: ["money", (sum) => sum.returning_total, "What the others came to."],
    returning_rate: [
      "rate",
      (sum) => ratio(sum.returning_orders, sum.returning_orders + sum.new_orders),
      "returning_orders among the orders of both.",
    ],
  },
  refunds: {
    refunds: ["money", (sum) => sum.refunds, "Went back to customers, less what came back from there."],
    refund_count: ["count", (sum) => sum.refund_count, "How many refunds Stripe made."],
    exchanged: ["money", (sum) => sum.exchanged, "Returned goods that paid for other ones."],
    released: ["money", (sum) => sum.released, "Authorised for paid orders and let go of uncaptured."],
    disputed: [
      "money",
      (sum) => sum.disputed,
      "Taken by customers' banks, less what they returned; in no other figure.",
    ],
    refund_rate: [
      "rate",
      (sum) => ratio(sum.refunds, sales(sum)),
      "refunds / total_sales of the same period.",
    ],
  },
} as const satisfies Record<string, Record<string, Figure>>;

export type ReportName = keyof typeof REPORTS;
export type Figures = Record<string, Money | number | null>;

/** The sum of days, column by column. */
export function addUp(days: readonly Partial<Daily>[]): Daily {
  const sum = Object.fromEntries([...DAILY_COLUMNS, "carts"].map((name) => [name, 0])) as Daily;
  for (const day of days) {
    for (const name of Object.keys(sum) as (keyof Daily)[]) sum[name] += day[name] ?? 0;
  }
  return sum;
}

/** What a report says of a sum of days. */
export function figuresOf(report: ReportName, sum: Daily, currency: string): Figures {
  const figures = Object.entries<Figure>(REPORTS[report]);
  return Object.fromEntries(
    figures.map(([name, [kind, of]]) => {
      const value = of(sum);
      return [name, kind === "money" && value !== null ? money(value, currency) : value];
    }),
  );
}
