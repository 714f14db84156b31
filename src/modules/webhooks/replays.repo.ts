import { type SQL, sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, type Statement } from "../../platform/db.ts";
import { lostAt } from "./deliveries.repo.ts";
import type { DeliveryStatus } from "./webhooks.table.ts";

/** The NOT NULL that a replay violates of what somebody is delivering right now. */
export const DELIVERY_IN_PROGRESS = "webhook_deliveries.status";

/** Begins the tries anew, due at once. */
export function replayStmt(ctx: Ctx, id: string): Statement {
  const now = ctx.now();
  return sql`UPDATE webhook_deliveries SET tries = 0, due_at = ${isoTime(now)}, resend_at = ${lostAt(now)}, finished_at = NULL,
      status = CASE WHEN lease_until IS NULL OR lease_until <= ${isoTime(now)} THEN 'pending' END
    WHERE id = ${id}`;
}

export interface ReplayRange {
  endpointId: string;
  from: string;
  to: string;
  statuses: readonly DeliveryStatus[];
}

function inRange({ endpointId, from, to, statuses }: ReplayRange): SQL {
  return sql`endpoint_id = ${endpointId} AND created_at >= ${from} AND created_at < ${to} AND status IN ${inList(statuses)}`;
}

/** The time of the delivery that comes after so many of the range; undefined when there are no more. */
export async function findRangeRest(
  ctx: Ctx,
  range: ReplayRange,
  limit: number,
): Promise<string | undefined> {
  const [row] = await ctx.db.all<{ created_at: string }>(
    sql`SELECT created_at FROM webhook_deliveries WHERE ${inRange(range)} ORDER BY created_at, id LIMIT 1 OFFSET ${limit}`,
  );
  return row?.created_at;
}

/** As `replayStmt`, for the first of a range whose bodies are still there; the minutely job sends them. */
export function replayRangeStmt(ctx: Ctx, range: ReplayRange, limit: number): Statement {
  const now = isoTime(ctx.now());
  return sql`UPDATE webhook_deliveries SET tries = 0, due_at = ${now}, resend_at = ${now}, finished_at = NULL, status = 'pending'
    WHERE id IN (SELECT id FROM webhook_deliveries WHERE ${inRange(range)} ORDER BY created_at, id LIMIT ${limit})
      AND (SELECT body FROM webhook_messages WHERE id = message_id) IS NOT NULL`;
}
