import type { Ctx } from "./ctx.ts";

export interface Mail {
  to: string;
  subject: string;
  html: string;
  text: string;
}

/** Sends one mail through Cloudflare's Email Service and returns the provider's id of it. */
export async function sendMail(ctx: Ctx, mail: Mail): Promise<string | null> {
  const { messageId } = await ctx.env.EMAIL.send({ from: ctx.config.MAIL_FROM, ...mail });
  return messageId;
}
