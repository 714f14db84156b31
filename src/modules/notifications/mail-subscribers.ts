import { type Ctx, deriveCtx } from "../../platform/ctx.ts";
import type { Subscriber } from "../../platform/events.ts";
import type { MailEvent, MailTemplate } from "./mail-template.ts";
import { mailTemplates } from "./mail-templates.ts";
import { sendOnce } from "./send-once.ts";

/** One subscriber a mail, mostly: each has its own record of what it has done, so one that fails is tried again alone. */
export function mailSubscribers(): Subscriber[] {
  const templatesOf = new Map<string, MailTemplate["triggers"][number] & { templates: MailTemplate[] }>();
  for (const template of mailTemplates.values()) {
    for (const trigger of template.triggers) {
      const known = templatesOf.get(trigger.subscriber);
      if (known) known.templates.push(template);
      else templatesOf.set(trigger.subscriber, { ...trigger, templates: [template] });
    }
  }
  return [...templatesOf.values()].map(({ subscriber: name, eventType, read, templates }) => ({
    name,
    eventType,
    handle: async (ctx, envelope) => {
      await sendMails(ctx, templates, { ...envelope, payload: read(envelope) });
    },
  }));
}

/**
 * Sends the mails of an event, each once however often it is asked for; the event counts as processed with the last one, unless one failed.
 * Returns how many there are. @throws what sending the first that failed threw
 */
export async function sendMails(
  ctx: Ctx,
  templates: readonly MailTemplate[],
  event: MailEvent,
): Promise<number> {
  const mails = (await Promise.all(templates.map((template) => template.prepare(ctx, event)))).flat();
  const before = deriveCtx(ctx, { delivery: undefined });
  const failed: unknown[] = [];
  for (const [index, { mail, ...key }] of mails.entries()) {
    const isLast = index === mails.length - 1 && failed.length === 0;
    // One address that cannot be reached keeps no other from its mail.
    await sendOnce(isLast ? ctx : before, key, mail).catch((error: unknown) => failed.push(error));
  }
  if (failed.length > 0) throw failed[0];
  return mails.length;
}
