import type { Ctx } from "../../platform/ctx.ts";
import type { Locale } from "../../platform/locale.ts";
import type { Mail } from "../../platform/mailer.ts";
import { accountMails } from "./account-mails.ts";
import { accountNotices } from "./account-notices.ts";
import { apiKeyMails } from "./api-key-mails.ts";
import { cartMails } from "./cart-mails.ts";
import { fulfillmentMails } from "./fulfillment-mails.ts";
import { shopOf } from "./mail-page.ts";
import type { MailEvent, MailTemplate, PreparedMail } from "./mail-template.ts";
import { orderChangeMails } from "./order-change-mails.ts";
import { orderMails } from "./order-mails.ts";
import { paymentMails } from "./payment-mails.ts";
import { reportMails } from "./report-mails.ts";
import { returnMails } from "./return-mails.ts";
import { returnMoneyMails } from "./return-money-mails.ts";

/** Every mail that the shop sends, by the name of its template. */
export const mailTemplates: ReadonlyMap<string, MailTemplate> = new Map(
  [
    ...orderMails,
    ...orderChangeMails,
    ...paymentMails,
    ...fulfillmentMails,
    ...returnMails,
    ...returnMoneyMails,
    ...accountMails,
    ...accountNotices,
    ...apiKeyMails,
    ...cartMails,
    ...reportMails,
  ].map((template) => [template.name, template]),
);

/** The template of a name in the record of mails; those to staff end in the number of the address ("staff-disputed-2"). */
export function findTemplate(recorded: string): MailTemplate | undefined {
  const template = mailTemplates.get(recorded) ?? mailTemplates.get(recorded.replace(/-\d+$/, ""));
  return recorded === template?.name || template?.category === "staff" ? template : undefined;
}

/**
 * The mail of an event as of now, by its name in the record of mails; undefined when it is no longer to be sent, goes to nobody any more, or
 * there is no such template. `event.id` is the id that the record has.
 */
export async function renderMail(
  ctx: Ctx,
  recorded: string,
  event: MailEvent,
): Promise<PreparedMail | undefined> {
  const template = findTemplate(recorded);
  // A report's id ends in a mark of its address; the job's own id is what stands before it.
  const isReport = template?.triggers.length === 0;
  const source = isReport ? { ...event, id: event.id.replace(/:[0-9a-f]{16}$/, "") } : event;
  const mails = (await template?.prepare(ctx, source)) ?? [];
  return mails.find((mail) => mail.template === recorded && mail.eventId === event.id);
}

/** A template's sample as a mail, for people who want to see it; undefined when there is no such template or sample. */
export function previewMail(
  ctx: Pick<Ctx, "config">,
  name: string,
  locale: Locale,
  sample: number,
): Promise<Mail> | undefined {
  return mailTemplates.get(name)?.preview(shopOf(ctx), locale, sample);
}
