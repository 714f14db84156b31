import type { Locale } from "../../../platform/locale.ts";
import { de } from "./de.ts";
import { en, type Texts } from "./en.ts";
import { formatsOf } from "./formats.ts";

/** What a language says in mails, and how it writes figures. */
export type Words = Texts & ReturnType<typeof formatsOf>;

const TEXTS: Record<Locale, Texts> = { en, de };
const made = new Map<Locale, Words>();

/** The words of a language; made once, since building Intl's formats takes long. */
export function wordsOf(locale: Locale): Words {
  const words = made.get(locale) ?? { ...TEXTS[locale], ...formatsOf(locale) };
  made.set(locale, words);
  return words;
}
