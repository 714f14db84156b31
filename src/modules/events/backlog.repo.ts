import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";

interface BacklogRow {
  undelivered: number;
  oldest_undelivered: string | null;
  retrying: number;
  oldest_retry: string | null;
  replaying: number;
  dead_letters_open: number;
}

/** Counts over partial indexes: they hold only what is open. */
export async function readBacklog(ctx: Ctx): Promise<BacklogRow | undefined> {
  const [row] = await ctx.db.all<BacklogRow>(sql`
    SELECT (SELECT COUNT(*) FROM outbox WHERE delivered_at IS NULL) AS undelivered,
      (SELECT MIN(occurred_at) FROM outbox WHERE delivered_at IS NULL) AS oldest_undelivered,
      (SELECT COUNT(*) FROM event_retries WHERE replay_id IS NULL) AS retrying,
      (SELECT MIN(created_at) FROM event_retries WHERE replay_id IS NULL) AS oldest_retry,
      (SELECT COUNT(*) FROM event_retries WHERE replay_id IS NOT NULL) AS replaying,
      (SELECT COUNT(*) FROM dead_letters WHERE status = 'open') AS dead_letters_open`);
  return row;
}
