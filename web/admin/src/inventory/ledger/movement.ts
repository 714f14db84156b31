import type { Schema } from "../../../../../client/index.ts";

/** One change of what is on hand. */
export type Movement = Schema<"StockMovement">;

export const KINDS = [
  "import",
  "adjustment",
  "count",
  "transfer",
  "receipt",
  "sale",
  "return",
  "repair",
] as const satisfies readonly Movement["kind"][];

/** A difference with its sign: `+3`, `−2`. */
export function signed(delta: number): string {
  return delta.toLocaleString(undefined, { signDisplay: "exceptZero" });
}
