import type { Ctx } from "../../platform/ctx.ts";
import { throttle, throttleName, type ThrottlePolicy } from "../../platform/throttle.ts";

const HOUR = 3_600;

/** More cards than anybody has; after that, too few to find out which stolen ones are good. */
const CARDS: ThrottlePolicy = {
  free: 20,
  firstDelaySeconds: 60,
  maxDelaySeconds: HOUR,
  forgetSeconds: 24 * HOUR,
};

/**
 * Counts a try of a card at an order or at a customer's saved methods, before Stripe is asked.
 * @throws auth.too_many_attempts
 */
export async function countCard(ctx: Ctx, id: string): Promise<void> {
  await throttle(ctx, await throttleName(ctx, "card", id)).take(CARDS);
}
