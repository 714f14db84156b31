import { isSame } from "../../platform/is-same.ts";
import type { SellableVariant } from "../catalog/index.ts";
import type { CartLine, CartOperation, CartState } from "./cart.state.ts";
import { MAX_SUBTOTAL } from "./cart.state.ts";
import { amountOf } from "./cart.units.ts";

/**
 * The cart with its lines as the catalog has them now. A line whose new price would take the cart past what it may cost cannot be
 * bought any more than one that is not sold.
 */
export function refresh(
  state: CartState,
  { variants, market, asked, address }: Extract<CartOperation, { op: "refresh" }>,
): CartState {
  const byId = new Map(variants.map((variant) => [variant.variantId, variant]));
  const lines = [...state.lines];
  for (const [index, line] of state.lines.entries()) {
    const { variantId } = line.variant;
    if (asked && !asked.includes(variantId)) continue;
    const variant = byId.get(variantId);
    const sold = variant?.prices[state.currency] !== undefined;
    lines[index] = sold ? touch(line, variant, state.currency) : { ...line, sold: false };
    if (amountOf(lines, state.currency) > MAX_SUBTOTAL) lines[index] = { ...line, sold: false };
  }
  const isOfAddress = address === undefined || isSame(address, state.shippingAddress);
  return { ...state, lines, ...(market && isOfAddress ? { market } : {}) };
}

/**
 * The line with the variant as it is now. The price that the shopper saw is remembered while it differs, however often it changes,
 * until they accept the new one (cart.accept.ts).
 */
export function touch(line: CartLine, variant: SellableVariant, currency: string): CartLine {
  const { previousPrice, ...rest } = line;
  const seen = previousPrice ?? line.variant.prices[currency];
  const changed = seen !== undefined && seen !== variant.prices[currency] ? { previousPrice: seen } : {};
  return { ...rest, variant, sold: true, ...changed };
}
