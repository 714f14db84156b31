import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { ifMatch } from "../../api/data-provider.ts";
import { replacing } from "../../shared/replacing.ts";
import { type PlaceValues, toPlace } from "../places.ts";

export type TaxRate = Schema<"TaxRate">;
type TaxRateInput = Schema<"TaxRateInput">;

/** What the form of a tax rate holds: the rate in percent. */
export interface TaxRateValues extends PlaceValues {
  name: string;
  percent: number;
  tax_class: string | null;
  priority: number | null;
  applies_to_shipping: boolean;
}

/** What its fields are called. */
export const TAX_RATE_LABELS = { rate_ppm: "Rate (parts per million)", postal_pattern: "Postal codes" };

const PPM_OF_PERCENT = 10_000;

/** `8.875 %`. */
export function percentText({ rate_ppm: ppm }: TaxRate): string {
  return new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 4 }).format(
    ppm / 1_000_000,
  );
}

/** What stands in the form at first. */
export function valuesOf(rate: TaxRate): TaxRateValues {
  return { ...rate, percent: rate.rate_ppm / PPM_OF_PERCENT };
}

/** The rate as the API takes it. */
export function toTaxRateInput(values: TaxRateValues): TaxRateInput {
  return {
    name: values.name,
    ...toPlace(values),
    rate_ppm: Math.round(values.percent * PPM_OF_PERCENT),
    ...(values.tax_class ? { tax_class: values.tax_class } : {}),
    priority: values.priority ?? 1,
    applies_to_shipping: values.applies_to_shipping,
  };
}

export function createTaxRate(values: TaxRateValues, key: string) {
  return dataOf(
    client.POST("/api/v1/tax/rates", {
      params: { header: { "Idempotency-Key": key } },
      body: toTaxRateInput(values),
    }),
  );
}

/** Replaces the rate that was on the screen. */
export function replaceTaxRate(id: string, body: TaxRateInput, seen: { version: number }) {
  return dataOf(
    client.PUT("/api/v1/tax/rates/{id}", { params: { path: { id }, header: ifMatch(seen) }, body }),
  );
}

/** How to go on when somebody else changed it meanwhile. */
export function taxRateVersions(rate: TaxRate, values: TaxRateValues) {
  const path = { id: rate.id };
  return replacing<TaxRate, TaxRateInput>(rate, toTaxRateInput(values), {
    toInput: (each) => toTaxRateInput(valuesOf(each)),
    read: () => dataOf(client.GET("/api/v1/tax/rates/{id}", { params: { path } })),
    put: (input, seen) => replaceTaxRate(rate.id, input, seen),
  });
}

export function deleteTaxRate(rate: TaxRate) {
  return dataOf(
    client.DELETE("/api/v1/tax/rates/{id}", { params: { path: { id: rate.id }, header: ifMatch(rate) } }),
  );
}
