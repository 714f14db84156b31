import { addSeconds, isoTime } from "../../platform/clock.ts";
import { CART_DAYS, type CartState, SHAPE } from "./cart.state.ts";

const HOUR_SECONDS = 60 * 60;

/** A cart that nobody has put anything into. */
export function emptyCart(id: string, currency: string, now: Date): CartState {
  return {
    shape: SHAPE,
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
  return isoTime(addSeconds(now, CART_DAYS * 24 * HOUR_SECONDS));
}

/** What stays of a cart that has expired or was erased: nothing, or an empty one that is as frozen as it was. */
export function remainsOf(state: CartState, now: Date): CartState | null {
  return state.frozen ? { ...emptyCart(state.id, state.currency, now), frozen: true } : null;
}

/** When a cart with this content counts as left alone; undefined for one that is empty or frozen. */
function idleFrom(state: CartState, hours: number): Date | undefined {
  if (state.lines.length === 0 || state.frozen) return undefined;
  return addSeconds(new Date(state.updatedAt), hours * HOUR_SECONDS);
}

/** Whether the cart holds something and was not touched for so many hours. */
export function isIdle(state: CartState, hours: number, now: Date): boolean {
  const from = idleFrom(state, hours);
  return from !== undefined && from <= now;
}

/** Whether it is time to tell that this filling is abandoned, which is done once. */
export function isAbandoned(state: CartState, hours: number, now: Date): boolean {
  return state.abandoned !== state.generation && isIdle(state, hours, now);
}

/**
 * When the cart's object has to look after itself next: to tell that the cart is abandoned, to forget a saved cart (the one that
 * ends first ends at `savedUntil`), to end the cart. Never before now.
 */
export function nextAlarm(
  state: CartState,
  { abandonedHours, savedUntil }: { abandonedHours: number; savedUntil?: string | undefined },
  now: Date,
): Date {
  const idle = state.abandoned === state.generation ? undefined : idleFrom(state, abandonedHours);
  const times = [
    new Date(state.expiresAt),
    ...(idle ? [idle] : []),
    ...(savedUntil === undefined ? [] : [new Date(savedUntil)]),
  ].map((time) => time.getTime());
  return new Date(Math.max(now.getTime(), Math.min(...times)));
}
