import type { Condition } from "./account.listing.ts";
import { type Parsed, type Reader, readParams } from "./wire.params.ts";
import { integer, text } from "./wire.readers.ts";

const TIME = integer(0);
const RANGE = { gt: TIME, gte: TIME, lt: TIME, lte: TIME };

/** `created=…` for one second, or `created[gte]=…` and the like for a range. */
const created: Reader<Partial<Parsed<typeof RANGE>>> = (value, name) => {
  if (typeof value !== "string") return readParams(value, RANGE, name);
  const second = TIME(value, name);
  return { gte: second, lte: second };
};

/** What every list takes. */
export const LIST_SHAPE = {
  created,
  ending_before: text(),
  limit: integer(1, 100),
  starting_after: text(),
};

const OPERATORS = { gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;

export function createdConditions(range: Parsed<typeof LIST_SHAPE>["created"]): Condition[] {
  return (["gt", "gte", "lt", "lte"] as const).flatMap((bound) => {
    const value = range?.[bound];
    return value === undefined ? [] : [{ sql: `created ${OPERATORS[bound]} ?`, values: [value] }];
  });
}
