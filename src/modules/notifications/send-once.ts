import { isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import { type Ctx, deriveCtx } from "../../platform/ctx.ts";
import type { Mail } from "../../platform/mailer.ts";
import { type Claim, deliver } from "./deliver-mail.ts";
import {
  findNotification,
  insertNotificationStmt,
  type NewNotification,
  ONE_MAIL,
  retakeStmt,
} from "./notifications.repo.ts";

/** Another run is sending this mail right now; the delivery is retried to see that it succeeded. */
export class MailBeingSent extends Error {}

class Taken extends Error {}

/** The domain that leads nowhere by RFC 2606: erased persons have their addresses in it. */
export const NOWHERE = ".invalid";

/** What a mail is for (one event and template, one mail), whom or what it is about, and what it can be made anew from. */
export type MailKey = Omit<NewNotification, "id" | "recipient" | "subject" | "resendOf">;

/**
 * Sends a mail for an event once, however often the event is delivered: the row is claimed before the service is called. After a crash between
 * the service's "accepted" and our record of it the mail is sent again under the same id, which Resend recognises and Cloudflare does not.
 * An address in ".invalid" gets nothing. A mail that the service will never take, or that is not to be sent to this address, ends the matter.
 * @throws MailBeingSent while another run holds the claim; MailError for what may succeed later, after recording it
 */
export async function sendOnce(ctx: Ctx, key: MailKey, mail: Mail): Promise<void> {
  if (mail.to.endsWith(NOWHERE)) return;
  // The event counts as processed when the mail is sent; until then every retry may try again.
  const unsent = deriveCtx(ctx, { delivery: undefined });
  const claim = await claimMail(unsent, key, mail);
  if (claim) await deliver(ctx, claim, mail);
}

/** Undefined when nothing is to be done any more: it was sent, or never will be. */
async function claimMail(ctx: Ctx, key: MailKey, mail: Mail): Promise<Claim | undefined> {
  const id = ctx.newId();
  const { category, userId } = key;
  try {
    const { eventId, template, locale, orderId, payload, occurredAt } = key;
    await commit(ctx, {
      statements: [
        insertNotificationStmt(ctx, {
          id,
          eventId,
          template,
          category,
          locale,
          orderId,
          userId,
          payload,
          occurredAt,
          recipient: mail.to,
          subject: mail.subject,
        }),
      ],
      constraints: { [ONE_MAIL]: () => new Taken() },
    });
    return { id, category, userId, attempts: 1 };
  } catch (error) {
    if (!(error instanceof Taken)) throw error;
  }
  const row = await findNotification(ctx, key.eventId, key.template);
  // The release before this one notes no time to try again (nor when it changed a row): its events try again.
  const mayRetry = row?.retry_at !== null || row.updated_at === null;
  const isOpen = row?.status === "sending" || (row?.status === "failed" && mayRetry);
  if (!row || !isOpen) return undefined;
  if (row.locked_until !== null && row.locked_until > isoTime(ctx.now())) throw new MailBeingSent();
  const [taken] = await commit(ctx, { statements: [retakeStmt(ctx, row, mail, key.locale)] });
  if (taken !== 1) throw new MailBeingSent();
  return { id: row.id, category, userId, attempts: row.attempts + 1 };
}
