import type { Availability } from "./catalog.schema.ts";

/** Below this many sellable units a variant is `low_stock`. */
const LOW_STOCK_BELOW = 6;

/** The class of a variant's stock. Back-orderable variants are always in stock. */
export function availabilityOf(available: number, policy: "deny" | "continue"): Availability {
  if (policy === "continue" || available >= LOW_STOCK_BELOW) return "in_stock";
  return available > 0 ? "low_stock" : "out_of_stock";
}

const RANK: Record<Availability, number> = { in_stock: 2, low_stock: 1, out_of_stock: 0 };

/** A product is as available as its most available variant. */
export function bestAvailability(all: readonly Availability[]): Availability {
  return all.reduce<Availability>((best, next) => (RANK[next] > RANK[best] ? next : best), "out_of_stock");
}
