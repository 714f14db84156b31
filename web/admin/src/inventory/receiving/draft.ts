import type { Schema } from "../../../../../client/index.ts";

export interface Line {
  sku: string;
  name?: string;
  quantity: number;
}

/** A delivery that is being written down; kept in the browser until it is booked. */
export interface Draft {
  locationId: string;
  reference: string;
  reason: string;
  lines: Line[];
}

export const EMPTY: Draft = { locationId: "", reference: "", reason: "", lines: [] };

/** The most lines that a receipt holds. */
export const MOST_LINES = 500;

/** With units more of a SKU: the same SKU twice is one line. */
export function withUnits(lines: readonly Line[], { sku, name, quantity }: Line): Line[] {
  const known = lines.find((line) => line.sku === sku);
  if (!known) return [...lines, { sku, quantity, ...(name === undefined ? {} : { name }) }];
  return lines.map((line) => (line === known ? { ...line, quantity: line.quantity + quantity } : line));
}

/** Lines of a spreadsheet: SKU and quantity, apart by a tab, comma, semicolon or blanks. What is neither is answered as it stands. */
export function readLines(text: string): { lines: Line[]; unread: string[] } {
  let lines: Line[] = [];
  const unread: string[] = [];
  for (const row of text.split(/\r?\n/).filter((each) => each.trim() !== "")) {
    const found = /^\s*"?([^\t,;"]+?)"?\s*(?:[\t,;]|\s)\s*"?(\d{1,7})"?\s*$/.exec(row);
    const quantity = Number(found?.[2]);
    if (found?.[1] && isQuantity(quantity)) lines = withUnits(lines, { sku: found[1], quantity });
    else unread.push(row);
  }
  return { lines, unread };
}

export function isQuantity(quantity: number): boolean {
  return Number.isInteger(quantity) && quantity >= 1 && quantity <= 1_000_000;
}

/** A delivery as the API takes it. */
export function receiptOf({ locationId, reference, reason, lines }: Draft): Schema<"StockReceipt"> {
  return {
    ...(locationId ? { location_id: locationId } : {}),
    ...(reference.trim() ? { reference: reference.trim() } : {}),
    ...(reason.trim() ? { reason: reason.trim() } : {}),
    items: lines.map(({ sku, quantity }) => ({ sku, quantity })),
  };
}
