import { ratesFor, type ShippingRate } from "../shipping/index.ts";
import type { CartState } from "./cart.state.ts";

/** The shipping rates that the cart can choose from now; none when it holds only what is not sent. */
export function shippingRates(state: CartState): ShippingRate[] {
  const isSent = state.lines.length === 0 || needsShipping(state);
  return state.market && isSent ? ratesFor(state.market, state.currency, weightOf(state)) : [];
}

/** The chosen rate, if it still carries the cart. */
export function chosenRate(state: CartState): ShippingRate | undefined {
  return shippingRates(state).find((rate) => rate.id === state.shippingRateId);
}

/** Whether anything in the cart has to be sent. */
export function needsShipping(state: CartState): boolean {
  return state.lines.some((line) => line.variant.requiresShipping);
}

/** A choice that no longer carries the cart (too heavy, other country) is dropped: the shopper chooses again. */
export function dropUnavailableShipping(state: CartState): CartState {
  if (state.shippingRateId === undefined || chosenRate(state) !== undefined) return state;
  const { shippingRateId: _, ...rest } = state;
  return rest;
}

function weightOf(state: CartState): number {
  return state.lines.reduce(
    (sum, line) => sum + (line.variant.requiresShipping ? line.quantity * line.variant.weightGrams : 0),
    0,
  );
}
