import type { Schema } from "../api.ts";

export type Amount = Schema<"Money">;

const formats = new Map<string, Intl.NumberFormat>();

/** An amount for people: `€19.99`, `¥1,980`. */
export function formatMoney({ amount, currency }: Amount): string {
  return formatOf(currency).format(amount / 10 ** digitsOf(currency));
}

/** How many digits of the currency stand behind the point: minor units are major units by ten to its power. */
export function digitsOf(currency: string): number {
  return formatOf(currency).resolvedOptions().maximumFractionDigits ?? 2;
}

function formatOf(currency: string): Intl.NumberFormat {
  const known = formats.get(currency);
  if (known) return known;
  const made = new Intl.NumberFormat(undefined, { style: "currency", currency });
  formats.set(currency, made);
  return made;
}
