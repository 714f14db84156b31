import { html } from "../../platform/html.ts";
import type { Locale } from "../../platform/locale.ts";
import { page } from "./page.ts";

export type UnsubscribeStep = "ask" | "done" | "invalid";

type Texts = Record<UnsubscribeStep, (shop: string) => string> & { title: string; button: string };

const TEXTS: Record<Locale, Texts> = {
  en: {
    title: "News by mail",
    button: "Get no more news",
    ask: (shop) => `Do you want to get no more news from ${shop}? Mails about your orders still come.`,
    done: (shop) => `You get no more news from ${shop}. Mails about your orders still come.`,
    invalid: () => "This link is not complete. Open it again from the mail, or copy all of it.",
  },
  de: {
    title: "Neuigkeiten per E-Mail",
    button: "Keine Neuigkeiten mehr",
    ask: (shop) =>
      `Möchten Sie keine Neuigkeiten von ${shop} mehr erhalten? E-Mails zu Ihren Bestellungen kommen weiterhin.`,
    done: (shop) =>
      `Sie erhalten keine Neuigkeiten von ${shop} mehr. E-Mails zu Ihren Bestellungen kommen weiterhin.`,
    invalid: () =>
      "Dieser Link ist nicht vollständig. Öffnen Sie ihn noch einmal aus der E-Mail, oder kopieren Sie ihn ganz.",
  },
};

/** The page that a mail's link leads to. It only asks: programs that look through mails open links, too. */
export function unsubscribePage(step: UnsubscribeStep, shop: string, locale: Locale): Promise<string> {
  const texts = TEXTS[locale];
  const form = html`<form method="post">
    <input type="hidden" name="List-Unsubscribe" value="One-Click" />
    <button>${texts.button}</button>
  </form>`;
  return page(
    locale,
    texts.title,
    html`<p>${texts[step](shop)}</p>
      ${step === "ask" ? form : ""}`,
  );
}
