import { type SQL, sql } from "drizzle-orm";

/** Where goods go, as far as rules for places look at it. */
export interface Destination {
  country: string;
  region?: string | undefined;
  postal_code?: string | undefined;
}

/** What a rule is for: a country ("*" for every other one), a region in it, postal codes in it. */
export interface Place {
  country: string;
  region?: string | undefined;
  postal_pattern?: string | undefined;
}

/** Columns of a place. `specificity` orders places that match one address; `placeMatches` compares the others. */
export interface PlaceColumns {
  country: string;
  region: string;
  postalPattern: string;
  postalFrom: string;
  postalTo: string;
  postalExact: boolean;
  specificity: number;
}

export interface PostalPattern {
  /** How the pattern is stored: without spaces, in upper case. */
  text: string;
  from: string;
  to: string;
  /** The whole code is compared, not only its beginning. */
  exact: boolean;
}

/** A postal code without what people write between its characters: "sw1a 1aa" and "SW1A1AA" are the same. */
export function normalPostalCode(code: string): string {
  return code.toUpperCase().replace(/[\s-]/g, "");
}

/**
 * Reads a pattern: "10115" one code, "75*" all that begin so, "1000-1999" all whose first digits are in the range (bounds of equal
 * length, both included). undefined when it is none of these.
 */
export function parsePostalPattern(pattern: string): PostalPattern | undefined {
  const [, low, high] = /^\s*(\d{2,10})\s*-\s*(\d{2,10})\s*$/.exec(pattern) ?? [];
  if (low !== undefined && high?.length === low.length) {
    return low < high ? { text: `${low}-${high}`, from: low, to: high, exact: false } : undefined;
  }
  const isPrefix = pattern.trimEnd().endsWith("*");
  const text = normalPostalCode(isPrefix ? pattern.trimEnd().slice(0, -1) : pattern);
  if (!/^[A-Z0-9]{1,20}$/.test(text)) return undefined;
  return { text: isPrefix ? `${text}*` : text, from: text, to: text, exact: !isPrefix };
}

/**
 * The columns of a place. One postal code comes before many (of codes the longer one: ZIP+4 before ZIP), a longer common beginning
 * before a shorter one, a range before the beginning that its codes share, of ranges that with more digits, any postal pattern before a
 * region, that before its country, that before the rest of the world.
 * @throws RangeError for a postal pattern that is none
 */
export function placeColumns(place: Place): PlaceColumns {
  const region = (place.region ?? "").toUpperCase();
  if (place.postal_pattern === undefined) {
    const specificity = place.country === "*" ? 0 : region === "" ? 1 : 2;
    return { ...NO_PATTERN, country: place.country, region, specificity };
  }
  const pattern = parsePostalPattern(place.postal_pattern);
  if (!pattern) throw new RangeError(`not a postal pattern: ${place.postal_pattern}`);
  return {
    country: place.country,
    region,
    postalPattern: pattern.text,
    postalFrom: pattern.from,
    postalTo: pattern.to,
    postalExact: pattern.exact,
    specificity: rankOf(pattern) + (region === "" ? 0 : 1),
  };
}

/** Each step leaves room for what counts less: a common beginning has up to 20 characters, a range up to 10 digits. */
function rankOf({ from, to, exact }: PostalPattern): number {
  if (exact) return 1_000 + 2 * from.length;
  return 100 + 40 * commonBeginning(from, to) + (from === to ? 0 : 2 * from.length);
}

const NO_PATTERN = { postalPattern: "", postalFrom: "", postalTo: "", postalExact: false };

function commonBeginning(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/** The condition that a row with the columns of a place is for this destination. An American ZIP+4 is in its ZIP, too. */
export function placeMatches(destination: Destination): SQL {
  const region = (destination.region ?? "").toUpperCase();
  const code = normalPostalCode(destination.postal_code ?? "");
  return sql`country IN (${destination.country}, '*') AND region IN ('', ${region})
    AND (postal_pattern = '' OR (length(${code}) >= length(postal_from)
      AND substr(${code}, 1, length(postal_from)) BETWEEN postal_from AND postal_to
      AND (postal_exact = 0 OR length(${code}) = length(postal_from)
        OR (length(postal_from) = 5 AND ${isZipPlus4(destination.country, code)}))
      AND (postal_from = postal_to OR substr(${code}, 1, length(postal_from)) NOT GLOB '*[^0-9]*')))`;
}

function isZipPlus4(country: string, code: string): number {
  return country === "US" && /^\d{9}$/.test(code) ? 1 : 0;
}

/**
 * The condition that a row with the columns of a place has one of these places, or a range of postal codes that overlaps one of theirs:
 * what UNIQUE and the triggers "..._no_overlap" forbid. Ranges of different length are compared over the shorter one.
 */
export function placeTakenBy(places: readonly PlaceColumns[]): SQL {
  return sql`EXISTS (
    SELECT 1 FROM (
      SELECT value ->> '$.country' AS c, value ->> '$.region' AS r, value ->> '$.postalPattern' AS pattern,
        value ->> '$.postalFrom' AS low, value ->> '$.postalTo' AS high
      FROM json_each(${JSON.stringify(places)}))
    WHERE country = c AND region = r AND (postal_pattern = pattern OR (postal_from <> postal_to AND low <> high
      AND substr(postal_from, 1, length(low)) <= substr(high, 1, length(postal_from))
      AND substr(postal_to, 1, length(low)) >= substr(low, 1, length(postal_from)))))`;
}

/** A place as it is answered, out of its columns. */
export function placeView(row: { country: string; region: string; postal_pattern: string }): Place {
  return {
    country: row.country,
    ...(row.region === "" ? {} : { region: row.region }),
    ...(row.postal_pattern === "" ? {} : { postal_pattern: row.postal_pattern }),
  };
}

/** A place in words, such as "DE, BY, 80*". */
export function placeText({ country, region, postal_pattern }: Place): string {
  return [country === "*" ? "everywhere else" : country, region, postal_pattern]
    .filter((part) => part !== undefined && part !== "")
    .join(", ");
}
