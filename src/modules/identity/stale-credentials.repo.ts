import { sql } from "drizzle-orm";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";

const DAY = 24 * 60 * 60;
/** A login that has ended is kept so long, to answer where it came from. */
const KEPT_DAYS = 30;
/** A device that was not used for so long counts as new again. */
const DEVICE_DAYS = 365;
/** A login in constant use leaves 144 used refresh tokens a day. A forgotten one is unknown when it comes back, not taken for stolen. */
const USED_TOKEN_DAYS = 7;
/** At most so many of each a run, so that it stays short. Logins end with all of their tokens, which are more. */
export const STALE_CREDENTIALS_A_RUN = 2_000;
const BATCH = sql.raw(String(STALE_CREDENTIALS_A_RUN));

/**
 * Deletes what is over: ended logins with their tokens, links, the time steps of used codes, reservations of names, devices,
 * and used refresh tokens.
 */
export function deleteStaleCredentialsStmts(ctx: Ctx): Statement[] {
  const now = ctx.now();
  const ended = sql`SELECT id FROM sessions WHERE expires_at < ${isoTime(addSeconds(now, -KEPT_DAYS * DAY))} LIMIT ${BATCH}`;
  const stale = isoTime(addSeconds(now, -DAY));
  return [
    sql`DELETE FROM refresh_tokens WHERE session_id IN (${ended})`,
    sql`DELETE FROM sessions WHERE id IN (${ended})`,
    sql`DELETE FROM one_time_tokens WHERE id IN (SELECT id FROM one_time_tokens WHERE expires_at < ${stale} LIMIT ${BATCH})`,
    sql`DELETE FROM email_changes WHERE id IN (SELECT id FROM email_changes WHERE expires_at < ${isoTime(addSeconds(now, -KEPT_DAYS * DAY))} LIMIT ${BATCH})`,
    sql`DELETE FROM refresh_tokens WHERE hash IN (SELECT hash FROM refresh_tokens WHERE used_at < ${isoTime(addSeconds(now, -USED_TOKEN_DAYS * DAY))} LIMIT ${BATCH})`,
    sql`DELETE FROM known_devices WHERE (user_id, device_hash) IN (SELECT user_id, device_hash FROM known_devices
          WHERE last_seen_at < ${isoTime(addSeconds(now, -DEVICE_DAYS * DAY))} LIMIT ${BATCH})`,
    sql`DELETE FROM totp_uses WHERE (user_id, step) IN (SELECT user_id, step FROM totp_uses WHERE used_at < ${stale} LIMIT ${BATCH})`,
    sql`DELETE FROM username_reservations WHERE username IN (SELECT username FROM username_reservations WHERE expires_at < ${stale} LIMIT ${BATCH})`,
  ];
}
