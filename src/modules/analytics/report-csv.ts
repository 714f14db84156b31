import { csvLine, spreadsheetText } from "../../platform/csv.ts";
import { formatDecimal, type Money } from "../../platform/money.ts";

type Cell = Money | string | number | null;

/** Rows as a CSV file, their members as columns; amounts as decimals of `currency`, which has a column of its own. Without rows empty. */
export function reportCsv(rows: readonly Record<string, Cell>[], currency: string): string {
  const [first] = rows;
  if (!first) return "";
  const lines = rows.map((row) => [...Object.values(row).map(textOf), currency]);
  return [[...Object.keys(first), "currency"], ...lines].map(csvLine).join("");
}

function textOf(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "string") return spreadsheetText(cell);
  if (typeof cell === "number") return String(cell);
  const { amount, currency } = cell;
  return amount < 0 ? `-${formatDecimal(-amount, currency)}` : formatDecimal(amount, currency);
}
