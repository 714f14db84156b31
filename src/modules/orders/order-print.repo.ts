import { sql } from "drizzle-orm";
import type { Statement } from "../../platform/db.ts";

/** Money of an order that came or went, as its ledger has it. */
export interface PrintedEntryRow {
  kind: "captured" | "refunded" | "refund_failed";
  amount: number;
  occurred_at: string;
  /** JSON: PaidWith, or null. */
  method: string | null;
}

/** What was paid and given back, oldest first. */
export function printedEntriesStmt(orderId: string): Statement {
  return sql`SELECT x.kind, x.amount, x.occurred_at, p.method FROM payments p JOIN payment_transactions x ON x.payment_id = p.id
    WHERE p.order_id = ${orderId} AND x.kind IN ('captured', 'refunded', 'refund_failed') ORDER BY x.occurred_at, x.id`;
}

/** A fulfillment as its packing slip shows it. */
export interface PrintedFulfillmentRow {
  id: string;
  status: string;
  carrier: string | null;
  tracking_number: string | null;
  created_at: string;
  /** JSON: { order_line_id, quantity }[] */
  lines: string;
}

/** A fulfillment of this order. */
export function printedFulfillmentStmt(orderId: string, fulfillmentId: string): Statement {
  return sql`SELECT f.id, f.status, f.carrier, f.tracking_number, f.created_at,
      (SELECT json_group_array(json_object('order_line_id', l.order_line_id, 'quantity', l.quantity))
         FROM fulfillment_lines l WHERE l.fulfillment_id = f.id) AS lines
    FROM fulfillments f WHERE f.id = ${fulfillmentId} AND f.order_id = ${orderId}`;
}
