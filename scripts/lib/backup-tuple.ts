import { literal } from "../../src/modules/backups/index.ts";

/** The table of pieces while a dump is loaded. */
export const PIECES = "restore_pieces";
/** A value that is longer than this is put together from pieces. */
const LONG = 20_000;
const PIECE = 15_000;
const encoder = new TextEncoder();

/** A number as it was written, however many digits it has. */
class Digits {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A row in SQL: `(1, 'text', NULL)`. Statements to be run before it hold the pieces of what is too long for one. */
export function tupleOf(row: string, first: readonly string[]): { tuple: string; pieces: string[] } {
  const exact = (_key: string, value: unknown, context?: { source?: string }) =>
    typeof value === "number" ? new Digits(context?.source ?? String(value)) : value;
  const values = JSON.parse(row, exact) as (null | string | Digits | { real?: string; blob?: string })[];
  const pieces: string[] = [];
  const written = values.map((value, at) => {
    if (value === null) return "NULL";
    if (value instanceof Digits) return value.text;
    if (typeof value === "object") {
      if (value.real !== undefined) return value.real;
      return fromPieces(
        value.blob ?? "",
        at,
        pieces,
        (text) => `X'${text}'`,
        (text) => `unhex(${text})`,
      );
    }
    if (!value.includes("\0")) return fromPieces(value, at, pieces, literal, (text) => text);
    const hex = Array.from(encoder.encode(value), (byte) => byte.toString(16).padStart(2, "0")).join("");
    return `CAST(${fromPieces(
      hex,
      at,
      pieces,
      (text) => `X'${text}'`,
      (text) => `unhex(${text})`,
    )} AS TEXT)`;
  });
  return { tuple: `(${[...first, ...written].join(", ")})`, pieces };
}

function fromPieces(
  text: string,
  id: number,
  pieces: string[],
  short: (text: string) => string,
  long: (text: string) => string,
): string {
  if (text.length <= LONG) return short(text);
  const characters = [...text];
  for (let at = 0; at < characters.length; at += PIECE) {
    const piece = literal(characters.slice(at, at + PIECE).join(""));
    pieces.push(`INSERT INTO ${PIECES} VALUES (${id}, ${at}, ${piece})`);
  }
  return long(
    `(SELECT group_concat(piece, '') FROM (SELECT piece FROM ${PIECES} WHERE id = ${id} ORDER BY n))`,
  );
}
