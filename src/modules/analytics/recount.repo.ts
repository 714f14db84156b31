import { type SQL, sql } from "drizzle-orm";
import type { Statement } from "../../platform/db.ts";

/** A day of a roll-up, with its bounds as times: `from` included, `to` not. */
export interface CountedDay {
  rollupId: number;
  day: string;
  from: string;
  to: string;
}

/** Steps that anything is counted of. Word for word as in the partial index, which SQLite uses only then. */
export const COUNTED_STEPS = sql.raw(
  "action IN ('place', 'settle', 'settle_late', 'expire', 'cancel', 'edited', 'units_cancelled')",
);
export const COUNTED_ENTRIES = sql.raw(
  "kind IN ('captured', 'voided', 'refunded', 'refund_failed', 'disputed', 'dispute_reinstated')",
);
const SETTLED = sql.raw("action IN ('settle', 'settle_late')");
const CHANGED = sql.raw("action IN ('edited', 'units_cancelled')");

/** Steps of the day, as `t`. */
const stepsOf = ({ from, to }: CountedDay): SQL =>
  sql`(SELECT * FROM order_transitions WHERE ${COUNTED_STEPS} AND at >= ${from} AND at < ${to}) t`;

/** Entries of the day in the ledgers of payments of orders that were sold, as `x`, their payments as `p`. */
const entriesOf = ({ from, to }: CountedDay): SQL =>
  sql`(SELECT * FROM payment_transactions WHERE occurred_at >= ${from} AND occurred_at < ${to} AND ${COUNTED_ENTRIES}) x
    JOIN payments p ON p.id = x.payment_id AND EXISTS (SELECT 1 FROM order_transitions WHERE order_id = p.order_id AND ${SETTLED})`;

/** Orders that were sold on the day, as CTEs: `sold`, and what later changes made of them in `changes` and `line_changes`. */
const soldOn = (
  day: CountedDay,
): SQL => sql`sold AS MATERIALIZED (SELECT order_id, at FROM ${stepsOf(day)} WHERE ${SETTLED}),
  edits AS MATERIALIZED (SELECT e.order_id, e.data -> '$.change' AS change FROM sold CROSS JOIN order_transitions e
    ON e.order_id = sold.order_id WHERE e.${CHANGED} AND e.data -> '$.change' IS NOT NULL)`;

/**
 * Counts a day from the rows that its figures are of, and writes what is another number than before: batches, to be run in this order. Each
 * is right by itself; several, so that none keeps the database from others for long. No row that is counted is ever taken back, so what was
 * counted once needs no deleting.
 */
export function recountBatches(day: CountedDay): Statement[][] {
  const carts = sql`SELECT SUM(carts) FROM cart_start_counts WHERE slot >= ${day.from} AND slot < ${day.to} HAVING COUNT(*) > 0`;
  return [
    [customersStmt(day), upsert("daily_sales", day, ["currency"], SOLD, soldQuery(), soldOn(day))],
    [
      upsert("daily_sales", day, ["currency"], STEPS, stepsQuery(day)),
      upsert("daily_sales", day, ["currency"], MONEY, moneyQuery(day)),
      upsert("daily_refunds", day, ["currency", "source"], ["refunds", "refund_count"], refundsQuery(day)),
      upsert("daily_carts", day, [], ["carts"], carts),
    ],
    [
      upsert(
        "daily_product_sales",
        day,
        ["currency", "variant_id"],
        PRODUCT,
        productQuery(day),
        sql`${soldOn(day)}, ${givenBackOn(day)}`,
      ),
    ],
  ];
}

/** INSERT … SELECT of keys and figures; a row that would stay the same is not written. */
function upsert(table: string, day: CountedDay, keys: string[], figures: string[], query: SQL, ctes?: SQL) {
  const key = ["rollup_id", "day", ...keys].join(", ");
  const list = figures.join(", ");
  const fresh = figures.map((name) => `excluded.${name}`).join(", ");
  const old = figures.map((name) => `${table}.${name}`).join(", ");
  return sql`WITH ${ctes ? sql`${ctes}, ` : sql``}counted AS (${query})
    INSERT INTO ${sql.raw(table)} (${sql.raw(`${key}, ${list}`)})
    SELECT ${day.rollupId}, ${day.day}, * FROM counted WHERE true
    ON CONFLICT (${sql.raw(key)}) DO UPDATE SET (${sql.raw(list)}) = (${sql.raw(fresh)})
    WHERE (${sql.raw(old)}) IS NOT (${sql.raw(fresh)})`;
}

