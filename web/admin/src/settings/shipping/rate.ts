import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { ifMatch } from "../../api/data-provider.ts";
import { replacing } from "../../shared/replacing.ts";

export type Rate = Schema<"ShippingRate">;
export type RateInput = Schema<"ShippingRateInput">;

/** What its fields are called. */
export const RATE_LABELS = {
  price: "Price",
  min_weight_grams: "From (g)",
  max_weight_grams: "Below (g)",
  min_subtotal: "Subtotal from",
  max_subtotal: "Subtotal below",
  free_from: "Free from",
  tax_class: "Tax class",
};

/** What the API takes, of what it answers. */
export function inputOf(rate: Rate): RateInput {
  const {
    id: _,
    zone_id: _zone,
    created_at: _created,
    updated_at: _updated,
    version: _version,
    ...input
  } = rate;
  return input;
}

/** Adds a rate to a zone. */
export function createRate(zoneId: string, body: RateInput, key: string) {
  return dataOf(
    client.POST("/api/v1/shipping/zones/{id}/rates", {
      params: { path: { id: zoneId }, header: { "Idempotency-Key": key } },
      body,
    }),
  );
}

/** Replaces the rate that was on the screen. */
export function replaceRate({ id, zone_id: zone }: Rate, body: RateInput, seen: { version: number }) {
  return dataOf(
    client.PUT("/api/v1/shipping/zones/{id}/rates/{rate_id}", {
      params: { path: { id: zone, rate_id: id }, header: ifMatch(seen) },
      body,
    }),
  );
}

/** How to go on when somebody else changed it meanwhile. */
export function rateVersions(rate: Rate, input: RateInput) {
  const path = { id: rate.zone_id, rate_id: rate.id };
  return replacing<Rate, RateInput>(rate, input, {
    toInput: inputOf,
    read: () => dataOf(client.GET("/api/v1/shipping/zones/{id}/rates/{rate_id}", { params: { path } })),
    put: (body, seen) => replaceRate(rate, body, seen),
  });
}

/** Deletes a rate. */
export function deleteRate(rate: Rate) {
  return dataOf(
    client.DELETE("/api/v1/shipping/zones/{id}/rates/{rate_id}", {
      params: { path: { id: rate.zone_id, rate_id: rate.id }, header: ifMatch(rate) },
    }),
  );
}
