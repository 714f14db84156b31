import { addSeconds, isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { describeError, maskText } from "../../platform/log.ts";
import { MailError } from "../../platform/mailer.ts";
import { deliver } from "./deliver-mail.ts";
import { findUnsent, type NotificationRow } from "./notifications-list.repo.ts";
import { retakeStmt, unsentStmt } from "./notifications.repo.ts";
import { hasUselessLink, mailAnew } from "./mail-anew.ts";

const A_RUN = 50;
/** After a day a mail is old news: it stays "failed", and staff may send it again. */
const GIVES_UP_SECONDS = 24 * 60 * 60;
const NEXT_SECONDS = 30 * 60;

/**
 * Sends what was left unsent: mails whose sender died, and those that a service did not take for the moment. Events try again by themselves;
 * this is for those whose event has given up, and for mails that staff sent again. Each is made anew, and is sent by one run only.
 */
export async function retryMails(ctx: Ctx): Promise<string> {
  const now = ctx.now();
  const rows = await findUnsent(ctx, {
    now: isoTime(now),
    since: isoTime(addSeconds(now, -GIVES_UP_SECONDS)),
    limit: A_RUN,
  });
  let sent = 0;
  for (const row of rows) {
    if (await retry(ctx, row)) sent += 1;
  }
  return `${sent} of ${rows.length} mails`;
}

/** False when it is still to be sent, or somebody else sends it. */
async function retry(ctx: Ctx, row: NotificationRow): Promise<boolean> {
  try {
    const made = await mailAnew(ctx, row);
    if (!made || hasUselessLink(made.mail)) {
      const error = "no longer to be sent";
      await commit(ctx, { statements: [unsentStmt(ctx, row.id, { status: "failed", error })] });
      return true;
    }
    const [taken] = await commit(ctx, { statements: [retakeStmt(ctx, row, made.mail, made.locale)] });
    if (taken !== 1) return false;
    const { id, category, user_id: userId, attempts } = row;
    await deliver(ctx, { id, category, userId: userId ?? undefined, attempts: attempts + 1 }, made.mail);
    return true;
  } catch (error) {
    if (error instanceof MailError) return false;
    ctx.log.error("mail could not be sent again", { notification_id: row.id, ...describeError(error) });
    const words = maskText(error instanceof Error ? error.message : String(error)).slice(0, 500);
    const retryAt = addSeconds(ctx.now(), NEXT_SECONDS);
    await commit(ctx, { statements: [unsentStmt(ctx, row.id, { status: "failed", error: words, retryAt })] });
    return false;
  }
}
