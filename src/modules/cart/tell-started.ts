import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { envelopesOf, relay } from "../../platform/outbox.ts";
import { cartStarted } from "./cart.events.ts";
import type { CartOperation, CartState } from "./cart.state.ts";

/** With these, lines come that another cart was started with. */
const TAKEN_OVER: ReadonlySet<CartOperation["op"]> = new Set(["absorb", "confirm"]);

/**
 * Whether a change begins a filling of the cart: it holds something, and did not before, or what it holds is of a new generation. The
 * same one may begin several times, when the shopper empties it in between. Pure.
 */
export function isStart(before: CartState, after: CartState, { op }: CartOperation): boolean {
  if (after.lines.length === 0 || TAKEN_OVER.has(op)) return false;
  return before.lines.length === 0 || before.generation !== after.generation;
}

/**
 * Tells that a cart holds something now. Straight to the queue, not through the outbox: a cart writes nothing to the database when
 * something is put in. So it may get lost, though seldom, and is only for counting.
 */
export function tellStarted(ctx: Ctx, { id, generation }: CartState): void {
  const start = { cart_id: id, generation, started_at: isoTime(ctx.now()) };
  ctx.waitUntil(relay(ctx, envelopesOf(ctx, [cartStarted({ carts: [start] })])));
}
