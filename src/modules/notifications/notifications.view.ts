import type { z } from "zod";
import { isResendable } from "./mail-anew.ts";
import type { NotificationRow } from "./notifications-list.repo.ts";
import type { MailReport, notificationSchema, suppressionSchema } from "./notifications.schema.ts";
import type { SuppressionRow } from "./suppressions.repo.ts";

/** A recorded mail as the API shows it. */
export function notificationView(row: NotificationRow): z.input<typeof notificationSchema> {
  return {
    id: row.id,
    template: row.template,
    category: row.category,
    locale: row.locale,
    status: row.status,
    recipient: row.recipient,
    subject: row.subject,
    order_id: row.order_id,
    user_id: row.user_id,
    event_id: row.source_event_id,
    resend_of: row.resend_of,
    resendable: isResendable(row),
    attempts: row.attempts,
    retry_at: row.retry_at,
    provider: row.provider,
    provider_id: row.provider_id,
    error: row.error,
    created_at: row.created_at,
    sent_at: row.sent_at,
    updated_at: row.updated_at,
    reports: JSON.parse(row.reports) as MailReport[],
  };
}

/** A suppressed address as the API shows it. */
export function suppressionView(row: SuppressionRow): z.input<typeof suppressionSchema> {
  const { id, masked, scope, reason, source, notification_id, created_at } = row;
  return { id, address: masked, scope, reason, source, notification_id, since: created_at };
}
