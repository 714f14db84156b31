import { requirePermission } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { MailError } from "../../platform/mailer.ts";
import { addressHashes } from "./address-mark.ts";
import { deliver } from "./deliver-mail.ts";
import { hasUselessLink, isResendable, mailAnew } from "./mail-anew.ts";
import { findNotificationById, type NotificationRow } from "./notifications-list.repo.ts";
import { mailNotResendable, recipientSuppressed } from "./notifications.errors.ts";
import { insertNotificationStmt } from "./notifications.repo.ts";
import { findSuppression } from "./suppressions.repo.ts";

/**
 * Sends a mail again, as it reads now, to its reader or another address: a new mail in the record. When the service does not take it for the moment
 * it is tried again like any other.
 * @throws resource.not_found; notification.not_resendable for mails with one-time links, and for what is no longer to be sent;
 * notification.recipient_suppressed; auth.forbidden
 */
export async function resendMail(
  ctx: Ctx,
  input: { id: string; to?: string | undefined },
): Promise<NotificationRow> {
  requirePermission(ctx, "order:manage");
  const row = await findNotificationById(ctx, input.id);
  if (!row) throw notFound("There is no such mail.");
  if (!isResendable(row)) throw mailNotResendable("Mails of this kind are not sent again.");
  const made = await mailAnew(ctx, row, input.to);
  if (!made) throw mailNotResendable("There is nothing to say any more: what it was about has changed.");
  const { mail } = made;
  if (hasUselessLink(mail))
    throw mailNotResendable(
      "Its link to pay opens the order: it goes to the customer alone. Hand on the link of POST /api/v1/orders/{id}/payment-link if you mean to.",
    );
  await refuseSuppressed(ctx, mail.to, row);
  const { template, category, order_id: orderId, user_id: userId, payload, occurred_at: occurredAt } = row;
  const id = ctx.newId();
  await commit(ctx, {
    statements: [
      insertNotificationStmt(ctx, {
        id,
        eventId: `resend:${id}`,
        template,
        category,
        locale: made.locale,
        recipient: mail.to,
        subject: mail.subject,
        orderId: orderId ?? undefined,
        userId: userId ?? undefined,
        payload: JSON.parse(payload ?? "null") as unknown,
        occurredAt: occurredAt ?? undefined,
        resendOf: row.resend_of ?? row.id,
      }),
    ],
    audit: {
      action: "notification.resend",
      entity: "notification",
      entityId: id,
      after: { template, resend_of: row.id, order_id: orderId, other_address: input.to !== undefined },
    },
  });
  try {
    await deliver(ctx, { id, category, userId: userId ?? undefined, attempts: 1 }, mail);
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
  }
  return (await findNotificationById(ctx, id)) ?? row;
}

async function refuseSuppressed(ctx: Ctx, to: string, { category }: NotificationRow): Promise<void> {
  const suppression = await findSuppression(ctx, await addressHashes(ctx, to), category);
  if (!suppression) return;
  throw recipientSuppressed("This address gets no mail. Lift the suppression first, or name another one.", {
    facts: { suppression_id: suppression.id, reason: suppression.reason },
  });
}
