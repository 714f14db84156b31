import { containedIn } from "./share-taxes.ts";
import { shippingTaxesOf, STANDARD_TAX, type TaxRule, taxesOf } from "./tax-rules.ts";

/** What decides how a listed price is shown and charged. */
export interface PriceTerms {
  taxes: readonly TaxRule[];
  pricesIncludeTax?: boolean | undefined;
  exempt?: boolean | undefined;
}

interface Taxed {
  taxable: boolean;
  taxClass?: string | undefined;
}

/** A listed price of goods as this customer is shown and charged it: without the tax in it for whoever pays none. Minor units. */
export function shownPrice(terms: PriceTerms, price: number, goods: Taxed): number {
  return priceFor(terms, price, goodsTaxesOf(terms, goods));
}

/** The same of a delivery. */
export function shownShippingPrice(
  terms: PriceTerms,
  { amount, taxClass }: { amount: number; taxClass?: string | undefined },
): number {
  return priceFor(terms, amount, shippingTaxesOf(terms.taxes, taxClass ?? STANDARD_TAX));
}

/** The taxes that goods bear, unless the customer pays none. */
export function goodsTaxesOf({ taxes }: PriceTerms, { taxable, taxClass }: Taxed): TaxRule[] {
  return taxable ? taxesOf(taxes, taxClass ?? STANDARD_TAX) : [];
}

/** The price itself, or without these taxes in it for whoever pays none. */
export function priceFor(terms: PriceTerms, price: number, taxes: readonly TaxRule[]): number {
  if (!terms.exempt || !terms.pricesIncludeTax) return price;
  const rate = taxes.reduce((sum, tax) => sum + tax.ratePpm, 0);
  return price - containedIn(price, rate);
}
