import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { OrderLineJson } from "../orders/index.ts";
import type { DeliveredUnits } from "./returns.repo.ts";

/** How many units of a line may still be returned, and by whom. */
export interface Returnable {
  /** By staff: whatever was sent and is in no return. */
  byStaff: number;
  /** Of these, what reached the customer; of these, what did so within the time for returns. */
  delivered: number;
  byCustomer: number;
}

/**
 * How many units of each line may still be returned. Units are not told apart: those that are in a return already count as the ones
 * that were delivered first, in favour of the customer. `days` is how long a customer may ask after delivery; 0: never. Pure.
 */
export function returnableUnits(
  lines: readonly OrderLineJson[],
  delivered: readonly DeliveredUnits[],
  days: number,
  now: Date,
): Map<string, Returnable> {
  const since = isoTime(addSeconds(now, -days * 24 * 60 * 60));
  return new Map(
    lines.map((line) => {
      const own = delivered.filter((units) => units.order_line_id === line.id);
      const all = own.reduce((sum, { quantity }) => sum + quantity, 0);
      const recent = own
        .filter(({ delivered_at }) => days > 0 && delivered_at >= since)
        .reduce((sum, { quantity }) => sum + quantity, 0);
      const free = Math.max(0, all - line.in_return);
      return [
        line.id,
        { byStaff: line.shipped - line.in_return, delivered: free, byCustomer: Math.min(recent, free) },
      ];
    }),
  );
}
