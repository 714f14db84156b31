import { allocate, applyRate } from "../../platform/money.ts";
import type { TaxRule } from "./tax-rules.ts";

/** A line or the shipping of an order: what it costs after discounts, in minor units, and the taxes it bears. */
export interface TaxedPart {
  /** Unique within the order; breaks ties, so that nothing depends on the order of the parts. */
  key: string;
  amount: number;
  taxes: readonly TaxRule[];
}

/** How much of one tax is in or on one part. */
export interface TaxShare {
  rule: TaxRule;
  /** What the tax is charged on: the amount without any tax. */
  taxable: number;
  amount: number;
}

/** Where fractions of a minor unit are rounded: once a tax on all that bears it, or on every line by itself. */
export type TaxRounding = "order" | "line";

const MILLION = 1_000_000;

/**
 * Taxes on top of prices without tax. A tax is its base x its rate, rounded half up: with "order" once on everything that bears it, and
 * then shared out by largest remainder; with "line" on each part. Answers the shares of each part, in the parts' order.
 */
export function addedTaxes(parts: readonly TaxedPart[], rounding: TaxRounding): TaxShare[][] {
  const shares: TaxShare[][] = parts.map(() => []);
  for (const rule of new Set(parts.flatMap((part) => part.taxes))) {
    const bearers = canonical(parts, (part) => part.taxes.includes(rule));
    const amounts =
      rounding === "line"
        ? bearers.map(({ part }) => applyRate(part.amount, rule.ratePpm))
        : allocateOver(bearers, (base) => applyRate(base, rule.ratePpm));
    for (const [index, bearer] of bearers.entries()) {
      shares[bearer.at]?.push({ rule, taxable: bearer.part.amount, amount: amounts[index] ?? 0 });
    }
  }
  return shares;
}

/**
 * Taxes contained in prices with tax. What bears the same taxes, of the rates r1 … rn, contains amount x R / (1 + R) with R = r1 + … + rn,
 * rounded half up: with "order" once on everything that bears these taxes, shared out by largest remainder; with "line" on each
 * part. The taxes divide it in proportion to their rates. For one tax this is exactly what `addedTaxes` adds to the net amount.
 */
export function containedTaxes(parts: readonly TaxedPart[], rounding: TaxRounding): TaxShare[][] {
  const shares: TaxShare[][] = parts.map(() => []);
  const bearers = canonical(parts, (part) => part.taxes.length > 0);
  const groups = Map.groupBy(bearers, ({ part, at }) =>
    rounding === "line" ? `${at}` : part.taxes.map((rule) => rule.id ?? rule.name).join("\n"),
  );
  for (const group of groups.values()) {
    const rules = group[0]?.part.taxes ?? [];
    const rates = rules.map((rule) => rule.ratePpm);
    const rate = rates.reduce((sum, each) => sum + each, 0);
    const contained = allocateOver(group, (gross) => containedIn(gross, rate));
    const left = allocate(
      contained.reduce((sum, each) => sum + each, 0),
      rates,
    );
    for (const [index, { at, part }] of group.entries()) {
      const tax = contained[index] ?? 0;
      // A part takes of each tax in proportion to what is left of it: never more than that, and in the end nothing is left.
      const taken = allocate(tax, left);
      for (const [number, rule] of rules.entries()) {
        const amount = taken[number] ?? 0;
        left[number] = (left[number] ?? 0) - amount;
        shares[at]?.push({ rule, taxable: part.amount - tax, amount });
      }
    }
  }
  return shares;
}

/** The tax contained in a price with tax, rounded half up. @throws RangeError for a negative amount */
export function containedIn(gross: number, ratePpm: number): number {
  if (gross < 0) throw new RangeError("the tax in a negative amount");
  const whole = BigInt(MILLION + ratePpm);
  return Number((BigInt(gross) * BigInt(ratePpm) * 2n + whole) / (2n * whole));
}

interface Bearer {
  part: TaxedPart;
  /** Its place among all parts. */
  at: number;
}

/** The parts that bear a tax, in an order of their own. */
function canonical(parts: readonly TaxedPart[], bears: (part: TaxedPart) => boolean): Bearer[] {
  return parts
    .map((part, at) => ({ part, at }))
    .filter(({ part }) => bears(part))
    .sort((a, b) => (a.part.key < b.part.key ? -1 : a.part.key > b.part.key ? 1 : a.at - b.at));
}

/** Takes `taxOf` the sum once and shares it out. */
function allocateOver(bearers: readonly Bearer[], taxOf: (base: number) => number): number[] {
  const bases = bearers.map(({ part }) => part.amount);
  const base = bases.reduce((sum, each) => sum + each, 0);
  return base === 0 ? bases.map(() => 0) : allocate(taxOf(base), bases);
}
