import { sql } from "drizzle-orm";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";
import { firstIdAt } from "../../platform/ids.ts";

const DAY = 24 * 60 * 60;
/** How long a delivered event can be replayed. */
const OUTBOX_DAYS = 30;
/** Longer than events can be replayed; and for one that is still in the outbox or an open dead letter, as long as it is. */
const PROCESSED_DAYS = 35;
const CLOSED_DAYS = 90;

/**
 * Deletes up to `limit` rows each of what is over. Ids are in the order of time, so the primary keys lead to what is old: the table of
 * processed events has no other index. Of each subscriber its oldest are looked at.
 */
export function pruneStmts(ctx: Ctx, limit: number): Statement[] {
  const before = (days: number) => addSeconds(ctx.now(), -days * DAY);
  const outbox = before(OUTBOX_DAYS);
  const processed = before(PROCESSED_DAYS);
  const closed = isoTime(before(CLOSED_DAYS));
  return [
    sql`DELETE FROM outbox WHERE id IN (
          SELECT id FROM outbox WHERE id < ${firstIdAt(outbox)} AND delivered_at < ${isoTime(outbox)} LIMIT ${limit})`,
    sql`DELETE FROM processed_events WHERE (subscriber, event_id) IN (
          WITH RECURSIVE names (name) AS (
            SELECT MIN(subscriber) FROM processed_events UNION ALL
            SELECT (SELECT MIN(subscriber) FROM processed_events WHERE subscriber > name) FROM names WHERE name IS NOT NULL)
          SELECT subscriber, event_id FROM names CROSS JOIN processed_events
          WHERE subscriber = name AND event_id < ${firstIdAt(processed)} AND processed_at < ${isoTime(processed)}
            AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.id = event_id)
            AND NOT EXISTS (SELECT 1 FROM dead_letters d WHERE d.event_id = processed_events.event_id AND d.status = 'open')
          LIMIT ${limit})`,
    sql`DELETE FROM dead_letters WHERE id IN (
          SELECT id FROM dead_letters WHERE status IN ('replayed', 'discarded') AND last_failed_at < ${closed} AND closed_at < ${closed}
          LIMIT ${limit})`,
    sql`DELETE FROM event_replays WHERE id IN (
          SELECT id FROM event_replays WHERE created_at < ${closed} AND finished_at < ${closed} LIMIT ${limit})`,
  ];
}
