import { type SQL, sql } from "drizzle-orm";
import { actorId } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, type Statement } from "../../platform/db.ts";
import type { Position } from "../../platform/pagination.ts";

export interface DeadLetterRow {
  id: string;
  event_id: string;
  subscriber: string;
  type: string;
  message: string;
  error: string | null;
  attempts: number;
  deaths: number;
  status: "open" | "replayed" | "discarded";
  first_failed_at: string;
  last_failed_at: string;
  closed_at: string | null;
  reason: string | null;
}

export interface DeadLetterFilter {
  ids?: readonly string[] | undefined;
  type?: string | undefined;
  subscriber?: string | undefined;
  /** Failed last before. */
  before?: string | undefined;
}

/** A subscriber by its name and the type that it hears. */
export interface Hearer {
  name: string;
  type: string;
}

/** A page of those of one status, the latest first. */
export async function findDeadLetters(
  ctx: Ctx,
  status: DeadLetterRow["status"],
  { ids, type, subscriber, before }: DeadLetterFilter,
  page: { after?: Position | undefined; limit: number },
): Promise<DeadLetterRow[]> {
  const where: SQL[] = [sql`status = ${status}`];
  if (ids) where.push(sql`id IN ${inList(ids)}`);
  if (type !== undefined) where.push(sql`type = ${type}`);
  if (subscriber !== undefined) where.push(sql`subscriber = ${subscriber}`);
  if (before !== undefined) where.push(sql`last_failed_at < ${before}`);
  if (page.after) where.push(sql`(last_failed_at, id) < (${page.after.value}, ${page.after.id})`);
  return ctx.db.all<DeadLetterRow>(sql`
    SELECT * FROM dead_letters WHERE ${sql.join(where, sql` AND `)}
    ORDER BY last_failed_at DESC, id DESC LIMIT ${page.limit}`);
}

export async function findDeadLetter(ctx: Ctx, id: string): Promise<DeadLetterRow | undefined> {
  return (await ctx.db.all<DeadLetterRow>(sql`SELECT * FROM dead_letters WHERE id = ${id}`))[0];
}

/**
 * Has these dead letters tried again, as far as they are open and somebody hears them. A row of a former release is for all who hear its type.
 */
export function replayStmts(ctx: Ctx, ids: readonly string[], hearers: readonly Hearer[]): Statement[] {
  const at = isoTime(ctx.now());
  const heard = sql`json_each(${JSON.stringify(hearers)}) h`;
  const isHeard = sql`h.value ->> 'type' = d.type AND d.subscriber IN ('*', h.value ->> 'name')`;
  const isMeant = sql`d.status = 'open' AND d.id IN ${inList(ids)}`;
  return [
    sql`INSERT INTO event_retries (event_id, subscriber, message, attempts, due_at, sent_at, created_at)
        SELECT d.event_id, h.value ->> 'name', d.message, 0, ${at}, ${at}, ${at}
        FROM dead_letters d JOIN ${heard} ON ${isHeard} WHERE ${isMeant} ON CONFLICT DO NOTHING`,
    sql`UPDATE dead_letters AS d SET status = 'replayed', closed_at = ${at}
        WHERE ${isMeant} AND EXISTS (SELECT 1 FROM ${heard} WHERE ${isHeard})`,
    resolveAlertsStmt(ctx),
  ];
}

/** The NOT NULL that a dead letter violates which is not open any more. */
export const OPEN = "dead_letters.status";

export function discardStmts(ctx: Ctx, id: string, reason: string): Statement[] {
  return [
    sql`UPDATE dead_letters SET status = CASE WHEN status = 'open' THEN 'discarded' END,
      closed_at = ${isoTime(ctx.now())}, reason = ${reason} WHERE id = ${id}`,
    resolveAlertsStmt(ctx),
  ];
}

/** A subscriber of which no dead letter is open is no matter any more. */
function resolveAlertsStmt(ctx: Ctx): Statement {
  return sql`UPDATE alerts SET resolved_at = ${isoTime(ctx.now())}, resolved_by = ${actorId(ctx.actor)}
    WHERE code = 'event.dead_letter' AND resolved_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM dead_letters WHERE status = 'open' AND subscriber = alerts.entity_id)`;
}
