import type { Ctx } from "./ctx.ts";
import { sendThroughCloudflare } from "./mailer-cloudflare.ts";
import { sendThroughResend } from "./mailer-resend.ts";

export { MailError } from "./mailer-error.ts";

export interface Mail {
  to: string;
  subject: string;
  html: string;
  text: string;
}

/** A mail under the id that it is recorded with: where the service knows keys, one id is one mail however often it is sent. */
export interface OutgoingMail extends Mail {
  id: string;
  headers?: Record<string, string> | undefined;
}

/** Who took a mail, and under which id. No id: it had been taken before. */
export interface Accepted {
  provider: "cloudflare" | "resend";
  providerId: string | null;
}

/**
 * Sends one mail through the service that MAILER names.
 * @throws MailError when it is not taken
 */
export function sendMail(ctx: Ctx, mail: OutgoingMail): Promise<Accepted> {
  return ctx.config.MAILER === "resend" ? sendThroughResend(ctx, mail) : sendThroughCloudflare(ctx, mail);
}