/** Whoever has the same address or account as somebody with an earlier paid order has bought here before. */
function customersStmt(day: CountedDay): Statement {
  const earlier = (
    same: SQL,
  ) => sql`EXISTS (SELECT 1 FROM orders p JOIN order_transitions s ON s.order_id = p.id AND s.${SETTLED}
    WHERE ${same} AND (s.at < t.at OR (s.at = t.at AND p.id < o.id)))`;
  return sql`INSERT INTO order_customers (order_id, is_new)
    SELECT o.id, CASE WHEN o.erased_at IS NULL
      THEN NOT ${earlier(sql`p.email = o.email`)} AND NOT ${earlier(sql`p.customer_id = o.customer_id`)} END
    FROM ${stepsOf(day)} JOIN orders o ON o.id = t.order_id
    WHERE t.${SETTLED} AND NOT EXISTS (SELECT 1 FROM order_customers n WHERE n.order_id = t.order_id)`;
}

const SUMS = {
  gross: "subtotal",
  discounts: "discount",
  shipping: "shipping",
  tax: "tax",
  tax_included: "tax_included",
  total: "total",
};
const SOLD = [
  "orders",
  "units",
  ...Object.keys(SUMS),
  "exchanged",
  "new_orders",
  "new_total",
  "returning_orders",
  "returning_total",
];

/** Orders as they were when they were confirmed: what they are, less all changes since. */
function soldQuery(): SQL {
  const names = [...Object.values(SUMS), "units"];
  const changed = names.map((name) => `SUM(change ->> '$.${name}') AS ${name}`).join(", ");
  const was = (now: string, name: string) => `${now} - COALESCE(c.${name}, 0)`;
  const sums = Object.entries(SUMS).map(([figure, column]) => `${was(`o.${column}`, column)} AS ${figure}`);
  const units = was("(SELECT SUM(quantity) FROM order_lines l WHERE l.order_id = o.id)", "units");
  const sold = sql.raw(`SELECT o.currency, n.is_new, ${units} AS units, ${sums.join(", ")},
      COALESCE((SELECT SUM(amount) FROM order_credits
        WHERE order_id = o.id AND (released_at IS NULL OR released_at > sold.at)), 0) AS exchanged
    FROM sold JOIN orders o ON o.id = sold.order_id LEFT JOIN order_customers n ON n.order_id = o.id
      LEFT JOIN (SELECT order_id, ${changed} FROM edits GROUP BY order_id) c ON c.order_id = o.id`);
  const all = ["units", ...Object.keys(SUMS), "exchanged"].map((figure) => `SUM(${figure})`).join(", ");
  return sql`SELECT currency, COUNT(*), ${sql.raw(all)}, COUNT(*) FILTER (WHERE is_new = 1), COALESCE(SUM(total) FILTER (WHERE is_new = 1), 0),
      COUNT(*) FILTER (WHERE is_new = 0), COALESCE(SUM(total) FILTER (WHERE is_new = 0), 0)
    FROM (${sold}) GROUP BY currency`;
}

const STEPS = ["placed", "placed_from_carts", "paid_from_carts", "cancelled", "cancelled_unpaid", "expired"];

function stepsQuery(day: CountedDay): SQL {
  const paid = sql.raw("t.from_status IN ('confirmed', 'processing')");
  return sql`SELECT o.currency, SUM(t.action = 'place'), SUM(t.action = 'place' AND o.source = 'cart'),
      SUM(t.${SETTLED} AND o.source = 'cart'), SUM(t.action = 'cancel' AND ${paid}), SUM(t.action = 'cancel' AND NOT ${paid}),
      SUM(t.action = 'expire')
    FROM ${stepsOf(day)} CROSS JOIN orders o ON o.id = t.order_id GROUP BY o.currency`;
}

