import { commit } from "../../platform/commit.ts";
import { type Ctx, deriveCtx } from "../../platform/ctx.ts";
import { maskText } from "../../platform/log.ts";
import { isoTime } from "../../platform/clock.ts";
import { type Mail, sendMail } from "../../platform/mailer.ts";
import {
  failedStmt,
  findNotification,
  insertNotificationStmt,
  ONE_MAIL,
  retakeStmt,
  sentStmt,
} from "./notifications.repo.ts";

/** Another run is sending this mail right now; the delivery is retried to see that it succeeded. */
export class MailBeingSent extends Error {}

class Taken extends Error {}

/** The domain that leads nowhere by RFC 2606: erased persons have their addresses in it. */
const NOWHERE = ".invalid";

/** What a mail is for (one event and template, one mail) and whom or what it is about. */
export interface MailKey {
  eventId: string;
  template: string;
  orderId?: string;
  userId?: string;
}

/**
 * Sends a mail for an event once, however often the event is delivered: the row is claimed before the provider is called.
 * Only a crash between the provider's "accepted" and our record of it can send a second one; the provider offers no key
 * that would prevent it. An address in ".invalid" gets nothing.
 * @throws MailBeingSent while another run holds the claim; the provider's error, after recording it
 */
export async function sendOnce(ctx: Ctx, key: MailKey, mail: Mail): Promise<void> {
  if (mail.to.endsWith(NOWHERE)) return;
  // The event counts as processed when the mail is sent; until then every retry may try again.
  const unsent = deriveCtx(ctx, { delivery: undefined });
  const id = await claim(unsent, key, mail);
  if (id === undefined) return;
  let providerId: string | null;
  try {
    providerId = await sendMail(ctx, mail);
  } catch (error) {
    const message = maskText(error instanceof Error ? error.message : String(error)).slice(0, 500);
    await commit(unsent, { statements: [failedStmt(id, message)] });
    throw error;
  }
  await commit(ctx, { statements: [sentStmt(ctx, id, providerId)] });
}

/** The id of the claimed notification, or undefined when the mail has been sent. */
async function claim(ctx: Ctx, key: MailKey, mail: Mail): Promise<string | undefined> {
  const id = ctx.newId();
  try {
    await commit(ctx, {
      statements: [insertNotificationStmt(ctx, { id, ...key, recipient: mail.to, subject: mail.subject })],
      constraints: { [ONE_MAIL]: () => new Taken() },
    });
    return id;
  } catch (error) {
    if (!(error instanceof Taken)) throw error;
  }
  const row = await findNotification(ctx, key.eventId, key.template);
  if (!row || row.status === "sent") return undefined;
  if (row.locked_until !== null && row.locked_until > isoTime(ctx.now())) throw new MailBeingSent();
  const [taken] = await commit(ctx, { statements: [retakeStmt(ctx, row)] });
  if (taken !== 1) throw new MailBeingSent();
  return row.id;
}
