import { formatMoney, type Money } from "../../platform/money.ts";

/** How a page to be printed writes amounts, days and rates. */
export interface Wording {
  amount(value: Money): string;
  day(iso: string): string;
  rate(ppm: number): string;
}

/** Writes as people with this language tag do. */
export function wordingOf(locale: string): Wording {
  const days = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  const rates = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 4 });
  return {
    amount: (value) => formatMoney(value, locale),
    day: (iso) => days.format(new Date(iso)),
    rate: (ppm) => rates.format(ppm / 1_000_000),
  };
}

/** The language tag to write by: what is asked for, else the browser's first one, else English. */
export function localeFor(wish: string | undefined, acceptLanguage: string | undefined): string {
  const candidates = [wish, acceptLanguage?.split(",")[0]?.split(";")[0]?.trim()];
  return candidates.find((tag) => tag !== undefined && isLocale(tag)) ?? "en";
}

/** Whether the text is a language tag whose ways of writing are known here. */
export function isLocale(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}
