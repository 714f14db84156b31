import type { Schema } from "./document.ts";

const UPPER = ["maxLength", "maximum", "exclusiveMaximum", "maxItems", "maxProperties"];
const LOWER = ["minLength", "minimum", "exclusiveMinimum", "minItems", "minProperties"];

/** The limits of a value that became narrower: what was taken before may be refused now. */
export function narrowedLimits(before: Schema, after: Schema, at: string): string[] {
  const told = (keyword: string) =>
    `${at}: ${keyword} was ${shown(before[keyword])} and is ${shown(after[keyword])}`;
  const isBelow = (keyword: string) =>
    numberOf(after[keyword], Infinity) < numberOf(before[keyword], Infinity);
  const isAbove = (keyword: string) =>
    numberOf(after[keyword], -Infinity) > numberOf(before[keyword], -Infinity);
  return [
    ...UPPER.filter(isBelow).map(told),
    ...LOWER.filter(isAbove).map(told),
    ...(after.pattern !== undefined && after.pattern !== before.pattern ? [told("pattern")] : []),
  ];
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

function shown(value: unknown): string {
  return value === undefined ? "not limited" : JSON.stringify(value);
}
