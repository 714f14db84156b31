import { sql } from "drizzle-orm";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import type { Accepted } from "../../platform/mailer.ts";
import { type Category, notifications, type Status } from "./notifications.table.ts";

/** A run that sends a mail holds it this long; after that it is taken for dead and another run may send. */
const LOCK_SECONDS = 60;

/** What a run that holds a mail knows of it. */
export interface ClaimRow {
  id: string;
  status: Status;
  attempts: number;
  locked_until: string | null;
  retry_at: string | null;
  updated_at: string | null;
}

/** The constraint that a second mail of the same template for the same event violates. */
export const ONE_MAIL = "notifications.event_id, notifications.template";

export function findNotification(ctx: Ctx, eventId: string, template: string): Promise<ClaimRow | null> {
  return prepareStatement(
    ctx.env.DB,
    sql`SELECT id, status, attempts, locked_until, retry_at, updated_at FROM notifications
        WHERE event_id = ${eventId} AND template = ${template}`,
  ).first<ClaimRow>();
}

/** A mail as it is decided on. */
export interface NewNotification {
  id: string;
  eventId: string;
  template: string;
  category: Category;
  locale?: string | undefined;
  recipient: string;
  subject: string;
  orderId?: string | undefined;
  userId?: string | undefined;
  payload?: unknown;
  occurredAt?: string | undefined;
  resendOf?: string | undefined;
}

/** Records the decision to send a mail and takes the lock to do so. */
export function insertNotificationStmt(ctx: Ctx, mail: NewNotification): Statement {
  const now = ctx.now();
  const createdAt = isoTime(now);
  return insertRows(notifications, [
    {
      ...mail,
      channel: "email",
      status: "sending",
      attempts: 1,
      lockedUntil: isoTime(addSeconds(now, LOCK_SECONDS)),
      createdAt,
      updatedAt: createdAt,
    },
  ]);
}

/**
 * Takes over a mail whose sender died or failed, as it reads now. Zero changed rows: somebody else was first, or its reader has been forgotten.
 */
export function retakeStmt(
  ctx: Ctx,
  row: Pick<ClaimRow, "id" | "locked_until">,
  mail: { to: string; subject: string },
  locale: string | undefined,
): Statement {
  const now = ctx.now();
  return sql`UPDATE notifications SET status = 'sending', attempts = attempts + 1, recipient = ${mail.to}, subject = ${mail.subject},
               locale = COALESCE(${locale ?? null}, locale), locked_until = ${isoTime(addSeconds(now, LOCK_SECONDS))}, updated_at = ${isoTime(now)}
             WHERE id = ${row.id} AND status IN ('sending', 'failed') AND COALESCE(locked_until, '') = ${row.locked_until ?? ""}
               AND recipient NOT LIKE '%.invalid'`;
}

/** What the service has already reported of the mail stays; whoever has been forgotten meanwhile stays so. */
export function sentStmt(ctx: Ctx, id: string, { provider, providerId }: Accepted): Statement {
  const now = isoTime(ctx.now());
  return sql`UPDATE notifications SET status = CASE WHEN status IN ('sending', 'failed') THEN 'sent' ELSE status END,
               provider = ${provider}, sent_at = COALESCE(sent_at, ${now}),
               provider_id = CASE WHEN recipient LIKE '%.invalid' THEN NULL ELSE COALESCE(${providerId}, provider_id) END,
               locked_until = NULL, retry_at = NULL, error = NULL, updated_at = ${now} WHERE id = ${id}`;
}

/** Ends an attempt that sent nothing. Without a time it was the last. */
export function unsentStmt(
  ctx: Ctx,
  id: string,
  { status, error, retryAt }: { status: "failed" | "suppressed"; error: string; retryAt?: Date | undefined },
): Statement {
  return sql`UPDATE notifications SET status = ${status}, error = ${error}, locked_until = NULL,
               retry_at = ${retryAt ? isoTime(retryAt) : null}, updated_at = ${isoTime(ctx.now())}
             WHERE id = ${id} AND status IN ('sending', 'failed')`;
}

/** Ids of all mails of a user and about some orders. */
export function findMailsOf(
  ctx: Ctx,
  userId: string,
  orderIds: readonly string[],
): Promise<{ id: string }[]> {
  return ctx.db.all<{ id: string }>(
    sql`SELECT id FROM notifications WHERE user_id = ${userId} OR order_id IN ${inList(orderIds)}`,
  );
}

/**
 * Takes the recipient out of a user's mails and of those about some orders, and what could lead to them: the service's id of the mail, its
 * words about it, and the error. Subjects name nobody, payloads are ids.
 */
export function forgetRecipientStmts(userId: string, orderIds: readonly string[]): Statement[] {
  const theirs = sql`user_id = ${userId} OR order_id IN ${inList(orderIds)}`;
  return [
    sql`UPDATE mail_delivery_reports SET detail = NULL
        WHERE detail IS NOT NULL AND notification_id IN (SELECT id FROM notifications WHERE ${theirs})`,
    sql`UPDATE notifications SET recipient = 'erased@erased.invalid', provider_id = NULL, error = NULL, retry_at = NULL WHERE ${theirs}`,
  ];
}

const PRUNED_A_STATEMENT = 1_000;

/** Deletes up to a thousand mails of before, and as many reports. */
export function pruneStmts(before: string): Statement[] {
  return [
    sql`DELETE FROM notifications WHERE id IN
        (SELECT id FROM notifications WHERE created_at < ${before} ORDER BY created_at LIMIT ${PRUNED_A_STATEMENT})`,
    sql`DELETE FROM mail_delivery_reports WHERE id IN
        (SELECT id FROM mail_delivery_reports WHERE received_at < ${before} ORDER BY received_at LIMIT ${PRUNED_A_STATEMENT})`,
  ];
}
