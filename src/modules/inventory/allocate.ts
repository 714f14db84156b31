/** What a location can give of a variant. Levels come in the order in which locations are asked. */
export interface Level {
  variant_id: string;
  location_id: string;
  /** On hand and not held by orders; negative when more is promised than there is. */
  available: number;
  /** 1: units may be promised beyond what is on hand. */
  backorder: number;
  /** How many of them at most; null: any number. */
  backorder_limit: number | null;
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

/** What a level still has to give: units on hand, and units in all, back-orders included. */
interface Left {
  onHand: number;
  inAll: number;
}

/**
 * Decides which location gives how much. If a single location has everything on hand, the first such one gives it all: one
 * parcel. Otherwise lines take from the locations in the order of the levels, and are split when one is short. What is on hand
 * nowhere is back-ordered where a level takes back-orders, up to its limit. A line gets all that it asks for or is a shortage.
 * Pure; the CHECKs of stock_levels have the last word.
 */
export function allocate(
  demands: readonly Demand[],
  levels: readonly Level[],
): { allocations: Allocation[]; shortages: Shortage[] } {
  const whole = locationWithAll(demands, levels);
  const asked = whole === undefined ? levels : levels.filter((level) => level.location_id === whole);
  const left = new Map<Level, Left>(asked.map((level) => [level, givable(level)]));
  const allocations: Allocation[] = [];
  const shortages: Shortage[] = [];
  for (const { orderLineId, variantId, sku, quantity } of demands) {
    const own = [...left].filter(([level]) => level.variant_id === variantId);
    const taken = new Map<string, number>();
    let missing = quantity;
    for (const source of ["onHand", "inAll"] as const) {
      for (const [{ location_id }, rest] of own) {
        const part = Math.min(missing, rest[source]);
        if (part <= 0) continue;
        taken.set(location_id, (taken.get(location_id) ?? 0) + part);
        rest.onHand = Math.max(0, rest.onHand - part);
        rest.inAll -= part;
        missing -= part;
      }
    }
    if (missing > 0) {
      shortages.push({ variant_id: variantId, sku, requested: quantity, available: quantity - missing });
      continue;
    }
    for (const [locationId, part] of taken) {
      allocations.push({ orderLineId, variantId, locationId, quantity: part });
    }
  }
  return { allocations, shortages };
}

function givable({ available, backorder, backorder_limit: limit }: Level): Left {
  const beyond = backorder === 1 ? (limit ?? Infinity) : 0;
  return { onHand: Math.max(0, available), inAll: Math.max(0, available + beyond) };
}

/** The first location that has all of it on hand. */
function locationWithAll(demands: readonly Demand[], levels: readonly Level[]): string | undefined {
  const wanted = new Map<string, number>();
  for (const { variantId, quantity } of demands) {
    wanted.set(variantId, (wanted.get(variantId) ?? 0) + quantity);
  }
  const locations = new Set(levels.map((level) => level.location_id));
  return [...locations].find((id) => {
    const here = new Map(
      levels.filter((level) => level.location_id === id).map((level) => [level.variant_id, level.available]),
    );
    return [...wanted].every(([variantId, quantity]) => (here.get(variantId) ?? 0) >= quantity);
  });
}
