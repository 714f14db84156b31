import { type SQL, sql } from "drizzle-orm";

/** What was given back of a credit `c`, or is asked back of it, by the status of its refunds. */
function creditGivenBack(status: SQL): SQL {
  return sql`COALESCE((SELECT SUM(f.amount) FROM refunds f WHERE f.credit_order_id = c.order_id AND f.payment_id = c.payment_id
    AND f.status NOT IN ('failed', 'canceled') AND f.status ${status}), 0)`;
}

/**
 * What of a payment's money pays for other orders, as credits: an expression for a statement. A cancelled order needs none: what was
 * not given back of it then, because a refund failed, can be given back by the payment's own order.
 */
export function creditedOf(paymentId: SQL): SQL {
  return sql`COALESCE((SELECT SUM(c.amount - ${creditGivenBack(sql`<> ''`)})
    FROM order_credits c JOIN orders borrower ON borrower.id = c.order_id
    WHERE c.payment_id = ${paymentId} AND c.released_at IS NULL AND borrower.status <> 'cancelled'), 0)`;
}

/** Ids of the orders that are paid by money of another order whose dispute the bank has not decided for the shop. */
export const CREDIT_IN_DISPUTE: SQL = sql`SELECT c.order_id FROM disputes d JOIN order_credits c ON c.payment_id = d.payment_id
  WHERE c.released_at IS NULL AND d.status NOT IN ('won', 'warning_closed', 'prevented')`;

/** The rows of OrderPaymentJson of the order `o`: its own payments, and the credits that pay for it. */
export const PAYMENT_ROWS: SQL = sql`SELECT p.id, p.created_at, p.order_id, p.purpose, p.status, p.amount, p.authorized, p.captured, p.refunded,
    p.refunding, p.disputed, ${creditedOf(sql`p.id`)} AS credited, p.version
  FROM payments p WHERE p.order_id = o.id
  UNION ALL
  SELECT p.id, c.created_at, p.order_id, 'credit', 'succeeded', c.amount, 0, c.amount, ${creditGivenBack(sql`<> 'requested'`)},
    ${creditGivenBack(sql`= 'requested'`)}, MIN(p.disputed, c.amount - ${creditGivenBack(sql`<> ''`)}), 0, p.version
  FROM order_credits c JOIN payments p ON p.id = c.payment_id
  WHERE c.order_id = o.id AND c.released_at IS NULL`;

/** `paymentStatusOf` (order-statuses.ts) of the order `o` in SQL. */
export const PAYMENT_STATUS: SQL = sql`(SELECT CASE
    WHEN SUM(p.disputed) > 0 THEN 'disputed'
    WHEN SUM(p.captured) > 0 AND SUM(p.refunded) >= SUM(p.captured) THEN 'refunded'
    WHEN SUM(p.refunded) > 0 THEN 'partially_refunded'
    WHEN (SUM(p.captured) > 0 AND NOT (MAX(p.purpose = 'credit') AND MAX(p.purpose = 'order' AND p.status <> 'succeeded')))
      OR (o.total = 0 AND COUNT(*) = 0) THEN 'paid'
    WHEN MAX(p.status = 'requires_capture') THEN 'authorized'
    WHEN MIN(p.status = 'canceled') THEN 'voided'
    ELSE 'unpaid' END
  FROM (${PAYMENT_ROWS}) p)`;

/** Ids of the orders of whose money the bank holds some back, and of those that such money was lent to. */
export const DISPUTED_ORDERS: SQL = sql`SELECT order_id FROM payments WHERE disputed > 0
  UNION ALL SELECT c.order_id FROM payments p JOIN order_credits c ON c.payment_id = p.id WHERE p.disputed > 0`;

/** Ids of the orders of which money was given back, or asked back of a credit. */
export const REFUNDED_ORDERS: SQL = sql`SELECT order_id FROM payments WHERE refunded > 0
  UNION ALL SELECT credit_order_id FROM refunds WHERE credit_order_id IS NOT NULL`;

/** Ids of the orders that are not paid, and some more: all that cost something have a payment, or a credit, that says so. */
export const UNPAID_ORDERS: SQL = sql`SELECT order_id FROM payments
    WHERE status IN ('pending', 'requires_payment_method', 'requires_confirmation', 'requires_action', 'processing')
  UNION ALL SELECT order_id FROM order_credits`;
