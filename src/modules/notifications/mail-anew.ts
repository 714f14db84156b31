import type { Ctx } from "../../platform/ctx.ts";
import type { Mail } from "../../platform/mailer.ts";
import type { PreparedMail } from "./mail-template.ts";
import { findTemplate, renderMail } from "./mail-templates.ts";
import type { NotificationRow } from "./notifications-list.repo.ts";
import { NOWHERE } from "./send-once.ts";

/** Whether staff may send the mail again: it is known what it was made from, and it holds nothing that works once. */
export function isResendable(row: Pick<NotificationRow, "template" | "payload">): boolean {
  return row.payload !== null && findTemplate(row.template)?.resendable === true;
}

/**
 * A recorded mail as it reads now; undefined when it is no longer to be sent. It goes to `to`; without, one that staff sent again goes where
 * they said, the others to where the reader is now. To another address than the reader's it goes without what opens the order.
 */
export async function mailAnew(
  ctx: Ctx,
  row: NotificationRow,
  to = row.resend_of === null ? undefined : row.recipient,
): Promise<PreparedMail | undefined> {
  if (row.payload === null || row.recipient.endsWith(NOWHERE)) return undefined;
  const prepared = await renderMail(ctx, row.template, {
    id: row.source_event_id,
    payload: JSON.parse(row.payload) as unknown,
    occurred_at: row.occurred_at ?? row.created_at,
  });
  if (!prepared || prepared.mail.to.endsWith(NOWHERE)) return undefined;
  if (to === undefined || to.toLowerCase() === prepared.mail.to.toLowerCase()) return prepared;
  return { ...prepared, mail: { ...withoutAccess(prepared.mail), to } };
}

/** A link's token opens the order for whoever has it, for good: it is for the customer's own address. */
function withoutAccess(mail: Mail): Mail {
  const plain = (text: string) => text.replaceAll(/(?:#|&(?:amp;)?)token=[\w.-]+/g, "");
  return { ...mail, html: plain(mail.html), text: plain(mail.text) };
}

/** Whether a mail has a link to pay that has lost its token, without which that page is of no use. */
export function hasUselessLink({ text }: Mail): boolean {
  return /\/pay\/#(?!\S*token=)/.test(text);
}
