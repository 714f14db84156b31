import type { Place } from "../../platform/places.ts";

/** The class of everything that no other class is named for. */
export const STANDARD_TAX = "standard";

/** A tax that the destination may ask for. Carts of an earlier release keep rules with the first three fields only. */
export interface TaxRule {
  name: string;
  /** Parts per million: 8.875 % is 88750. */
  ratePpm: number;
  appliesToShipping: boolean;
  id?: string;
  jurisdiction?: Place;
  /** What it is charged on; `standard` by default. */
  taxClass?: string;
  /** Of the rules of one priority one applies; those of different priorities add up. Default 1. */
  priority?: number;
  /** The greater one wins within a priority. */
  specificity?: number;
}

/**
 * The taxes of goods of one class, by priority. At each priority the rules for the class come before the standard ones, and of these
 * the one for the narrowest place wins. Taxes stack: each is charged on the price, none on another.
 */
export function taxesOf(rules: readonly TaxRule[], taxClass: string): TaxRule[] {
  const priorities = [...new Set(rules.map(priorityOf))].sort((a, b) => a - b);
  return priorities.flatMap((priority) => {
    const level = rules.filter((rule) => priorityOf(rule) === priority);
    const own = level.filter((rule) => classOf(rule) === taxClass);
    const candidates = own.length > 0 ? own : level.filter((rule) => classOf(rule) === STANDARD_TAX);
    return candidates.sort(narrowestFirst).slice(0, 1);
  });
}

/** The taxes of a delivery: those of its class that are charged on shipping. */
export function shippingTaxesOf(rules: readonly TaxRule[], taxClass: string): TaxRule[] {
  return taxesOf(rules, taxClass).filter((rule) => rule.appliesToShipping);
}

export function classOf(rule: TaxRule): string {
  return rule.taxClass ?? STANDARD_TAX;
}

function priorityOf(rule: TaxRule): number {
  return rule.priority ?? 1;
}

function narrowestFirst(a: TaxRule, b: TaxRule): number {
  return (b.specificity ?? 0) - (a.specificity ?? 0) || compare(a.id ?? a.name, b.id ?? b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
