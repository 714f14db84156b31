import { type SQL, sql } from "drizzle-orm";
import { inList } from "../../platform/db.ts";
import {
  CREDIT_IN_DISPUTE,
  DISPUTED_ORDERS,
  PAYMENT_STATUS,
  REFUNDED_ORDERS,
  UNPAID_ORDERS,
} from "./order-payments.repo.ts";
import type { OrderSearch } from "./order-search.ts";
import type { FulfillmentStatus, PaymentStatus } from "./order-statuses.ts";
import type { OrderStatus } from "./orders.machine.ts";
import type { OrderSource } from "./orders.table.ts";

export interface OrderFilter {
  /** Whose orders the caller may see; everybody's when it is absent. */
  owner_id?: string | undefined;
  customer_id?: string | undefined;
  status?: OrderStatus | undefined;
  payment_status?: PaymentStatus | undefined;
  fulfillment_status?: FulfillmentStatus | undefined;
  email?: string | undefined;
  number?: string | undefined;
  sku?: string | undefined;
  tag?: string | undefined;
  source?: OrderSource | undefined;
  on_hold?: boolean | undefined;
  /** Placed at this time or later; before this time. ISO times. */
  placed_from?: string | undefined;
  placed_to?: string | undefined;
  search?: OrderSearch | undefined;
}

/**
 * A condition with two ways to look at it: `ids` finds the orders through an index of what the condition is about, `holds` looks at
 * one order.
 */
interface Condition {
  ids: SQL;
  holds: SQL;
}

/** The conditions of a filter on `orders o`, and the column to sort by. */
export interface OrderSelection {
  where: SQL;
  createdAt: SQL;
  /** Whether the orders are found through another table, and so in no order. */
  isFound: boolean;
}

/**
 * Decides how a filter is looked at: what names few orders finds them through its own index, and all else is asked of those; else the
 * orders are walked through in the order of the list. A "+" keeps SQLite from using an index for a term, since without statistics
 * it cannot know which of two selects more.
 */
export function selectionOf(filter: OrderFilter): OrderSelection {
  const people = equal(
    { customer_id: filter.owner_id },
    { customer_id: filter.customer_id },
    { email: filter.email },
  );
  const [first, ...others] = conditionsOf(filter);
  const isFound = first !== undefined && people.length === 0 && filter.number === undefined;
  const plus = isFound ? sql`+` : sql``;
  const where = [
    ...people,
    ...equal({ number: filter.number }),
    ...(isFound ? [sql`o.id IN (${first.ids})`] : first ? [first.holds] : []),
    ...others.map(({ holds }) => holds),
    ...(filter.status === undefined ? [] : [sql`${plus}o.status = ${filter.status}`]),
    ...(filter.source === undefined ? [] : [sourceIs(filter.source, plus)]),
    ...(filter.on_hold === false ? [sql`o.hold IS NULL`, sql`o.id NOT IN (${CREDIT_IN_DISPUTE})`] : []),
    ...(filter.placed_from === undefined ? [] : [sql`${plus}o.created_at >= ${filter.placed_from}`]),
    ...(filter.placed_to === undefined ? [] : [sql`${plus}o.created_at < ${filter.placed_to}`]),
    ...(filter.payment_status === undefined ? [] : [sql`${PAYMENT_STATUS} = ${filter.payment_status}`]),
    ...(filter.fulfillment_status === undefined
      ? []
      : [sql`${FULFILLMENT_STATUS} = ${filter.fulfillment_status}`]),
  ];
  return {
    where: where.length === 0 ? sql`1 = 1` : sql.join(where, sql` AND `),
    createdAt: sql`${plus}o.created_at`,
    isFound,
  };
}

/** Equality of columns of the order, as far as it is asked for. */
function equal(...wishes: Record<string, string | undefined>[]): SQL[] {
  return wishes.flatMap(Object.entries<string | undefined>).flatMap(([column, value]) => {
    return value === undefined ? [] : [sql`${sql.raw(`o.${column}`)} = ${value}`];
  });
}

/** The index of sources leaves carts out, where nearly all orders come from. */
function sourceIs(source: OrderSource, plus: SQL): SQL {
  return source === "cart"
    ? sql`o.source = 'cart'`
    : sql`(${plus}o.source = ${source} AND o.source <> 'cart')`;
}

