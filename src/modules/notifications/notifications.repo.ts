import { sql } from "drizzle-orm";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import { notifications } from "./notifications.table.ts";

/** A run that sends a mail holds it this long; after that it is taken for dead and another run may send. */
const LOCK_SECONDS = 60;

export interface NotificationRow {
  id: string;
  status: "sending" | "sent" | "failed";
  locked_until: string | null;
}

/** The constraint that a second mail of the same template for the same event violates. */
export const ONE_MAIL = "notifications.event_id, notifications.template";

export function findNotification(
  ctx: Ctx,
  eventId: string,
  template: string,
): Promise<NotificationRow | null> {
  return prepareStatement(
    ctx.env.DB,
    sql`SELECT id, status, locked_until FROM notifications WHERE event_id = ${eventId} AND template = ${template}`,
  ).first<NotificationRow>();
}

/** Records the decision to send a mail and takes the lock to do so. */
export function insertNotificationStmt(
  ctx: Ctx,
  mail: {
    id: string;
    eventId: string;
    template: string;
    recipient: string;
    subject: string;
    orderId?: string;
    userId?: string;
  },
): Statement {
  const now = ctx.now();
  return insertRows(notifications, [
    {
      ...mail,
      channel: "email",
      status: "sending",
      attempts: 1,
      lockedUntil: isoTime(addSeconds(now, LOCK_SECONDS)),
      createdAt: isoTime(now),
    },
  ]);
}

/** Takes over a mail whose sender died or failed. Zero changed rows: somebody else was first. */
export function retakeStmt(ctx: Ctx, row: NotificationRow): Statement {
  const now = ctx.now();
  return sql`UPDATE notifications SET status = 'sending', attempts = attempts + 1, locked_until = ${isoTime(addSeconds(now, LOCK_SECONDS))}
             WHERE id = ${row.id} AND status <> 'sent' AND COALESCE(locked_until, '') = ${row.locked_until ?? ""}`;
}

export function sentStmt(ctx: Ctx, id: string, providerId: string | null): Statement {
  return sql`UPDATE notifications SET status = 'sent', provider_id = ${providerId}, sent_at = ${isoTime(ctx.now())},
               locked_until = NULL, error = NULL WHERE id = ${id}`;
}

export function failedStmt(id: string, error: string): Statement {
  return sql`UPDATE notifications SET status = 'failed', error = ${error}, locked_until = NULL WHERE id = ${id}`;
}

/**
 * Takes the recipient out of a user's mails and of those about some orders, and what could lead to them: the provider's id
 * and error message. Subjects name nobody.
 */
export function forgetRecipientStmt(userId: string, orderIds: readonly string[]): Statement {
  return sql`UPDATE notifications SET recipient = 'erased@erased.invalid', provider_id = NULL, error = NULL
             WHERE user_id = ${userId} OR order_id IN ${inList(orderIds)}`;
}
