import type { Config } from "./env.ts";

/** A language that the shop can write in. */
export type Locale = Config["SHOP_LOCALES"][number];

/** Every language that mails are written in; a shop may offer fewer. */
export const LOCALES = ["en", "de"] as const satisfies readonly Locale[];

/** The wanted language where the shop writes it, else the shop's first. */
export function shopLocale(config: Pick<Config, "SHOP_LOCALES">, wanted?: string | null): Locale {
  const [first = "en"] = config.SHOP_LOCALES;
  return config.SHOP_LOCALES.find((locale) => locale === wanted) ?? first;
}

/**
 * The best of the shop's languages for an Accept-Language header (RFC 9110, 12.5.4; "de-AT" is served by "de"); undefined when the
 * header is missing, leaves it open ("*"), or names none of them.
 */
export function acceptedLocale(
  config: Pick<Config, "SHOP_LOCALES">,
  header: string | null | undefined,
): Locale | undefined {
  const ranges = (header ?? "").slice(0, 200).split(",").map(readRange);
  const wanted = ranges.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  for (const { language } of wanted) {
    const found = config.SHOP_LOCALES.find((locale) => locale === language);
    if (found) return found;
  }
  return undefined;
}

function readRange(range: string): { language: string; weight: number } {
  const [tag = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith("q="));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return { language: tag.split("-")[0] ?? "", weight: Number.isFinite(weight) ? weight : 0 };
}
