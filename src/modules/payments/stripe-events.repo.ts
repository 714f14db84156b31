import { sql } from "drizzle-orm";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, insertRows, type Statement } from "../../platform/db.ts";
import { stripeEvents } from "./payments.table.ts";

/** The constraint that a second delivery of an event violates. */
export const EVENT_TAKEN = "stripe_events.id";

/** Stores an event under its id. One that concerns no intent needs no processing. */
export function insertEventStmt(
  ctx: Ctx,
  event: { id: string; type: string; intentId: string | undefined; payload: string; created: Date },
): Statement {
  const now = isoTime(ctx.now());
  return insertRows(stripeEvents, [
    {
      id: event.id,
      type: event.type,
      objectId: event.intentId ?? null,
      payload: event.payload,
      createdAt: isoTime(event.created),
      receivedAt: now,
      processedAt: event.intentId === undefined ? now : null,
    },
  ]);
}

/** What stays of an event about an erased person: Stripe's own records have the rest. */
const NAMELESS = sql`json_object('id', id, 'type', type, 'erased', json('true'))`;

/** Takes out of the stored events about these orders' payments what they say of the payer. */
export function eraseStripePayloadsStmt(orderIds: readonly string[]): Statement {
  return sql`UPDATE stripe_events SET payload = ${NAMELESS}
    WHERE object_id IN (SELECT intent_id FROM payments WHERE order_id IN ${inList(orderIds)})`;
}

/** The same for one event that came after its order was to be erased; others stay as they are. */
export function eraseLatePayloadStmt(event: { id: string; intentId: string }): Statement {
  return sql`UPDATE stripe_events SET payload = ${NAMELESS} WHERE id = ${event.id} AND EXISTS (
    SELECT 1 FROM payments p JOIN orders o ON o.id = p.order_id
    WHERE p.intent_id = ${event.intentId} AND o.erase_requested_at IS NOT NULL)`;
}

/** Marks an event as worked on. */
export function eventProcessedStmt(ctx: Ctx, id: string): Statement {
  return sql`UPDATE stripe_events SET processed_at = ${isoTime(ctx.now())} WHERE id = ${id} AND processed_at IS NULL`;
}

const KEPT_SECONDS = 90 * 24 * 60 * 60;

/** Deletes up to `limit` events that came 90 days ago and were worked on. */
export function deleteOldEventsStmt(ctx: Ctx, limit: number): Statement {
  const before = isoTime(addSeconds(ctx.now(), -KEPT_SECONDS));
  return sql`DELETE FROM stripe_events WHERE id IN (SELECT id FROM stripe_events
    WHERE received_at < ${before} AND processed_at IS NOT NULL ORDER BY received_at LIMIT ${limit})`;
}

/** Which of these events are stored already. */
export async function knownEventIds(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await ctx.db.all<{ id: string }>(sql`SELECT id FROM stripe_events WHERE id IN ${inList(ids)}`);
  return new Set(rows.map((row) => row.id));
}

/**
 * Since when Stripe may have done something that changes our books: when the oldest payment of the last day was made that is still
 * open, or an hour ago while a bank has something to decide; undefined when nothing is open.
 */
export async function oldestOpenPayment(ctx: Ctx): Promise<Date | undefined> {
  const now = ctx.now();
  const [row] = await ctx.db.all<{ since: string | null }>(sql`
    SELECT MIN(since) AS since FROM (
      SELECT MIN(created_at) AS since FROM payments
      WHERE status IN ('pending', 'requires_payment_method', 'requires_confirmation', 'requires_action', 'processing')
        AND created_at > ${isoTime(addSeconds(now, -24 * 60 * 60))}
      UNION ALL SELECT ${isoTime(addSeconds(now, -60 * 60))} WHERE
        EXISTS (SELECT 1 FROM refunds WHERE status IN ('requested', 'pending', 'requires_action'))
        OR EXISTS (SELECT 1 FROM payments WHERE status = 'requires_capture')
        OR EXISTS (SELECT 1 FROM disputes WHERE status NOT IN ('won', 'lost', 'warning_closed', 'prevented')))`);
  return row?.since == null ? undefined : new Date(row.since);
}
