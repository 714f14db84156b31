import type { TaxRule } from "../pricing/index.ts";

/** What a destination means for a cart: which rates ship there and which taxes apply. Amounts in minor units. */
export interface Market {
  rates: ShippingRate[];
  taxes: TaxRule[];
}

export interface ShippingRate {
  id: string;
  name: string;
  currency: string;
  amount: number;
  minWeightGrams: number;
  maxWeightGrams: number | null;
}

/** The rates that carry this weight, in the shop's order. Bounds: min <= weight < max. */
export function ratesFor(market: Market, currency: string, weightGrams: number): ShippingRate[] {
  return market.rates.filter(
    (rate) =>
      rate.currency === currency &&
      weightGrams >= rate.minWeightGrams &&
      (rate.maxWeightGrams === null || weightGrams < rate.maxWeightGrams),
  );
}
