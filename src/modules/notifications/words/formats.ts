import type { Locale } from "../../../platform/locale.ts";
import { formatMoney, type Money } from "../../../platform/money.ts";

/** Which conventions dates follow; English ones name the day before the month. */
const DATES: Record<Locale, string> = { en: "en-GB", de: "de-DE" };

/** How a language writes money, times, numbers and countries. */
export function formatsOf(locale: Locale) {
  const time = new Intl.DateTimeFormat(DATES[locale], {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: "UTC",
  });
  const day = new Intl.DateTimeFormat(DATES[locale], { dateStyle: "long", timeZone: "UTC" });
  const number = new Intl.NumberFormat(locale);
  const countries = new Intl.DisplayNames(locale, { type: "region", fallback: "none" });
  return {
    locale,
    money: (value: Money): string => formatMoney(value, locale),
    /** "14 March 2026 at 15:04 UTC". */
    time: (iso: string): string => `${time.format(new Date(iso))} UTC`,
    /** "14 March 2026", of a day as YYYY-MM-DD. */
    day: (date: string): string => day.format(new Date(`${date}T00:00:00Z`)),
    count: (value: number): string => number.format(value),
    /** Undefined for what is no country, e.g. Cloudflare's "XX" (unknown) and "T1" (Tor). */
    country: (code: string | null): string | undefined =>
      code !== null && /^[A-Z]{2}$/.test(code) ? countries.of(code) : undefined,
  };
}

/** A sentence for a number of things, by the language's rules of plural. */
export function plural(locale: Locale) {
  const rules = new Intl.PluralRules(locale);
  return (count: number, one: string, other: string): string => (rules.select(count) === "one" ? one : other);
}
