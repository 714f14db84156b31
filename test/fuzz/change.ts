import type { Random } from "../support/random.ts";
import type { Known } from "./known.ts";
import type { FuzzRequest } from "./request.ts";

/** Makes a request wrong, or odd, in one way; undefined where it cannot. */
export type Change = (request: FuzzRequest, random: Random, known: Known) => Partial<FuzzRequest> | undefined;

/** A value as it stands in a path or a query. */
export function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
