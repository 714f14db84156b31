import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import { prepareStatement } from "../../platform/db.ts";
import type { Position } from "../../platform/pagination.ts";
import { REPORTS } from "./delivery-reports.repo.ts";
import type { Category, Status } from "./notifications.table.ts";

/** A mail in the record. */
export interface NotificationRow {
  id: string;
  event_id: string;
  template: string;
  category: Category;
  locale: string | null;
  recipient: string;
  subject: string;
  order_id: string | null;
  user_id: string | null;
  payload: string | null;
  occurred_at: string | null;
  resend_of: string | null;
  status: Status;
  attempts: number;
  locked_until: string | null;
  retry_at: string | null;
  provider: string | null;
  provider_id: string | null;
  error: string | null;
  created_at: string;
  sent_at: string | null;
  updated_at: string | null;
  /** The event that the first of them was sent for: what it is made anew from. */
  source_event_id: string;
  /** What the mail service reported of it, as JSON. */
  reports: string;
}

const COLUMNS = sql.raw(
  `n.id, n.event_id, n.template, n.category, n.locale, n.recipient, n.subject, n.order_id, n.user_id, n.payload, n.occurred_at, n.resend_of, n.status,
   n.attempts, n.locked_until, n.retry_at, n.provider, n.provider_id, n.error, n.created_at, n.sent_at, n.updated_at,
   COALESCE((SELECT r.event_id FROM notifications r WHERE r.id = n.resend_of), n.event_id) AS source_event_id,
   ${REPORTS} AS reports`,
);

export interface NotificationFilter {
  status?: Status | undefined;
  template?: string | undefined;
  category?: Category | undefined;
  order_id?: string | undefined;
  user_id?: string | undefined;
  recipient?: string | undefined;
  /** As the record has times: with milliseconds. */
  undelivered_since?: string | undefined;
}

/** Nearly all mails have one of these. */
const USUAL: readonly (Status | undefined)[] = ["sent", "delivered"];

/** Up to `limit` mails, the latest first. */
export function findNotifications(
  ctx: Ctx,
  { recipient, undelivered_since: since, ...equal }: NotificationFilter,
  page: { after: Position | undefined; limit: number },
): Promise<NotificationRow[]> {
  const columns = USUAL.includes(equal.status)
    ? (["order_id", "user_id", "template", "category", "status"] as const)
    : (["order_id", "user_id", "status", "template", "category"] as const);
  const where: SQL[] = recipient === undefined ? [] : [sql`n.recipient = ${recipient} COLLATE NOCASE`];
  if (since !== undefined) where.push(sql`n.status IN ('failed', 'bounced') AND n.created_at >= ${since}`);
  for (const column of columns) {
    const value = equal[column];
    // The index of the first leads ("+" keeps SQLite from others): else it looks through all mails of a template for the few that failed.
    if (value !== undefined)
      where.push(sql`${sql.raw(where.length > 0 ? "+" : "")}n.${sql.identifier(column)} = ${value}`);
  }
  if (page.after) where.push(sql`(n.created_at, n.id) < (${page.after.value}, ${page.after.id})`);
  return ctx.db.all<NotificationRow>(
    sql`SELECT ${COLUMNS} FROM notifications n WHERE ${sql.join([...where, sql`true`], sql` AND `)}
        ORDER BY n.created_at DESC, n.id DESC LIMIT ${page.limit}`,
  );
}

export function findNotificationById(ctx: Ctx, id: string): Promise<NotificationRow | null> {
  return prepareStatement(
    ctx.env.DB,
    sql`SELECT ${COLUMNS} FROM notifications n WHERE n.id = ${id}`,
  ).first<NotificationRow>();
}

/**
 * Up to `limit` mails that nobody sends although they are to be sent: those whose sender died, and failed ones whose time to try again has
 * come, of the time since `since`. Those that the release before this one recorded have no payload: their events try again.
 */
export function findUnsent(
  ctx: Ctx,
  { now, since, limit }: { now: string; since: string; limit: number },
): Promise<NotificationRow[]> {
  return ctx.db.all<NotificationRow>(
    sql`SELECT ${COLUMNS} FROM notifications n
        WHERE n.status IN ('sending', 'failed') AND n.created_at > ${since} AND n.payload IS NOT NULL
          AND ((n.status = 'sending' AND n.locked_until <= ${now}) OR (n.status = 'failed' AND n.retry_at <= ${now}))
        ORDER BY n.created_at LIMIT ${limit}`,
  );
}
