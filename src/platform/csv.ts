/** A row of a CSV file (RFC 4180), the header among them. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\r\n`;
}

/**
 * A text of somebody else's for a cell that is opened in a spreadsheet: what would be taken for a formula there gets an apostrophe before
 * it (OWASP, "CSV Injection"). Not for files that are read back by programs.
 */
export function spreadsheetText(text: string): string {
  return /^[\s\0]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(text) ? `'${text}` : text;
}
