import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import type { Mail } from "../../platform/mailer.ts";

// The mailbox of local work: what was sent, to be read in a browser. Where the shop is deployed there is none.

const PREFIX = "mailbox/";
const LAST_TIME = 0xffff_ffff_ffff;
/** So many are kept. */
const KEPT = 200;
const LISTED = 1_000;

/** What the list tells of a mail. */
export interface MailboxEntry {
  id: string;
  at: string;
  to: string;
  subject: string;
  status: string;
}

/** Whether this deployment has a mailbox. */
export function hasMailbox({ config }: Pick<Ctx, "config">): boolean {
  return config.ENVIRONMENT === "development" || config.ENVIRONMENT === "test";
}

/** The latest comes first in the bucket's order: ids begin with the time (UUIDv7), which is counted backwards here. */
function keyOf(id: string): string {
  const time = Number.parseInt(id.slice(0, 13).replace("-", ""), 16);
  return `${PREFIX}${(LAST_TIME - time).toString(16).padStart(12, "0")}/${id}`;
}

/** Keeps a mail as it was sent, or was to be sent. That it could not be kept is only logged. */
export async function keepInMailbox(ctx: Ctx, id: string, mail: Mail, status: string): Promise<void> {
  if (!hasMailbox(ctx)) return;
  const entry = { at: isoTime(ctx.now()), to: mail.to, subject: mail.subject, status };
  try {
    await ctx.env.BACKUPS.put(keyOf(id), JSON.stringify(mail), {
      customMetadata: { ...entry, subject: encodeURIComponent(mail.subject) },
    });
  } catch (error) {
    ctx.log.warn("the mail was not kept in the mailbox", describeError(error));
  }
}

/** The mails in the mailbox, the latest first; the oldest are thrown away. */
export async function readMailbox(ctx: Ctx): Promise<MailboxEntry[]> {
  const { objects } = await ctx.env.BACKUPS.list({
    prefix: PREFIX,
    limit: LISTED,
    include: ["customMetadata"],
  });
  const entries = objects.map(
    ({ key, customMetadata: { at = "", to = "", subject = "", status = "" } = {} }) => ({
      id: key.slice(key.lastIndexOf("/") + 1),
      at,
      to,
      subject: decodeURIComponent(subject),
      status,
    }),
  );
  await emptyMailbox(
    ctx,
    entries.slice(KEPT).map((entry) => entry.id),
  );
  return entries.slice(0, KEPT);
}

/** One mail of the mailbox; undefined when it is not there. */
export async function findInMailbox(ctx: Ctx, id: string): Promise<Mail | undefined> {
  return (await ctx.env.BACKUPS.get(keyOf(id)))?.json<Mail>();
}

/** Throws mails away. */
export async function emptyMailbox(ctx: Ctx, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += LISTED)
    await ctx.env.BACKUPS.delete(ids.slice(at, at + LISTED).map(keyOf));
}
