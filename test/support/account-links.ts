import { oneTimeTokenText } from "../../src/modules/identity/index.ts";
import { systemCtx } from "./accounts.ts";
import { eventsDelivered, rows } from "./api.ts";

export type LinkPurpose = "verify_email" | "reset_password" | "change_email_current" | "change_email_new";

/** The texts of all links that were made for a user and a purpose, the newest first. */
export async function linksOf(userId: string, purpose: LinkPurpose): Promise<string[]> {
  const made = await rows<{ id: string }>(
    "SELECT id FROM one_time_tokens WHERE user_id = ? AND purpose = ? ORDER BY rowid DESC",
    userId,
    purpose,
  );
  return Promise.all(made.map(({ id }) => oneTimeTokenText(systemCtx(), id)));
}

/** The text of the link that was made last, as the mail carries it. */
export async function linkOf(userId: string, purpose: LinkPurpose): Promise<string> {
  const [newest] = await linksOf(userId, purpose);
  if (newest === undefined) throw new Error(`no ${purpose} link was made`);
  return newest;
}

/** The templates of all mails to an address, once the queue is through. */
export async function mailsTo(email: string): Promise<string[]> {
  await eventsDelivered();
  const mails = await rows<{ template: string }>(
    "SELECT template FROM notifications WHERE recipient = ? AND status = 'sent' ORDER BY template",
    email,
  );
  return mails.map(({ template }) => template);
}
