import type { TaxRounding, TaxRule } from "../pricing/index.ts";

/**
 * What a destination means for a cart: which rates ship there, which taxes it asks for, and whether prices include them. Amounts in minor
 * units. Carts of an earlier release have only `rates` and `taxes` of it.
 */
export interface Market {
  /** The zone that the rates are of; null when none has the address. */
  zone?: MarketZone | null;
  rates: ShippingRate[];
  taxes: TaxRule[];
  pricesIncludeTax?: boolean;
  rounding?: TaxRounding;
  /** The customer pays no tax, for this reason. */
  exemption?: { reason: string };
}

/** A zone and by which of its places it has the address. */
export interface MarketZone {
  id: string;
  name: string;
  place: string;
}

/** Bounds: min <= weight < max, and the same of the goods' price. */
export interface ShippingRate {
  id: string;
  name: string;
  currency: string;
  amount: number;
  minWeightGrams: number;
  maxWeightGrams: number | null;
  minSubtotal?: number;
  maxSubtotal?: number | null;
  /** Goods from this price on are shipped for nothing. */
  freeFrom?: number | null;
  taxClass?: string;
  minDays?: number | null;
  maxDays?: number | null;
}

/** What is to be shipped: the weight of what has to be sent, and the price of all goods as the market shows it. */
export interface Parcel {
  currency: string;
  weightGrams: number;
  subtotal: number;
}

/** The rates that carry this, in the shop's order, with the amount that they cost for it: 0 where it is shipped free. */
export function ratesFor(market: Market, parcel: Parcel): ShippingRate[] {
  return market.rates
    .filter((rate) => obstacleTo(rate, parcel) === undefined)
    .map((rate) => (isFree(rate, parcel) ? { ...rate, amount: 0 } : rate));
}

/** Why a rate does not carry this; undefined when it does. */
export function obstacleTo(rate: ShippingRate, parcel: Parcel) {
  const { weightGrams, subtotal } = parcel;
  const { minSubtotal = 0, maxSubtotal = null } = rate;
  if (rate.currency !== parcel.currency) return { code: "other_currency", limit: 0 } as const;
  if (weightGrams < rate.minWeightGrams) return { code: "too_light", limit: rate.minWeightGrams } as const;
  if (rate.maxWeightGrams !== null && weightGrams >= rate.maxWeightGrams)
    return { code: "too_heavy", limit: rate.maxWeightGrams } as const;
  if (subtotal < minSubtotal) return { code: "subtotal_too_low", limit: minSubtotal } as const;
  if (maxSubtotal !== null && subtotal >= maxSubtotal)
    return { code: "subtotal_too_high", limit: maxSubtotal } as const;
  return undefined;
}

/** Whether the rate ships this for nothing. */
export function isFree(rate: ShippingRate, parcel: Parcel): boolean {
  return rate.freeFrom != null && parcel.subtotal >= rate.freeFrom;
}
