import type { CountedLine } from "../parts/QuantityInputs.tsx";
import { transitionOf } from "../parts/transitions.ts";
import type { Order } from "../parts/types.ts";

/** Whether an order, or at least some of its units, can be cancelled. */
export function cancellable(order: Order): { allowed: boolean; reason?: string } {
  const whole = transitionOf(order, "cancel");
  return whole.allowed || unitsToCancel(order).some(({ most }) => most > 0) ? { allowed: true } : whole;
}

/** Units that are in no fulfillment yet, of an order that is being carried out. */
export function unitsToCancel({ status, line_items: lines }: Order): CountedLine[] {
  const isAlive = status === "confirmed" || status === "processing";
  return lines.map((line) => ({ ...line, most: isAlive ? line.quantity - line.fulfilled_quantity : 0 }));
}