const MONEY = ["differences", "released", "refunds", "refund_count", "disputed"];
const REFUNDS = sql.raw(
  "SUM(CASE x.kind WHEN 'refunded' THEN x.amount WHEN 'refund_failed' THEN -x.amount ELSE 0 END)",
);

function moneyQuery(day: CountedDay): SQL {
  return sql`SELECT x.currency, SUM(CASE WHEN x.kind = 'captured' AND p.purpose = 'difference' THEN x.amount ELSE 0 END),
      SUM(CASE WHEN x.kind = 'voided' AND p.purpose = 'order' THEN x.amount ELSE 0 END), ${REFUNDS}, SUM(x.kind = 'refunded'),
      SUM(CASE x.kind WHEN 'disputed' THEN x.amount WHEN 'dispute_reinstated' THEN -x.amount ELSE 0 END)
    FROM ${entriesOf(day)} GROUP BY x.currency`;
}

function refundsQuery(day: CountedDay): SQL {
  return sql`SELECT x.currency, COALESCE(r.source, 'provider') AS source, ${REFUNDS}, SUM(x.kind = 'refunded')
    FROM ${entriesOf(day)} LEFT JOIN refunds r ON r.provider_ref = x.provider_ref
    WHERE x.kind IN ('refunded', 'refund_failed') GROUP BY 1, 2`;
}

const PRODUCT = ["product_id", "units", "gross", "revenue", "refunded_units", "refunded"];

/** Units that were given back for money, or for other goods. Apart from what was sold: D1 takes no more than five SELECTs in one. */
function givenBackOn(day: CountedDay): SQL {
  const sign = "(CASE WHEN kind = 'refund_failed' THEN -1 ELSE 1 END)";
  return sql`given AS MATERIALIZED (SELECT j.value ->> 'order_line_id' AS line_id, 0 AS units, 0 AS gross, 0 AS revenue,
      ${sql.raw(sign)} * (j.value ->> 'quantity') AS returned, ${sql.raw(sign)} * (j.value ->> 'amount') AS refunded
    FROM (SELECT x.kind, r.lines FROM ${entriesOf(day)} JOIN refunds r ON r.provider_ref = x.provider_ref
          WHERE x.kind IN ('refunded', 'refund_failed')
        UNION ALL SELECT 'exchanged', c.lines FROM sold JOIN order_credits c ON c.order_id = sold.order_id
          AND (c.released_at IS NULL OR c.released_at > sold.at)) b, json_each(b.lines) j)`;
}

/**
 * What was sold, what changes and cancellations of paid orders on that day made more or less of it, and units that were given back.
 */
function productQuery(day: CountedDay): SQL {
  const lines = sql`
    SELECT l.id AS line_id, l.quantity AS units, l.quantity * l.unit_price AS gross, l.total AS revenue, 0 AS returned, 0 AS refunded
      FROM sold JOIN order_lines l ON l.order_id = sold.order_id
    UNION ALL SELECT j.value ->> 'id', -(j.value ->> 'quantity'), -(j.value ->> 'gross'), -(j.value ->> 'total'), 0, 0
      FROM edits, json_each(edits.change, '$.lines') j
    UNION ALL SELECT j.value ->> 'id', j.value ->> 'quantity', j.value ->> 'gross', j.value ->> 'total', 0, 0
      FROM ${stepsOf(day)}, json_each(t.data, '$.change.lines') j WHERE t.${CHANGED}
    UNION ALL SELECT l.id, -l.quantity, -l.quantity * l.unit_price, -l.total, 0, 0
      FROM ${stepsOf(day)} JOIN order_lines l ON l.order_id = t.order_id
      WHERE t.action = 'cancel' AND t.from_status IN ('confirmed', 'processing')
    UNION ALL SELECT * FROM given`;
  return sql`SELECT o.currency, l.variant_id, MAX(l.product_id), SUM(f.units), SUM(f.gross), SUM(f.revenue), SUM(f.returned), SUM(f.refunded)
    FROM (${lines}) f JOIN order_lines l ON l.id = f.line_id JOIN orders o ON o.id = l.order_id GROUP BY 1, 2`;
}
