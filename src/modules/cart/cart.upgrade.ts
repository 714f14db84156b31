import { type CartResult, type CartState, SHAPE } from "./cart.state.ts";
import { putInto } from "./cart.units.ts";

/** A cart as some release has stored it. The first shape had no number. */
export type StoredCart = Omit<CartState, "shape"> & { shape?: number };

/** Each step brings a cart of its shape to the next one. A new shape gets a step here, and SHAPE grows by one. */
const STEPS: Readonly<Record<number, (cart: StoredCart) => StoredCart>> = {
  // What the lines cost together had no bound, so that some carts could not be answered.
  1: (cart) => {
    const { left, ...content } = putInto({ currency: cart.currency, lines: [] }, cart.lines, cart.currency);
    // Answers look different now, so an If-Match for the old one must not hold.
    return left.length > 0 ? { ...cart, ...content, version: cart.version + 1 } : cart;
  },
};

/**
 * The cart in the present shape, with all that it holds. One of a later shape stays as it is: a release that was rolled back ignores
 * what it does not know.
 */
export function upgradeCart(stored: StoredCart): CartState {
  let cart = stored;
  let shape = stored.shape ?? 1;
  for (; shape < SHAPE; shape++) cart = STEPS[shape]?.(cart) ?? cart;
  return { ...cart, shape };
}

/** The same for an answer that was kept to be replayed. */
export function upgradeAnswer<Answer extends Extract<CartResult, { ok: true }>>(kept: Answer): Answer {
  return { ...kept, state: upgradeCart(kept.state) };
}
