import type { Config } from "../../platform/env.ts";
import type { Availability } from "./catalog.schema.ts";

/** Below this many sellable units a variant is `low_stock`. */
const LOW_STOCK_BELOW = 6;

/** The class of a variant's stock. Of back-orderable variants a small stock is not scarce. */
export function availabilityOf(available: number, policy: "deny" | "continue"): Availability {
  if (available <= 0) return policy === "continue" ? "backorder" : "out_of_stock";
  return policy === "continue" || available >= LOW_STOCK_BELOW ? "in_stock" : "low_stock";
}

/** What everybody may know of a variant's stock: its class, and with SHOW_STOCK_COUNTS how many could be shipped now. */
export function shownStock(
  available: number,
  policy: "deny" | "continue",
  settings: Pick<Config, "SHOW_STOCK_COUNTS">,
): { availability: Availability; available_quantity?: number } {
  return {
    availability: availabilityOf(available, policy),
    ...(settings.SHOW_STOCK_COUNTS ? { available_quantity: Math.max(0, available) } : {}),
  };
}

/** The classes that lists filter and count by. */
export type ListedAvailability = Exclude<Availability, "backorder">;

/** The class that lists find a product by: what can be ordered later can be bought now. */
export function listedAs(availability: Availability): ListedAvailability {
  return availability === "backorder" ? "in_stock" : availability;
}

const RANK: Record<Availability, number> = { in_stock: 3, low_stock: 2, backorder: 1, out_of_stock: 0 };

/** A product is as available as its most available variant. */
export function bestAvailability(all: readonly Availability[]): Availability {
  return all.reduce<Availability>((best, next) => (RANK[next] > RANK[best] ? next : best), "out_of_stock");
}
