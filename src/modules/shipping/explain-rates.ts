import type { Explained } from "../pricing/index.ts";
import { isFree, type MarketZone, obstacleTo, type Parcel, type ShippingRate } from "./market.ts";

/** What was looked at besides the rates that a market keeps: zones that have the address by a wider place, rates that are switched off. */
export interface Overtaken {
  zones: readonly MarketZone[];
  inactive: readonly { id: string; name: string }[];
}

/** Which zone has the address, and which others would have. */
export function explainZones(zone: MarketZone | null | undefined, overtaken?: Overtaken): Explained[] {
  return [
    ...(zone ? [explainZone(zone, "shipping_zone.matched")] : []),
    ...(overtaken?.zones ?? []).map((each) => explainZone(each, "shipping_zone.less_specific")),
    ...(overtaken?.inactive ?? []).map(({ id, name }): Explained => ({
      code: "shipping_rate.inactive",
      applied: false,
      id,
      name,
    })),
  ];
}

function explainZone(
  { id, name, place }: MarketZone,
  code: "shipping_zone.matched" | "shipping_zone.less_specific",
): Explained {
  return { code, applied: code === "shipping_zone.matched", id, name, facts: { place } };
}

/**
 * What became of a rate: chosen, offered or not, and how far it is from being free. `shown` is its price as the customer is charged it.
 */
export function explainRate(
  rate: ShippingRate,
  parcel: Parcel,
  chosenId: string | undefined,
  shown: (rate: ShippingRate) => number,
): Explained[] {
  const of = { id: rate.id, name: rate.name };
  const obstacle = obstacleTo(rate, parcel);
  if (obstacle) {
    const { code, limit } = obstacle;
    return [
      { code: `shipping_rate.${code}`, applied: false, ...of, facts: factsOf(code, limit, rate, parcel) },
    ];
  }
  const free = isFree(rate, parcel);
  const isChosen = rate.id === chosenId;
  const facts = { amount: free ? 0 : shown(rate) };
  const offer: Explained = {
    code: isChosen ? "shipping_rate.chosen" : "shipping_rate.offered",
    applied: isChosen,
    ...of,
    facts,
  };
  if (rate.freeFrom == null) return [offer];
  const threshold = { limit_amount: rate.freeFrom, actual_amount: parcel.subtotal };
  const missing = { missing_amount: rate.freeFrom - parcel.subtotal };
  return [
    offer,
    free
      ? { code: "free_shipping.reached", applied: isChosen, ...of, facts: threshold }
      : { code: "free_shipping.not_reached", applied: false, ...of, facts: { ...threshold, ...missing } },
  ];
}

function factsOf(
  code: string,
  limit: number,
  rate: ShippingRate,
  parcel: Parcel,
): Record<string, string | number> {
  if (code === "other_currency") return { currency: rate.currency };
  if (code.startsWith("subtotal")) return { limit_amount: limit, actual_amount: parcel.subtotal };
  return { limit, actual: parcel.weightGrams };
}
