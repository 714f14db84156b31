import type { Ctx } from "../../platform/ctx.ts";
import type { PreparedMail } from "./mail-template.ts";
import { findTemplate, renderMail } from "./mail-templates.ts";
import type { NotificationRow } from "./notifications-list.repo.ts";
import { NOWHERE } from "./send-once.ts";

/** Whether staff may send the mail again: it is known what it was made from, and it holds nothing that works once. */
export function isResendable(row: Pick<NotificationRow, "template" | "payload">): boolean {
  return row.payload !== null && findTemplate(row.template)?.resendable === true;
}

/**
 * A recorded mail as it reads now; undefined when it is no longer to be sent. One that staff sent again goes where they said, the others to
 * where the reader is now.
 */
export async function mailAnew(ctx: Ctx, row: NotificationRow): Promise<PreparedMail | undefined> {
  if (row.payload === null || row.recipient.endsWith(NOWHERE)) return undefined;
  const prepared = await renderMail(ctx, row.template, {
    id: row.source_event_id,
    payload: JSON.parse(row.payload) as unknown,
    occurred_at: row.occurred_at ?? row.created_at,
  });
  if (!prepared || prepared.mail.to.endsWith(NOWHERE)) return undefined;
  return row.resend_of === null ? prepared : { ...prepared, mail: { ...prepared.mail, to: row.recipient } };
}
