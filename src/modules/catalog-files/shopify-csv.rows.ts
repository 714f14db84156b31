import { CsvError, parse } from "csv-parse/sync";
import { importColumnsMissing, importMalformedCsv, importTooLarge } from "./import.errors.ts";
import { columnNames, REQUIRED_COLUMNS } from "./shopify-csv.columns.ts";
import { type CsvRow, RowRefused } from "./shopify-csv.fields.ts";

/** More rows than this belong into several files. */
export const MAX_ROWS = 5_000;

export const HOLDS_NUL = "it holds a NUL character; save it as UTF-8 text";

interface CsvRecord {
  line: number;
  cells: string[];
}

/**
 * Reads the text into rows. Blank lines are skipped, missing trailing cells count as blank.
 * @throws catalog.import_malformed_csv when the quoting is broken or the text is no text
 * @throws catalog.import_columns_missing when the header lacks a column that the import cannot do without
 * @throws catalog.import_too_large
 */
export function readRows(csv: string): CsvRow[] {
  const text = csv.startsWith("\uFEFF") ? csv.slice(1) : csv;
  const [header, ...records] = readRecords(text, 1);
  const columns = columnsOf(header?.cells ?? []);
  if (records.length > MAX_ROWS) {
    throw importTooLarge(`The file has ${records.length} rows, at most ${MAX_ROWS} are taken at once.`, {
      facts: { max_rows: MAX_ROWS, rows: records.length },
    });
  }
  return records.map((record) => rowOf(record, columns));
}

/**
 * The columns that the first line of a file names.
 * @throws catalog.import_malformed_csv catalog.import_columns_missing
 */
export function readHeader(header: string): string[] {
  return columnsOf(readRecords(header, 1)[0]?.cells ?? []);
}

/**
 * Reads a part of a file, without the header, into rows. `line` is the physical line on which the part starts.
 * @throws catalog.import_malformed_csv
 */
export function readRowsFrom(text: string, line: number, columns: readonly string[]): CsvRow[] {
  return readRecords(text, line).map((record) => rowOf(record, columns));
}

function columnsOf(header: readonly string[]): string[] {
  const columns = columnNames(header);
  const missing = REQUIRED_COLUMNS.filter((name) => !columns.includes(name));
  if (missing.length > 0) {
    throw importColumnsMissing(`The file lacks the columns ${missing.join(", ")}.`, {
      errors: missing.map((name) => ({
        pointer: `#/columns/${encodeURIComponent(name)}`,
        code: "missing_column",
        message: `the column "${name}" is required`,
      })),
    });
  }
  return columns;
}

function readRecords(text: string, firstLine: number): CsvRecord[] {
  const nul = text.indexOf("\0");
  if (nul >= 0) throw malformed(firstLine + lineBreaks(text.slice(0, nul)), HOLDS_NUL);
  const records: CsvRecord[] = [];
  let line = firstLine;
  try {
    parse(text, {
      relax_column_count: true,
      record_delimiter: ["\r\n", "\n", "\r"],
      on_record: (cells: string[]) => {
        // The parser's own count takes CRLF in a quoted field for two lines.
        if (cells.some((cell) => cell.trim() !== "")) records.push({ line, cells });
        line += 1 + cells.reduce((sum, cell) => sum + lineBreaks(cell), 0);
        return null;
      },
    });
  } catch (error) {
    if (error instanceof CsvError) throw malformed(line, error.message, error);
    throw error;
  }
  return records;
}

/** The refusal of a file that breaks off. */
export function malformed(line: number, why: string, cause?: unknown) {
  return importMalformedCsv(`The file cannot be read from line ${line} on: ${why}`, {
    facts: { line },
    cause,
  });
}

function lineBreaks(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

function rowOf({ line, cells }: CsvRecord, columns: readonly string[]): CsvRow {
  const named = new Map<string, string>();
  columns.forEach((column, index) => {
    const cell = cells[index];
    if (cell !== undefined && cell.trim() !== "") named.set(column, cell);
  });
  const row = { line, cells: named };
  if (cells.length > columns.length) {
    const message = `The row has ${cells.length} cells, the header ${columns.length}: a comma may lack its quotes.`;
    return { ...row, refusal: new RowRefused("too_many_columns", message) };
  }
  if (cells.some((cell) => cell.includes("\uFFFD"))) {
    const message = "The row holds characters that were lost in a wrong encoding: save the file as UTF-8.";
    return { ...row, refusal: new RowRefused("invalid_encoding", message) };
  }
  return row;
}
