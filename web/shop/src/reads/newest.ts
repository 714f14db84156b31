import type { Signal } from "@preact/signals";
import type { Known } from "./cache.ts";
import { FEW, listing, type Listing } from "./listing.ts";

/** The newest products that can be had. */
export function newest(): Signal<Known<Listing>> {
  return listing(new URLSearchParams({ availability: "in_stock,low_stock" }), FEW);
}
