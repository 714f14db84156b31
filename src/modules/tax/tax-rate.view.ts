import { placeView } from "../../platform/places.ts";
import type { TaxRateRow } from "./tax-rates.repo.ts";
import type { TaxRate } from "./tax-rates.schema.ts";

/** A tax rate as it is answered. */
export function taxRateView(row: TaxRateRow): TaxRate {
  const { country, region, postal_pattern, applies_to_shipping, ...fields } = row;
  return {
    ...fields,
    ...placeView({ country, region, postal_pattern }),
    applies_to_shipping: applies_to_shipping === 1,
  };
}
