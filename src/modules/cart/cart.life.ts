import { addSeconds, isoTime } from "../../platform/clock.ts";
import { CART_DAYS, type CartState } from "./cart.state.ts";

/** A cart that nobody has put anything into. */
export function emptyCart(id: string, currency: string, now: Date): CartState {
  return {
    id,
    version: 0,
    generation: Math.floor(now.getTime() / 1000),
    currency,
    lines: [],
    updatedAt: isoTime(now),
    expiresAt: expiryOf(now),
  };
}

/** When a cart that is touched now ends. */
export function expiryOf(now: Date): string {
  return isoTime(addSeconds(now, CART_DAYS * 24 * 60 * 60));
}

/** What stays of a cart that has expired or was erased: nothing, or an empty one that is as frozen as it was. */
export function remainsOf(state: CartState, now: Date): CartState | null {
  return state.frozen ? { ...emptyCart(state.id, state.currency, now), frozen: true } : null;
}
