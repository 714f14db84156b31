import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import { deliver } from "./deliver.ts";
import { type DeliveryWork, readWork } from "./deliveries.repo.ts";
import { tellQueue } from "./tell-queue.ts";

/** How long one endpoint may keep a batch. What is left of its deliveries comes in another one. */
const ENDPOINT_MS = 20_000;
const AGAIN_SECONDS = 10;

/**
 * Makes the deliveries that are due of these. Endpoints are served side by side, the deliveries of one after another; one that cannot
 * be reached, or is slow, only holds up its own.
 */
export async function deliverBatch(
  ctx: Ctx,
  deliveryIds: readonly string[],
  timeoutMs?: number,
): Promise<void> {
  const work = await readWork(ctx, [...new Set(deliveryIds)]);
  const byEndpoint = Map.groupBy(work, ({ delivery }) => delivery.endpoint_id);
  const left = await Promise.all([...byEndpoint.values()].map((own) => deliverInTurn(ctx, own, timeoutMs)));
  const ids = left.flat().map(({ delivery }) => delivery.id);
  if (ids.length > 0) await tellQueue(ctx, ids, AGAIN_SECONDS);
}

/** Returns what was not tried because others were, or for lack of time. What is to be left alone comes again with the job. */
async function deliverInTurn(
  ctx: Ctx,
  work: readonly DeliveryWork[],
  timeoutMs?: number,
): Promise<DeliveryWork[]> {
  const started = Date.now();
  const left: DeliveryWork[] = [];
  for (const [at, each] of work.entries()) {
    if (Date.now() - started > ENDPOINT_MS) return [...left, ...work.slice(at)];
    try {
      const outcome = await deliver(ctx, each, timeoutMs);
      if (outcome === "leave_alone") return left;
      if (outcome === "busy") left.push(each);
    } catch (error) {
      // Its lease ends, and the job brings it again.
      ctx.log.error("webhook delivery failed", { delivery_id: each.delivery.id, ...describeError(error) });
    }
  }
  return left;
}
