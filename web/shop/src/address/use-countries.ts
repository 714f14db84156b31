import { useEffect } from "preact/hooks";
import { readShopFacts, shopFacts } from "../shop-facts.ts";

interface Country {
  code: string;
  name: string;
}

const names = new Intl.DisplayNames(undefined, { type: "region" });

/** A country's name in the shopper's language. */
export function countryName(code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

/** The countries to choose from, by name: those that the shop ships to, or all of them. The one that is chosen already is always among them. */
export function useCountries(anywhere: boolean, chosen: string | undefined): Country[] {
  useEffect(() => void readShopFacts().catch(() => undefined), []);
  const served = shopFacts.value?.countries ?? [];
  const codes = new Set([...(anywhere ? allCountries() : served), ...(chosen === undefined ? [] : [chosen])]);
  return [...codes]
    .map((code) => ({ code, name: countryName(code) }))
    .toSorted((one, other) => one.name.localeCompare(other.name));
}

let all: string[] | undefined;

/** The regions of two letters that have a name in the browser's own data, without those that are no countries. */
function allCountries(): string[] {
  if (all) return all;
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const plain = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  all = codes.filter((code) => !NO_COUNTRIES.has(code) && plain.of(code) !== undefined && isCurrent(code));
  return all;
}

/** Unions, outlying areas and codes for tests, which browsers have names for as well. */
const NO_COUNTRIES = new Set([
  "EU",
  "EZ",
  "UN",
  "QO",
  "XA",
  "XB",
  "ZZ",
  "XK",
  "AC",
  "CP",
  "CQ",
  "DG",
  "EA",
  "IC",
  "TA",
  "UK",
]);

/** Codes that were given up lead to another one: `DD` to `DE`. */
function isCurrent(code: string): boolean {
  return new Intl.Locale(`und-${code}`).region === code;
}
