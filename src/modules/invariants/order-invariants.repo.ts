/** What must hold of orders at any moment: `breaches` is the SQL that finds those of `orders`, an expression for rows of that table. */
export interface OrderInvariant {
  says: string;
  /** Yields `id`, the order's, and figures; nothing about a person. */
  readonly breaches: (orders: string) => string;
}

/** What other orders' money was to pay of an order `o`, for which they were exchanged, whether that came to pass or not. */
export const CREDIT = "COALESCE((SELECT SUM(c.amount) FROM order_credits c WHERE c.order_id = o.id), 0)";
/** Whether staff changed what the order consists of, or took only a part of its money, after it was placed. */
export const CHANGED =
  "EXISTS (SELECT 1 FROM order_transitions c WHERE c.order_id = o.id AND c.action IN ('edited', 'units_cancelled'))";

const CLOSED = "('expired', 'cancelled')";
const OPEN = "('pending_payment', 'payment_failed')";
const GONE = "('failed', 'canceled')";

/** What the ledger of a payment `p` says of a kind, less another one that undoes it. */
export function ledgerSum(kind: string, undone = ""): string {
  return `COALESCE((SELECT SUM(CASE kind WHEN '${kind}' THEN amount WHEN '${undone}' THEN -amount END)
    FROM payment_transactions t WHERE t.payment_id = p.id), 0)`;
}

/** How many units of a line `l` fulfillments of these statuses have. */
function sent(condition: string): string {
  return `COALESCE((SELECT SUM(f.quantity) FROM fulfillment_lines f JOIN fulfillments h ON h.id = f.fulfillment_id
    WHERE f.order_line_id = l.id AND h.status ${condition}), 0)`;
}

/** How many units of a line `l` these refunds `r` were for. */
function refunded(which: string): string {
  return `COALESCE((SELECT SUM(j.value ->> 'quantity') FROM refunds r, json_each(r.lines) j
    WHERE ${which} AND r.status NOT IN ${GONE} AND j.value ->> 'order_line_id' = l.id), 0)`;
}

