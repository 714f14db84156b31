import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";

/** What a batch of the queue may hold. */
const MOST_MESSAGES = 100;

/**
 * Tells the queue that it is time for these deliveries. A failure is logged only: the rows know when they are due, and the minutely job
 * tells the queue again.
 */
export async function tellQueue(ctx: Ctx, deliveryIds: readonly string[], delaySeconds = 0): Promise<void> {
  try {
    for (let at = 0; at < deliveryIds.length; at += MOST_MESSAGES) {
      const ids = deliveryIds.slice(at, at + MOST_MESSAGES);
      await ctx.env.WEBHOOKS.sendBatch(
        ids.map((delivery_id) => ({ body: { delivery_id } })),
        { delaySeconds },
      );
    }
  } catch (error) {
    ctx.log.warn("the queue was not told of webhooks, the job will do it", {
      deliveries: deliveryIds.length,
      ...describeError(error),
    });
  }
}
