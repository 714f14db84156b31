import { isSame } from "../../platform/is-same.ts";
import type { Totals } from "../pricing/index.ts";
import { quoteCart } from "./cart.prices.ts";
import type { CartOperation, CartState } from "./cart.state.ts";

// What the shopper has seen the cart cost. What the system does behind their back leaves a mark, as a changed price does, and without a
// quote that they agree to a marked cart is not ordered.

/** The operations by which the shopper makes the cart cost what their answer says: these totals are seen. */
const SETTLES = new Set<CartOperation["op"]>([
  ...(["add", "remove", "clear", "set_shipping_address", "choose_shipping"] as const),
  ...(["accept_changes", "restore"] as const),
]);

/** The totals that the shopper saw last. */
export function seenTotals(state: CartState): Totals {
  return state.previousTotals ?? quoteCart(state).totals;
}

/** The cart with a mark when it costs anything else than was seen, and without one when it does not. An empty one has none. */
export function markTotals(state: CartState, seen: Totals | undefined): CartState {
  const { previousTotals: _, ...rest } = state;
  if (!seen || state.lines.length === 0 || isSame(seen, quoteCart(rest).totals)) return rest;
  return { ...rest, previousTotals: seen };
}

/** The mark after an operation other than a refresh: who changes what the cart costs sees it in the answer; else it stays. */
export function markAfter(before: CartState, after: CartState, operation: CartOperation): CartState {
  if (SETTLES.has(operation.op)) return markTotals(after, undefined);
  if (operation.op === "change_line" && operation.quantity !== undefined) return markTotals(after, undefined);
  // What comes back from a customer's cart was not there when the guest saw this one last.
  if (operation.op === "confirm" && before.lines.length > 0) return markTotals(after, seenTotals(before));
  return after.previousTotals ? markTotals(after, after.previousTotals) : after;
}