/** The invariants by their codes, for a table of steps (action -> from which states it leads where) and of what else happens to orders. */
export function orderInvariants(
  transitions: Readonly<Record<string, { from: readonly string[]; to: string }>>,
  events: readonly string[],
): Readonly<Record<string, OrderInvariant>> {
  const steps = Object.entries(transitions)
    .flatMap(([action, { from, to }]) => from.map((state) => `('${action}', '${state}', '${to}')`))
    .join(", ");
  return {
    order_total: {
      says: "the lines and the sums make the order's total",
      breaches: (orders) => `SELECT o.id, o.total FROM ${orders} o
        WHERE o.total <> o.subtotal - o.discount + o.shipping + o.tax
          OR o.subtotal - o.discount <> (SELECT SUM(l.total) FROM order_lines l WHERE l.order_id = o.id)
          OR o.tax + o.tax_included <> (SELECT COALESCE(SUM(value ->> 'amount'), 0) FROM json_each(o.tax_lines))`,
    },
    amount_asked: {
      says: "the payment asks for the order's total less its credit; only what then costs nothing has none",
      breaches: (
        orders,
      ) => `SELECT o.id, o.total - ${CREDIT} AS due, COUNT(p.id) AS payments, MAX(p.amount) AS asked
        FROM ${orders} o LEFT JOIN payments p ON p.order_id = o.id AND p.purpose = 'order' WHERE NOT ${CHANGED}
        GROUP BY o.id HAVING payments <> (due > 0) OR (due > 0 AND asked <> due)`,
    },
    payment_ledger: {
      says: "the sums of a payment are those of its ledger, and refunds are not more than captures",
      breaches: (
        orders,
      ) => `SELECT o.id, p.id AS payment_id, p.captured, p.refunded, p.refunding, p.disputed, p.fee
        FROM ${orders} o JOIN payments p ON p.order_id = o.id
        WHERE p.refunded + p.refunding > p.captured OR p.captured > p.amount
          OR p.captured <> ${ledgerSum("captured")} OR p.refunded <> ${ledgerSum("refunded", "refund_failed")}
          OR p.disputed <> ${ledgerSum("disputed", "dispute_reinstated")} OR p.fee <> ${ledgerSum("fee", "fee_returned")}`,
    },
    order_paid: {
      says: "an order that is carried out is paid in full, an open one is not",
      breaches: (orders) => `SELECT o.id, o.status, o.total, COALESCE(SUM(p.captured), 0) AS paid
        FROM ${orders} o LEFT JOIN payments p ON p.order_id = o.id
        WHERE o.status NOT IN ${CLOSED} AND NOT ${CHANGED} AND COALESCE(p.capture_method, '') <> 'manual'
        GROUP BY o.id HAVING CASE WHEN o.status IN ${OPEN} THEN paid <> 0 ELSE paid <> o.total - ${CREDIT} END`,
    },
    order_stock: {
      says: "every order that is not closed has its stock, line by line; a closed one has none",
      breaches: (
        orders,
      ) => `SELECT o.id, o.status, l.id AS line_id, l.quantity, COALESCE(SUM(r.quantity), 0) AS has
        FROM ${orders} o JOIN order_lines l ON l.order_id = o.id
          LEFT JOIN stock_reservations r ON r.order_id = o.id AND r.order_line_id = l.id AND r.state IN ('open', 'committed')
        GROUP BY l.id HAVING has <> CASE WHEN o.status IN ${CLOSED} THEN 0 ELSE l.quantity END`,
    },
    order_step: {
      says: "every step of an order is in the table",
      breaches: (orders) => `SELECT o.id, t.seq, t.action, t.from_status, t.to_status
        FROM ${orders} o JOIN order_transitions t ON t.order_id = o.id
        WHERE CASE t.seq WHEN 1 THEN t.action <> 'place' OR t.from_status IS NOT NULL
          ELSE (t.action, t.from_status, t.to_status) NOT IN (VALUES ${steps})
            AND NOT (t.action IN (${events.map((event) => `'${event}'`).join(", ")}) AND t.from_status = t.to_status) END`,
    },
    order_history: {
      says: "every step starts where the one before ended, the last one where the order is",
      breaches: (
        orders,
      ) => `SELECT o.id, t.seq, o.version, o.status FROM ${orders} o JOIN order_transitions t ON t.order_id = o.id
          LEFT JOIN order_transitions n ON n.order_id = t.order_id AND n.seq = t.seq + 1
        WHERE CASE WHEN n.seq IS NULL THEN (t.seq, t.to_status) <> (o.version, o.status) ELSE n.from_status <> t.to_status END`,
    },
    line_counts: {
      says: "a line counts what its fulfillments, returns and refunds say",
      breaches: (
        orders,
      ) => `SELECT o.id, l.id AS line_id, l.fulfilled, l.shipped, l.delivered, l.in_return, l.returned, l.refunded,
          l.refunded_removed
        FROM ${orders} o JOIN order_lines l ON l.order_id = o.id
        WHERE l.fulfilled <> ${sent("<> 'cancelled'")} OR l.shipped <> ${sent("IN ('shipped', 'delivered')")}
          OR l.delivered <> ${sent("= 'delivered'")}
          OR l.in_return <> COALESCE((SELECT SUM(CASE WHEN h.status IN ('received', 'refunded') THEN r.restocked + r.written_off
              ELSE r.quantity END) FROM return_lines r JOIN returns h ON h.id = r.return_id
            WHERE r.order_line_id = l.id AND h.status NOT IN ('rejected', 'cancelled')), 0)
          OR l.returned <> COALESCE((SELECT SUM(r.restocked + r.written_off) FROM return_lines r WHERE r.order_line_id = l.id), 0)
          OR l.refunded + l.refunded_removed <> ${refunded("r.order_id = o.id AND r.credit_order_id IS NULL")}
            + ${refunded("r.credit_order_id = o.id")}
            + COALESCE((SELECT SUM(j.value ->> 'quantity') FROM returns h JOIN order_credits c ON c.return_id = h.id, json_each(c.lines) j
              WHERE h.order_id = o.id AND c.released_at IS NULL AND j.value ->> 'order_line_id' = l.id), 0)`,
    },
  };
}
