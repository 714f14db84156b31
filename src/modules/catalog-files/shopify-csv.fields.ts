import { minorUnitDigits, parseDecimal } from "../../platform/money.ts";
import { MAX_AMOUNT } from "../catalog/index.ts";
import type { ImportError } from "./imported-product.ts";

/** Why one row of the file is left out; the others go on. */
export class RowRefused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** What befalls the good rows of a product that is not imported. */
export function productRefused(slug: string): RowRefused {
  return new RowRefused(
    "product_refused",
    `The product "${slug}" is not imported: its other rows are refused.`,
  );
}

/** The entry of the report for a refused row. */
export function importError(line: number, { code, message }: RowRefused): ImportError {
  return { line, code, message };
}

/** One record of the file. */
export interface CsvRow {
  /** The physical line, counted from 1, on which the record starts. */
  line: number;
  /** What is not blank, by column, verbatim. */
  cells: ReadonlyMap<string, string>;
  /** Why the record as a whole cannot be used. */
  refusal?: RowRefused;
}

const MAX_GRAMS = 100_000_000;

/** The cell, trimmed, or null when it is blank. @throws RowRefused field_too_long */
export function textOf(row: CsvRow, column: string, max = 255): string | null {
  const text = row.cells.get(column)?.trim() ?? "";
  if (text.length > max) {
    throw new RowRefused(
      "field_too_long",
      `${column} has ${text.length} characters, at most ${max} are allowed.`,
    );
  }
  return text === "" ? null : text;
}

/** true or false in any case. @throws RowRefused */
export function flagOf(row: CsvRow, column: string, code: string, blank: boolean): boolean {
  const text = textOf(row, column)?.toLowerCase();
  if (text === undefined) return blank;
  if (text !== "true" && text !== "false") throw wrong(row, column, code, "must be true or false");
  return text === "true";
}

/** One of a few words in any case. @throws RowRefused */
export function wordOf<Word extends string>(
  row: CsvRow,
  column: string,
  code: string,
  words: readonly Word[],
): Word | null {
  const text = textOf(row, column)?.toLowerCase();
  if (text === undefined) return null;
  const word = words.find((known) => known === text);
  if (word === undefined) throw wrong(row, column, code, `must be one of ${words.join(", ")}`);
  return word;
}

/** A price in minor units of the currency. @throws RowRefused */
export function amountOf(row: CsvRow, column: string, code: string, currency: string): number | null {
  const text = textOf(row, column);
  if (text === null) return null;
  const amount = parseDecimal(text, currency);
  if (amount === undefined) {
    const places = minorUnitDigits(currency);
    const decimals = places === 0 ? "without decimals" : `with at most ${places} decimals`;
    throw wrong(row, column, code, `must be a number of ${currency} from 0 up, ${decimals} and nothing else`);
  }
  if (amount > MAX_AMOUNT) throw wrong(row, column, code, "is too large");
  return amount;
}

/** A weight, rounded to whole grams. @throws RowRefused invalid_weight */
export function gramsOf(row: CsvRow): number {
  const text = textOf(row, "Variant Grams") ?? "0";
  const grams = /^\d+(\.\d*)?$/.test(text) ? Math.round(Number(text)) : Number.NaN;
  if (!(grams <= MAX_GRAMS)) {
    throw wrong(row, "Variant Grams", "invalid_weight", `must be a number from 0 to ${MAX_GRAMS}`);
  }
  return grams;
}

/** A whole number of at most nine digits, or null. @throws RowRefused */
export function integerOf(row: CsvRow, column: string, code: string): number | null {
  const text = textOf(row, column);
  if (text === null) return null;
  if (!/^-?\d{1,9}$/.test(text)) throw wrong(row, column, code, "must be a whole number");
  return Number(text);
}

/** An image's address: absolute http(s), or relative to the site. @throws RowRefused invalid_image_url */
export function imageUrlOf(row: CsvRow, column: string): string | null {
  const url = textOf(row, column, 2_048);
  if (url === null || url.startsWith("/") || (/^https?:\/\//i.test(url) && URL.canParse(url))) return url;
  throw wrong(row, column, "invalid_image_url", 'must start with "https://", "http://" or "/"');
}

/** A code of digits without the apostrophe that keeps spreadsheets from taking it for a number. */
export function codeOf(row: CsvRow, column: string): string | null {
  return textOf(row, column)?.replace(/^'(?=\d+$)/, "") ?? null;
}

/** The refusal of a cell for what stands in it. */
export function wrong(row: CsvRow, column: string, code: string, why: string): RowRefused {
  const text = row.cells.get(column)?.trim() ?? "";
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return new RowRefused(code, `${column} "${shown}" ${why}.`);
}
