import type { Schema } from "../../../../client/index.ts";

type Place = Schema<"Place">;

/** What a form holds of a place: empty fields are null. */
export interface PlaceValues {
  country: string;
  region?: string | null;
  postal_pattern?: string | null;
}

/** A place in words: `Germany, BE, 10*`. */
export function placeText({ country, region, postal_pattern: postal }: Place): string {
  return [countryName(country), region, postal && `postal code ${postal}`].filter(Boolean).join(", ");
}

/** A country's name in the browser's language. */
export function countryName(code: string): string {
  if (code === "*") return "Everywhere else";
  try {
    return new Intl.DisplayNames(undefined, { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** A place as the API takes it. */
export function toPlace({ country, region, postal_pattern: postal }: PlaceValues): Schema<"PlaceInput"> {
  return {
    country: country.trim().toUpperCase(),
    ...(region ? { region: region.trim().toUpperCase() } : {}),
    ...(postal ? { postal_pattern: postal.trim() } : {}),
  };
}
