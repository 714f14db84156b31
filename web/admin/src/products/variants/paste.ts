import type { VariantValues } from "../edit/values.ts";
import type { Column } from "./columns.ts";

/** The cells of a text copied from a spreadsheet; undefined for what is one cell, which the browser pastes itself. */
export function cellsOf(text: string): string[][] | undefined {
  const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
  const cells = lines.map((line) => line.split("\t").map((cell) => cell.trim()));
  return cells.length > 1 || (cells[0]?.length ?? 0) > 1 ? cells : undefined;
}

/** The variants with copied cells, from a row and a column on. What reaches beyond the grid is left out. */
export function paste(
  variants: VariantValues[],
  columns: readonly Column[],
  cells: string[][],
  row: number,
  columnId: string,
): VariantValues[] {
  const first = columns.findIndex(({ id }) => id === columnId);
  return variants.map((variant, at) =>
    (cells[at - row] ?? []).reduce(
      (now, text, index) => columns[first + index]?.set(now, text) ?? now,
      variant,
    ),
  );
}
