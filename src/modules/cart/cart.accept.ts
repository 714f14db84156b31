import { shownUnitPrice } from "./cart.prices.ts";
import type { CartChange, CartLine, CartState } from "./cart.state.ts";
import { withQuantity } from "./cart.units.ts";

/**
 * The cart as the shopper agrees to have it: no line that is not sold or sold out, no more units than are left, new prices and
 * totals taken for seen. Tells what that did to the lines; a cart without problems stays the same.
 */
export function acceptChanges(state: CartState): { state: CartState; changes: CartChange[] } {
  const accepted = state.lines.map((line) => acceptLine(line, state));
  const changes = accepted.flatMap((each) => each.changes);
  if (changes.length === 0 && !state.previousTotals) return { state, changes };
  return { state: { ...state, lines: accepted.flatMap((each) => each.lines) }, changes };
}

function acceptLine(line: CartLine, state: CartState): { lines: CartLine[]; changes: CartChange[] } {
  const { variantId, sku, name, available } = line.variant;
  const about = { lineId: line.id, variantId, sku, name };
  const left = line.sold ? Math.min(line.quantity, available ?? line.quantity) : 0;
  if (left === 0) {
    const why = line.sold ? "insufficient_stock" : "unavailable";
    return { lines: [], changes: [{ ...about, code: "removed", before: line.quantity, why }] };
  }
  const { previousPrice, ...agreed } = line;
  const changes: CartChange[] = [];
  if (previousPrice !== undefined) {
    const [before, after] = [shownUnitPrice(state, line, previousPrice), shownUnitPrice(state, line)];
    changes.push({ ...about, code: "price_changed", before, after });
  }
  if (left < line.quantity) {
    changes.push({ ...about, code: "quantity_reduced", before: line.quantity, after: left });
  }
  return { lines: withQuantity(agreed, left), changes };
}
