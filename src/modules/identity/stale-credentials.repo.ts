import { sql } from "drizzle-orm";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";

const DAY = 24 * 60 * 60;
/** A login that has ended is kept so long, to answer where it came from. */
const KEPT_DAYS = 30;
/** At most so many of each a run, so that it stays short; the job comes every minute. */
const BATCH = 500;

/** Deletes what can never be used again: ended logins with their tokens, links, the time steps of used codes. */
export function deleteStaleCredentialsStmts(ctx: Ctx): Statement[] {
  const now = ctx.now();
  const ended = sql`SELECT id FROM sessions WHERE expires_at < ${isoTime(addSeconds(now, -KEPT_DAYS * DAY))} LIMIT ${BATCH}`;
  const stale = isoTime(addSeconds(now, -DAY));
  return [
    sql`DELETE FROM refresh_tokens WHERE session_id IN (${ended})`,
    sql`DELETE FROM sessions WHERE id IN (${ended})`,
    sql`DELETE FROM one_time_tokens WHERE id IN (SELECT id FROM one_time_tokens WHERE expires_at < ${stale} LIMIT ${BATCH})`,
    sql`DELETE FROM email_changes WHERE id IN (SELECT id FROM email_changes WHERE expires_at < ${isoTime(addSeconds(now, -KEPT_DAYS * DAY))} LIMIT ${BATCH})`,
    sql`DELETE FROM totp_uses WHERE used_at < ${stale}`,
  ];
}
