import type { Ctx } from "../../platform/ctx.ts";
import { type Throttle, throttle, throttleName, type ThrottlePolicy } from "../../platform/throttle.ts";

const HOUR = 3_600;

/** More cards than anybody has; after that, too few to find out which stolen ones are good. */
const CARDS: ThrottlePolicy = {
  free: 20,
  firstDelaySeconds: 60,
  maxDelaySeconds: HOUR,
  forgetSeconds: 24 * HOUR,
};

/**
 * Counts a try of a card at an order or at a customer's saved methods, before Stripe is asked. What it answers takes that back: a try that
 * tells nobody anything, and that the caller is asked to make again, is none.
 * @throws auth.too_many_attempts
 */
export async function countCard(ctx: Ctx, id: string): Promise<Throttle["giveBack"]> {
  const cards = throttle(ctx, await throttleName(ctx, "card", id));
  await cards.take(CARDS);
  return cards.giveBack;
}
