import type { FulfillmentRow, TrackingRow } from "./fulfillment.repo.ts";
import type { FulfillmentPatch, Tracking } from "./fulfillment.schema.ts";

/** What a request says of the parcel, as it is stored. */
export function trackingOf({ carrier, tracking_number, tracking_url }: Tracking): TrackingRow {
  return {
    carrier: carrier ?? null,
    trackingNumber: tracking_number ?? null,
    trackingUrl: tracking_url ?? null,
  };
}

/** A fulfillment's tracking after a merge patch. */
export function patchedTracking(row: FulfillmentRow, patch: FulfillmentPatch): TrackingRow {
  const { carrier, tracking_number, tracking_url } = row;
  return trackingOf(nullsAway({ carrier, tracking_number, tracking_url, ...defined(patch) }));
}

function defined(patch: FulfillmentPatch): FulfillmentPatch {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}

function nullsAway(tracking: FulfillmentPatch): Tracking {
  return Object.fromEntries(Object.entries(tracking).filter(([, value]) => value != null));
}
