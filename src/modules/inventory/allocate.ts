/** What a location can give of a variant. Levels come in the order in which locations are asked. */
export interface Level {
  variant_id: string;
  location_id: string;
  available: number;
  backorder: number;
}

export interface Demand {
  orderLineId: string;
  variantId: string;
  sku: string;
  quantity: number;
}

export interface Allocation {
  orderLineId: string;
  variantId: string;
  locationId: string;
  quantity: number;
}

/** What is missing: the facts that a shopper needs to act. */
export interface Shortage {
  variant_id: string;
  sku: string;
  requested: number;
  available: number;
}

/**
 * Decides which location gives how much, in the order of the levels, splitting a line when one location is short.
 * A level with back-orders gives what is left over. Pure; the CHECKs of stock_levels have the last word.
 */
export function allocate(
  demands: readonly Demand[],
  levels: readonly Level[],
): { allocations: Allocation[]; shortages: Shortage[] } {
  const left = new Map(levels.map((level) => [level, Math.max(0, level.available)]));
  const allocations: Allocation[] = [];
  const shortages: Shortage[] = [];
  for (const demand of demands) {
    const own = levels.filter((level) => level.variant_id === demand.variantId);
    let missing = demand.quantity;
    const taken = new Map<string, number>();
    const take = (level: Level, quantity: number) => {
      if (quantity <= 0) return;
      taken.set(level.location_id, (taken.get(level.location_id) ?? 0) + quantity);
      left.set(level, Math.max(0, (left.get(level) ?? 0) - quantity));
      missing -= quantity;
    };
    for (const level of own) take(level, Math.min(missing, left.get(level) ?? 0));
    const elastic = own.find((level) => level.backorder === 1);
    if (elastic) take(elastic, missing);
    if (missing > 0) {
      const available = demand.quantity - missing;
      shortages.push({
        variant_id: demand.variantId,
        sku: demand.sku,
        requested: demand.quantity,
        available,
      });
      continue;
    }
    for (const [locationId, quantity] of taken) {
      allocations.push({
        orderLineId: demand.orderLineId,
        variantId: demand.variantId,
        locationId,
        quantity,
      });
    }
  }
  return { allocations, shortages };
}
