import type { Schema } from "../../../../client/index.ts";

export type Money = Schema<"Money">;

/** An amount for people: `€19.99`, `¥1,980`. */
export function formatMoney({ amount, currency }: Money): string {
  return new Intl.NumberFormat(undefined, { style: "currency", currency }).format(
    toMajor({ amount, currency }),
  );
}

/** Minor units as people write them: 1999 of USD is 19.99, of JPY 1999. */
export function toMajor({ amount, currency }: Money): number {
  return amount / 10 ** digitsOf(currency);
}

/** What somebody entered, in minor units; undefined for what is no amount of the currency. */
export function toMinor(text: string, currency: string): number | undefined {
  const digits = digitsOf(currency);
  const found = /^(-?)(\d{1,11})(?:[.,](\d*))?$/.exec(text.trim());
  const fraction = found?.[3] ?? "";
  if (!found || fraction.length > digits) return undefined;
  const amount = Number(`${found[2]}${fraction.padEnd(digits, "0")}`);
  return found[1] === "-" ? -amount : amount;
}

export function digitsOf(currency: string): number {
  return (
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}

/** Day and time, short, in the browser's zone. */
export function formatTime(time: string): string {
  return new Date(time).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

/** `partially_refunded` as people read it: "Partially refunded". */
export function inWords(code: string): string {
  // What Stripe calls canceled is spelt here as everywhere else.
  if (code === "canceled") return "Cancelled";
  const words = code.replaceAll(/[_.-]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
