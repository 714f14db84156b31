import type { Config } from "../../platform/env.ts";
import type { Availability } from "./catalog.schema.ts";

/** A variant's threshold unless staff choose another; the column's default (migrations/main/0015_inventory.sql). */
export const DEFAULT_LOW_STOCK_THRESHOLD = 6;

/** The stock of a variant, as rows have it (see STOCK_COLUMNS). */
export interface StockFacts {
  /** Units that are on hand at active locations and not held by orders; negative when more is promised than there is. */
  available: number;
  inventory_policy: "deny" | "continue";
  /** How many units may be promised beyond what is on hand, where the policy allows it; null: any number. */
  backorder_limit: number | null;
  /** Below this many available units the variant is `low_stock`. */
  low_stock_threshold: number;
}

/** The stock of a variant that was just made. */
export const NEW_STOCK: Omit<StockFacts, "inventory_policy"> = {
  available: 0,
  backorder_limit: null,
  low_stock_threshold: DEFAULT_LOW_STOCK_THRESHOLD,
};

/** How many units can be ordered now, back-orders included; null when they are unlimited. */
export function orderable(stock: Omit<StockFacts, "low_stock_threshold">): number | null {
  if (stock.inventory_policy === "deny") return Math.max(0, stock.available);
  return stock.backorder_limit === null ? null : Math.max(0, stock.available + stock.backorder_limit);
}

/** The class of a variant's stock. Of back-orderable variants a small stock is not scarce. */
export function availabilityOf(stock: StockFacts): Availability {
  if (stock.available <= 0) return orderable(stock) === 0 ? "out_of_stock" : "backorder";
  return stock.inventory_policy === "continue" || stock.available >= stock.low_stock_threshold
    ? "in_stock"
    : "low_stock";
}

/** What everybody may know of a variant's stock: its class, and with SHOW_STOCK_COUNTS how many could be shipped now. */
export function shownStock(
  stock: StockFacts,
  settings: Pick<Config, "SHOW_STOCK_COUNTS">,
): { availability: Availability; available_quantity?: number } {
  return {
    availability: availabilityOf(stock),
    ...(settings.SHOW_STOCK_COUNTS ? { available_quantity: Math.max(0, stock.available) } : {}),
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
