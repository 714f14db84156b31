import { letterMail, type Shop } from "../../src/modules/notifications/mail-page.ts";
import { mailTemplates } from "../../src/modules/notifications/mail-templates.ts";
import { wordsOf } from "../../src/modules/notifications/words/index.ts";
import type { Locale } from "../../src/platform/locale.ts";
import type { Mail } from "../../src/platform/mailer.ts";

export const SHOP: Shop = {
  name: "Edge & Sons",
  url: "https://shop.example.com",
  accountUrl: "https://shop.example.com/account",
};

/** The mail of a template for data of the shape of its samples, which is not checked here. */
export function writtenMail(name: string, data: unknown, locale: Locale = "en"): Promise<Mail> {
  const template = mailTemplates.get(name);
  if (!template) throw new Error(`there is no template ${name}`);
  const words = wordsOf(locale);
  return letterMail(template.render(data as never, SHOP, words), {
    to: "reader@example.com",
    shop: SHOP,
    words,
  });
}

/** A sample of a template, with other values for some of its members. */
export function sampleOf(name: string, changes: object = {}, index = 0): object {
  return { ...(mailTemplates.get(name)?.samples[index] as object), ...changes };
}
