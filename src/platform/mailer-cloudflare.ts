import type { Ctx } from "./ctx.ts";
import type { Accepted, OutgoingMail } from "./mailer.ts";
import { MailError, type MailFailure } from "./mailer-error.ts";

/** What may go away by itself, by the documented codes; an error without a code is an outage. */
const PASSING = /^E_(RATE_LIMIT_EXCEEDED|DAILY_LIMIT_EXCEEDED|INTERNAL_SERVER_ERROR|DELIVERY_FAILED)$/;

/** Sends through the `send_email` binding. It knows no key: a mail whose acceptance was not recorded is sent again. */
export async function sendThroughCloudflare(ctx: Ctx, mail: OutgoingMail): Promise<Accepted> {
  const { to, subject, html, text, headers } = mail;
  const message = { from: ctx.config.MAIL_FROM, to, subject, html, text, ...(headers ? { headers } : {}) };
  try {
    const { messageId } = await ctx.env.EMAIL.send(message);
    return { provider: "cloudflare", providerId: messageId };
  } catch (error) {
    const code = (error as { code?: unknown } | null)?.code;
    const words = error instanceof Error ? error.message : String(error);
    if (typeof code !== "string" || !code.startsWith("E_")) throw new MailError("retry", words);
    throw new MailError(failureOf(code), words.includes(code) ? words : `${code}: ${words}`);
  }
}

function failureOf(code: string): MailFailure {
  if (code === "E_RECIPIENT_SUPPRESSED") return "suppressed";
  return PASSING.test(code) ? "retry" : "final";
}
