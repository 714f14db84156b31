/** A rate with as many digits as mean something. */
export function rate(perSecond: number): string {
  return perSecond < 100 ? perSecond.toFixed(1) : perSecond.toFixed(0);
}

/** Rows of cells as aligned text; the first column is text, the others are numbers. */
export function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join("  "),
    )
    .join("\n");
}

/** The same as a table of Markdown. */
export function markdownTable([head = [], ...rows]: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.trim()).join(" | ")} |`;
  const marks = head.map((_, column) => (column === 0 ? "---" : "--:"));
  return [line(head), line(marks), ...rows.map(line)].join("\n");
}
