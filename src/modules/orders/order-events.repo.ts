import { sql } from "drizzle-orm";
import type { Statement } from "../../platform/db.ts";
import type { Position } from "../../platform/pagination.ts";

/** Something that happened to an order, from wherever it was written down. */
export interface OrderEventRow {
  id: string;
  type: string;
  at: string;
  actor_kind: string;
  actor_id: string | null;
  actor_role: string | null;
  actor_name: string | null;
  /** JSON */
  data: string;
}

export interface EventsQuery {
  orderId: string;
  /** Staff also see internal notes, fees, mails to themselves and alerts. */
  isStaff: boolean;
  after: Position | undefined;
  limit: number;
}

/**
 * What happened to an order, oldest first: its own timeline, what Stripe said of its payments, refunds that were asked for, mails, alerts.
 * Everything stands where it was written down here: what happened at Stripe and was heard of later comes later.
 */
export function orderEventsStmt({ orderId, isStaff, after, limit }: EventsQuery): Statement {
  const staff = isStaff ? 1 : 0;
  const start = after ? sql`WHERE (e.at, e.id) > (${after.value}, ${after.id})` : sql``;
  return sql`
    WITH o AS (SELECT id, email, erased_at FROM orders WHERE id = ${orderId}),
    e AS (
      SELECT 'change-' || printf('%06d', t.seq) AS id, 'order.' || t.action AS type, t.at AS at, t.actor_kind, t.actor_id,
        json_patch(COALESCE(t.data, '{}'), json_object('from', NULLIF(t.from_status, t.to_status),
          'to', CASE WHEN t.from_status IS t.to_status THEN NULL ELSE t.to_status END, 'reason', t.reason,
          'body', n.body, 'visibility', n.visibility)) AS data
      FROM o JOIN order_transitions t ON t.order_id = o.id
        LEFT JOIN order_notes n ON t.action = 'note_added' AND n.id = t.data ->> '$.note_id' AND n.order_id = o.id
      -- A refund has an event of its own, with all that is known of it.
      WHERE t.action <> 'refund_requested'
        AND (${staff} OR (t.action NOT IN ('tags_changed', 'note_deleted') AND (t.action <> 'note_added' OR n.visibility = 'customer')))
      UNION ALL
      SELECT 'entry-' || x.id, 'payment.' || x.kind, x.created_at, 'stripe', NULL,
        json_object('payment_id', x.payment_id, 'amount', json_object('amount', x.amount, 'currency', x.currency),
          'provider_ref', x.provider_ref, 'detail', x.detail, 'occurred_at', x.occurred_at)
      FROM o JOIN payments p ON p.order_id = o.id JOIN payment_transactions x ON x.payment_id = p.id
      WHERE ${staff} OR x.kind NOT IN ('fee', 'fee_returned')
      UNION ALL
      SELECT 'refund-' || r.id, 'refund.requested', r.created_at, r.actor_kind, r.actor_id,
        json_patch('{}', json_object('refund_id', r.id, 'payment_id', r.payment_id, 'status', r.status,
          'amount', json_object('amount', r.amount, 'currency', r.currency), 'source', r.source, 'source_id', r.source_id,
          'reason', r.reason, 'lines', json(r.lines), 'shipping', json_object('amount', r.shipping, 'currency', r.currency),
          'failure_reason', r.failure_reason))
      -- Of money that another order was exchanged for, too: it is that one's payment that goes back.
      FROM o JOIN refunds r ON r.order_id = o.id OR r.credit_order_id = o.id
      UNION ALL
      SELECT 'mail-' || m.id, 'mail.' || CASE WHEN m.status IN ('failed', 'bounced', 'suppressed') THEN m.status ELSE 'sent' END, COALESCE(m.sent_at, m.created_at), 'system', NULL,
        json_object('template', m.template, 'subject', m.subject, 'recipient', m.recipient)
      FROM o JOIN notifications m ON m.order_id = o.id
      WHERE m.status <> 'sending' AND (${staff} OR (m.status IN ('sent', 'delivered', 'complained') AND m.recipient = o.email AND o.erased_at IS NULL))
      UNION ALL
      SELECT 'raised-' || a.id, 'alert.raised', a.created_at, 'system', NULL,
        json_patch('{}', json_object('code', a.code, 'entity', a.entity, 'entity_id', a.entity_id, 'details', json(a.details),
          'resolved_at', a.resolved_at))
      FROM alerts a
      WHERE ${staff} AND a.entity_id IN (SELECT id FROM o UNION ALL SELECT p.id FROM o JOIN payments p ON p.order_id = o.id))
    SELECT e.id, e.type, e.at, e.actor_kind, e.actor_id, e.data, u.role AS actor_role,
      COALESCE(NULLIF(trim(u.first_name || ' ' || u.last_name), ''), u.email, k.name) AS actor_name
    FROM e LEFT JOIN users u ON e.actor_kind = 'user' AND u.id = e.actor_id
      LEFT JOIN api_keys k ON e.actor_kind = 'api_key' AND k.id = e.actor_id
    ${start} ORDER BY e.at, e.id LIMIT ${limit}`;
}
