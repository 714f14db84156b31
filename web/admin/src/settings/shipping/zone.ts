import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { ifMatch } from "../../api/data-provider.ts";
import { replacing } from "../../shared/replacing.ts";
import { type PlaceValues, toPlace } from "../places.ts";

export type Zone = Schema<"ShippingZone">;
type ZoneInput = Schema<"ShippingZoneInput">;

/** What the form of a zone holds. */
export interface ZoneValues {
  name: string;
  regions: PlaceValues[];
}

/** What its fields are called. */
export const ZONE_LABELS = { name: "Name", regions: "Places" };

export function toZoneInput({ name, regions }: ZoneValues): ZoneInput {
  return { name, regions: regions.map(toPlace) };
}

/** Adds a zone. */
export function createZone(values: ZoneValues, key: string) {
  return dataOf(
    client.POST("/api/v1/shipping/zones", {
      params: { header: { "Idempotency-Key": key } },
      body: toZoneInput(values),
    }),
  );
}

/** Replaces name and places of the zone that was on the screen. */
export function replaceZone(id: string, body: ZoneInput, seen: { version: number }) {
  return dataOf(
    client.PUT("/api/v1/shipping/zones/{id}", { params: { path: { id }, header: ifMatch(seen) }, body }),
  );
}

/** How to go on when somebody else changed it meanwhile. */
export function zoneVersions(zone: Zone, values: ZoneValues) {
  const path = { id: zone.id };
  return replacing<Zone, ZoneInput>(zone, toZoneInput(values), {
    toInput: toZoneInput,
    read: () => dataOf(client.GET("/api/v1/shipping/zones/{id}", { params: { path } })),
    put: (input, seen) => replaceZone(zone.id, input, seen),
  });
}

/** Deletes a zone with its rates. */
export function deleteZone(zone: Zone) {
  return dataOf(
    client.DELETE("/api/v1/shipping/zones/{id}", {
      params: { path: { id: zone.id }, header: ifMatch(zone) },
    }),
  );
}
