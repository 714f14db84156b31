import { money } from "../../platform/money.ts";
import { placeView } from "../../platform/places.ts";
import type { RateRow } from "./rates.repo.ts";
import type { ShippingRateAnswer } from "./rates.schema.ts";
import type { ZoneRow } from "./zones.repo.ts";
import type { Zone } from "./zones.schema.ts";

/** A zone with its rates as it is answered. */
export function zoneView({ regions, rates, ...row }: ZoneRow): Zone {
  return {
    ...row,
    regions: (JSON.parse(regions) as Parameters<typeof placeView>[0][]).map(placeView),
    rates: (JSON.parse(rates) as RateRow[]).map(rateView),
  };
}

/** A shipping rate as staff see it. */
export function rateView(row: RateRow): ShippingRateAnswer {
  const { currency } = row;
  return {
    id: row.id,
    zone_id: row.zone_id,
    name: row.name,
    price: money(row.amount, currency),
    min_weight_grams: row.min_weight_grams,
    ...(row.max_weight_grams === null ? {} : { max_weight_grams: row.max_weight_grams }),
    min_subtotal: money(row.min_subtotal, currency),
    ...(row.max_subtotal === null ? {} : { max_subtotal: money(row.max_subtotal, currency) }),
    ...(row.free_from === null ? {} : { free_from: money(row.free_from, currency) }),
    ...deliveryView({ minDays: row.min_days, maxDays: row.max_days }),
    tax_class: row.tax_class,
    position: row.position,
    active: row.active === 1,
    created_at: row.created_at,
    updated_at: row.updated_at,
    version: row.version,
  };
}

/** How long a delivery takes, as a member of an answer; nothing where it is not said. */
export function deliveryView(rate: { minDays?: number | null; maxDays?: number | null }) {
  const { minDays, maxDays } = rate;
  return minDays == null || maxDays == null ? {} : { delivery: { min_days: minDays, max_days: maxDays } };
}
