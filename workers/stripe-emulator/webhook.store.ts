import { type Delivery, deliveryOrder, retryAt } from "./webhook.plan.ts";

/** A delivery with the event that it carries. */
export type QueuedDelivery = {
  id: number;
  event_id: string;
  payment_intent: string;
  is_reversed: number;
  attempt: number;
  due_at: number | null;
  type: string;
  body: string;
};

const QUEUED =
  "SELECT d.*, e.tag AS type, e.body FROM deliveries d JOIN objects e ON e.id = d.event_id WHERE d.due_at IS NOT NULL";

/** Adds a delivery and answers its id. */
export function addDelivery(sql: SqlStorage, delivery: Delivery): number {
  const query =
    "INSERT INTO deliveries (event_id, payment_intent, is_reversed, attempt, due_at) VALUES (?, ?, ?, ?, ?) RETURNING id";
  const { eventId, paymentIntent, isReversed, attempt, dueAt } = delivery;
  return sql.exec<{ id: number }>(query, eventId, paymentIntent, isReversed ? 1 : 0, attempt, dueAt).one().id;
}

/** The deliveries with these ids, in sending order. */
export function deliveriesById(sql: SqlStorage, ids: number[]): QueuedDelivery[] {
  const query = `${QUEUED} AND d.id IN (SELECT value FROM json_each(?)) ORDER BY d.id`;
  return deliveryOrder(sql.exec<QueuedDelivery>(query, JSON.stringify(ids)).toArray());
}

/** Up to 200 deliveries due at `nowMs`, in sending order. */
export function dueDeliveries(sql: SqlStorage, nowMs: number): QueuedDelivery[] {
  const query = `${QUEUED} AND d.due_at <= ? ORDER BY d.id LIMIT 200`;
  return deliveryOrder(sql.exec<QueuedDelivery>(query, nowMs).toArray());
}

/** Counts a new attempt, and sets when the next one starts if this one fails. */
export function beginAttempt(sql: SqlStorage, delivery: QueuedDelivery, nowMs: number): QueuedDelivery {
  const attempt = delivery.attempt + 1;
  const due_at = retryAt(attempt, nowMs);
  sql.exec("UPDATE deliveries SET attempt = ?, due_at = ? WHERE id = ?", attempt, due_at, delivery.id);
  return { ...delivery, attempt, due_at };
}

/** Forgets deliveries that were accepted. */
export function endDeliveries(sql: SqlStorage, ids: number[]): void {
  sql.exec("DELETE FROM deliveries WHERE id IN (SELECT value FROM json_each(?))", JSON.stringify(ids));
}

/** When the next delivery is due, in ms, or null when none waits. */
export function nextDueAt(sql: SqlStorage): number | null {
  return sql.exec<{ next: number | null }>("SELECT min(due_at) AS next FROM deliveries").one().next;
}

/** How many deliveries of an event are outstanding, failed ones included. */
export function deliveriesOf(sql: SqlStorage, eventId: string): number {
  return sql.exec<{ n: number }>("SELECT count(*) AS n FROM deliveries WHERE event_id = ?", eventId).one().n;
}
