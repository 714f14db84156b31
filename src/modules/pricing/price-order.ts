import type { Place } from "../../platform/places.ts";
import { addedTaxes, containedTaxes, type TaxRounding, type TaxShare } from "./share-taxes.ts";
import { goodsTaxesOf, priceFor } from "./shown-price.ts";
import { shippingTaxesOf, STANDARD_TAX, type TaxRule } from "./tax-rules.ts";

/** All amounts are integer minor units of one currency, not negative. */
export interface PricedInput {
  lines: readonly {
    /** Unique within the order (a variant's id): what breaks ties when a tax is shared out. */
    key: string;
    quantity: number;
    unitPrice: number;
    /** Taken off the line, at most all of it. Default 0. */
    discount?: number;
    taxable: boolean;
    taxClass?: string;
  }[];
  /** The chosen shipping option; undefined while none is chosen. */
  shipping: { amount: number; taxClass?: string | undefined } | undefined;
  /** The rules of the destination. */
  taxes: readonly TaxRule[];
  /** Whether the prices are with tax. Default: without. */
  pricesIncludeTax?: boolean | undefined;
  rounding?: TaxRounding | undefined;
  /** The customer pays no tax: none is added, and prices with tax are reduced by it, unit by unit. */
  exempt?: boolean | undefined;
}

export interface Totals {
  subtotal: number;
  discount: number;
  shipping: number;
  /** What is added on top: 0 where prices include it. */
  tax: number;
  /** The part of the prices that is tax: 0 where it is added. */
  taxIncluded: number;
  total: number;
}

/** A tax of the whole order. */
export interface TaxLine {
  id?: string;
  name: string;
  jurisdiction?: Place;
  ratePpm: number;
  taxable: number;
  amount: number;
}

/** A tax of one line or of shipping: the place of the tax among the order's tax lines, what it is charged on, what it is. */
export type PartTax = readonly [taxLine: number, taxable: number, amount: number];

export interface PricedPart {
  tax: number;
  taxIncluded: number;
  taxes: PartTax[];
}

export interface PricedLine extends PricedPart {
  unitPrice: number;
  discount: number;
  /** quantity x unitPrice - discount */
  total: number;
}

export interface PricedOrder {
  lines: PricedLine[];
  shipping: PricedPart & { amount: number };
  taxLines: TaxLine[];
  totals: Totals;
}

/** A sum is past what can be counted exactly (2^53 - 1 minor units). */
export class AmountTooLarge extends Error {}

/**
 * Prices a cart or order. Pure, and nothing of it depends on the order of the lines. Taxes and their rounding: `addedTaxes` where prices
 * are without tax, `containedTaxes` where they are with it. The parts sum to the whole:
 * total = subtotal - discount + shipping + tax; tax = the lines' tax + shipping's, and the same for taxIncluded; both are the sum of
 * the tax lines. Nothing is negative.
 * @throws AmountTooLarge
 */
export function priceOrder(input: PricedInput): PricedOrder {
  const { pricesIncludeTax = false, rounding = "order" } = input;
  const asked = input.lines.map((line) => lineOf(input, line));
  const shipping = shippingOf(input);
  const subtotal = exactSum(asked.map((line) => line.gross));
  const discount = exactSum(asked.map((line) => line.discount));
  const parts = [
    ...asked.map((line) => ({
      key: `line ${line.key}`,
      amount: line.gross - line.discount,
      taxes: line.taxes,
    })),
    { key: "shipping", ...shipping },
  ];
  const goods = exactSum(parts.map((part) => part.amount));
  // Bound before anything is multiplied: no tax of ours is more than what it is charged on.
  exactSum(parts.flatMap((part) => [part.amount, ...part.taxes.map(() => part.amount)]));
  const shares = pricesIncludeTax ? containedTaxes(parts, rounding) : addedTaxes(parts, rounding);
  const rules = [...new Set(shares.flat().map((share) => share.rule))].sort(
    (a, b) => input.taxes.indexOf(a) - input.taxes.indexOf(b),
  );
  const taxLines = rules.map((rule) => taxLineOf(rule, shares.flat()));
  const taxes = exactSum(taxLines.map((line) => line.amount));
  const partOf = (own: readonly TaxShare[] = []): PricedPart => {
    const sum = own.reduce((all, share) => all + share.amount, 0);
    return {
      tax: pricesIncludeTax ? 0 : sum,
      taxIncluded: pricesIncludeTax ? sum : 0,
      taxes: own
        .map((share): PartTax => [rules.indexOf(share.rule), share.taxable, share.amount])
        .sort(([a], [b]) => a - b),
    };
  };
  return {
    lines: asked.map((line, index) => ({
      unitPrice: line.unitPrice,
      discount: line.discount,
      total: line.gross - line.discount,
      ...partOf(shares[index]),
    })),
    shipping: { amount: shipping.amount, ...partOf(shares.at(-1)) },
    taxLines,
    totals: {
      subtotal,
      discount,
      shipping: shipping.amount,
      tax: pricesIncludeTax ? 0 : taxes,
      taxIncluded: pricesIncludeTax ? taxes : 0,
      total: goods + (pricesIncludeTax ? 0 : taxes),
    },
  };
}

function lineOf(input: PricedInput, line: PricedInput["lines"][number]) {
  const borne = goodsTaxesOf(input, line);
  const unitPrice = priceFor(input, line.unitPrice, borne);
  const gross = exactSum([line.quantity * unitPrice]);
  const discount = Math.min(priceFor(input, line.discount ?? 0, borne), gross);
  return { key: line.key, unitPrice, gross, discount, taxes: input.exempt ? [] : borne };
}

function shippingOf(input: PricedInput) {
  const borne = shippingTaxesOf(input.taxes, input.shipping?.taxClass ?? STANDARD_TAX);
  const amount = priceFor(input, input.shipping?.amount ?? 0, borne);
  return { amount, taxes: input.exempt || amount === 0 ? [] : borne };
}

function taxLineOf(rule: TaxRule, shares: readonly TaxShare[]): TaxLine {
  const own = shares.filter((share) => share.rule === rule);
  return {
    ...(rule.id === undefined ? {} : { id: rule.id }),
    name: rule.name,
    ...(rule.jurisdiction === undefined ? {} : { jurisdiction: rule.jurisdiction }),
    ratePpm: rule.ratePpm,
    taxable: exactSum(own.map((share) => share.taxable)),
    amount: exactSum(own.map((share) => share.amount)),
  };
}

function exactSum(amounts: readonly number[]): number {
  const sum = amounts.reduce((all, amount) => all + amount, 0);
  // The sums before this one were smaller: had one of them been inexact, so would be this one.
  if (!Number.isSafeInteger(sum)) throw new AmountTooLarge("a sum of money is too large");
  return sum;
}
