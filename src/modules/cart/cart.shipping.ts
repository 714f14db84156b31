import { type Parcel, ratesFor, type ShippingRate } from "../shipping/index.ts";
import type { CartState } from "./cart.state.ts";

/** The shipping rates that the cart can choose from now; none when it holds only what is not sent. */
export function shippingRates(state: CartState): ShippingRate[] {
  const isSent = state.lines.length === 0 || needsShipping(state);
  return state.market && isSent ? ratesFor(state.market, parcelOf(state)) : [];
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

/** What a shipping rate looks at: the weight of what is sent, and the price of all goods as they are listed. */
export function parcelOf({ lines, currency }: CartState): Parcel {
  const sum = (of: (line: CartState["lines"][number]) => number) =>
    lines.reduce((all, line) => all + line.quantity * of(line), 0);
  return {
    currency,
    weightGrams: sum(({ variant }) => (variant.requiresShipping ? variant.weightGrams : 0)),
    subtotal: sum(({ variant }) => variant.prices[currency] ?? 0),
  };
}
