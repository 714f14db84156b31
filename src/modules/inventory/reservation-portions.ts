/** A reservation of an order as it was read; `committed`: sold. */
export interface HeldUnits {
  id: string;
  order_line_id: string;
  variant_id: string;
  location_id: string;
  quantity: number;
  state: "open" | "committed";
  fulfillment_id: string | null;
  /** 1: they belong to a fulfillment that was sent. */
  sent: number;
}

/** Units of a line of an order. */
export interface LineUnits {
  orderLineId: string;
  quantity: number;
}

/** A part of a reservation, or all of it: 1 <= take <= quantity. */
export interface Portion extends HeldUnits {
  take: number;
}

/**
 * Which reservations give the units, in the order in which these are given. A line of which less is held gives what there is.
 * Pure.
 */
export function portionsOf(held: readonly HeldUnits[], units: readonly LineUnits[]): Portion[] {
  const portions: Portion[] = [];
  for (const { orderLineId, quantity } of units) {
    let missing = quantity;
    for (const row of held) {
      const take = row.order_line_id === orderLineId ? Math.min(missing, row.quantity) : 0;
      if (take <= 0) continue;
      portions.push({ ...row, take });
      missing -= take;
    }
  }
  return portions;
}
