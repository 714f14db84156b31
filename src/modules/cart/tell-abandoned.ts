import { AlreadyProcessed, commit } from "../../platform/commit.ts";
import { type Ctx, deriveCtx } from "../../platform/ctx.ts";
import { cartAbandoned } from "./cart.events.ts";
import type { CartState } from "./cart.state.ts";

/**
 * Emits cart.abandoned for this filling of the cart, once however often it is called: the object's alarm may come again when it
 * died after this and before it made a note of it. The record of processed events is the lock.
 */
export async function tellAbandoned(ctx: Ctx, cart: Pick<CartState, "id" | "generation">): Promise<void> {
  const { id, generation } = cart;
  const once = deriveCtx(ctx, {
    delivery: { subscriber: "cart.tell-abandoned", eventIds: [`${id}:${generation}`] },
  });
  try {
    await commit(once, {
      statements: [],
      events: [cartAbandoned({ cart_id: id, cart_generation: generation })],
    });
  } catch (error) {
    if (!(error instanceof AlreadyProcessed)) throw error;
  }
}
