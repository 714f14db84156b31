import { sql } from "drizzle-orm";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { readBatch } from "../../platform/db.ts";

const DAY_SECONDS = 24 * 60 * 60;
/** What is more is as bad, and a scrape must not read all of it. */
const MOST = sql.raw("10000");

export interface ByStatus {
  status: string;
  count: number;
}

export interface ByCode {
  code: string;
  open: number;
}

/** Orders and mails of the last 24 hours by status, and open alerts by code: one call, through indexes, bounded by a day. */
export async function findShopCounts(
  ctx: Ctx,
): Promise<{ orders: ByStatus[]; mails: ByStatus[]; alerts: ByCode[] }> {
  const dayAgo = isoTime(addSeconds(ctx.now(), -DAY_SECONDS));
  const [orders, mails, alerts] = await readBatch<[ByStatus, ByStatus, ByCode]>(ctx.env.DB, [
    sql`SELECT status, COUNT(*) AS count FROM orders
        WHERE status IN ('pending_payment', 'payment_failed', 'expired', 'confirmed', 'processing', 'shipped', 'delivered', 'completed', 'cancelled')
          AND created_at >= ${dayAgo} GROUP BY status`,
    sql`SELECT status, COUNT(*) AS count FROM notifications
        WHERE status IN ('sending', 'sent', 'delivered', 'bounced', 'complained', 'failed', 'suppressed')
          AND created_at >= ${dayAgo} GROUP BY status`,
    sql`SELECT code, COUNT(*) AS open
        FROM (SELECT code FROM alerts WHERE resolved_at IS NULL ORDER BY created_at DESC LIMIT ${MOST}) GROUP BY code`,
  ]);
  return { orders, mails, alerts };
}