/** What finds orders through other tables, the most selective first. */
function conditionsOf(filter: OrderFilter): Condition[] {
  const { search, sku, tag } = filter;
  return [
    ...(search === undefined ? [] : [searched(search)]),
    ...(sku === undefined ? [] : [ofRows("order_lines", sql`sku = ${sku}`)]),
    ...(filter.on_hold === true ? [ON_HOLD] : []),
    ...rarePayments(filter.payment_status),
    ...rareLines(filter.fulfillment_status),
    ...(tag === undefined ? [] : [ofRows("order_tags", sql`tag = ${tag}`)]),
  ];
}

function ofRows(table: "order_lines" | "order_tags" | "payments", condition: SQL): Condition {
  const rows = sql.raw(table);
  return {
    ids: sql`SELECT order_id FROM ${rows} WHERE ${condition}`,
    holds: sql`EXISTS (SELECT 1 FROM ${rows} WHERE order_id = o.id AND ${condition})`,
  };
}

const ON_HOLD: Condition = {
  ids: sql`SELECT id FROM orders WHERE hold IS NOT NULL UNION ALL ${CREDIT_IN_DISPUTE}`,
  holds: sql`(o.hold IS NOT NULL OR o.id IN (${CREDIT_IN_DISPUTE}))`,
};

/** Money states that few orders are in are found through the payments that make them. */
function rarePayments(status: PaymentStatus | undefined): Condition[] {
  switch (status) {
    case "disputed":
      return [{ ids: DISPUTED_ORDERS, holds: sql`1` }];
    case "authorized":
      return [ofRows("payments", sql`status = 'requires_capture'`)];
    // The derived state is asked for besides, order by order.
    case "refunded":
    case "partially_refunded":
      return [{ ids: REFUNDED_ORDERS, holds: sql`1` }];
    case "unpaid":
      return [{ ids: UNPAID_ORDERS, holds: sql`1` }];
    case "paid":
    case "voided":
    case undefined:
      return [];
  }
}

/** An order of which a part was sent is being processed: its status says so once nothing is left to send. */
function rareLines(status: FulfillmentStatus | undefined): Condition[] {
  if (status === "returned" || status === "partially_returned")
    return [ofRows("order_lines", sql`returned > 0`)];
  if (status === "partially_fulfilled") {
    return [
      { ids: sql`SELECT id FROM orders WHERE status = 'processing'`, holds: sql`o.status = 'processing'` },
    ];
  }
  return [];
}

function searched({ text, sku, email, number, names }: OrderSearch): Condition {
  const found = [
    sql`SELECT order_id FROM order_lines WHERE sku = ${sku}`,
    ...(email === undefined ? [] : [sql`SELECT id FROM orders WHERE email = ${email}`]),
    // The next text after all that begin so: "~" comes after every character of a number.
    ...(number === undefined
      ? []
      : [sql`SELECT id FROM orders WHERE number >= ${number} AND number < ${`${number}~`}`]),
    sql`SELECT id FROM orders WHERE erased_at IS NULL AND ${LAST_NAME} IN ${inList(names)}
      AND (${LAST_NAME} = ${text} OR lower(shipping_address ->> '$.first_name') || ' ' || ${LAST_NAME} = ${text})`,
  ];
  const ids = sql.join(found, sql` UNION `);
  return { ids, holds: sql`o.id IN (${ids})` };
}

/** As the index of recipients has it. */
const LAST_NAME = sql.raw("lower(shipping_address ->> '$.last_name')");

/** `fulfillmentStatusOf` (order-statuses.ts) in SQL. */
const FULFILLMENT_STATUS = sql.raw(`(SELECT CASE
    WHEN SUM(l.returned) >= SUM(l.quantity) AND SUM(l.returned) > 0 THEN 'returned'
    WHEN SUM(l.returned) > 0 THEN 'partially_returned'
    WHEN COALESCE(SUM(l.shipped), 0) = 0 THEN 'unfulfilled'
    WHEN SUM(l.shipped) >= SUM(l.quantity) THEN 'fulfilled'
    ELSE 'partially_fulfilled' END
  FROM order_lines l WHERE l.order_id = o.id)`);
