import { isoTime } from "../../platform/clock.ts";
import { requirePermission } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { readWork } from "./deliveries.repo.ts";
import { deliveryOrThrow } from "./read-deliveries.ts";
import { endpointOrThrow } from "./read-endpoint.ts";
import { DELIVERY_IN_PROGRESS, findRangeRest, replayRangeStmt, replayStmt } from "./replays.repo.ts";
import { tellQueue } from "./tell-queue.ts";
import { deliveryNotReplayable } from "./webhooks.errors.ts";
import type { ReplayBody } from "./webhooks.schema.ts";

/**
 * Sends a delivery again, at once: the same message under the same id, with all its tries. One that waits for its next try is made now.
 * @throws resource.not_found; webhook.delivery_not_replayable
 */
export async function replayDelivery(ctx: Ctx, id: string) {
  requirePermission(ctx, "system:admin");
  const [work] = await readWork(ctx, [id]);
  if (!work) throw notFound("There is no such delivery.");
  const { delivery, endpoint, body } = work;
  if (body === null) throw deliveryNotReplayable("The person that it tells of was erased.");
  if (!endpoint) throw deliveryNotReplayable("Its endpoint was deleted.");
  if (endpoint.status === "disabled")
    throw deliveryNotReplayable("Its endpoint is disabled. Enable it first.");
  await commit(ctx, {
    statements: [replayStmt(ctx, id)],
    audit: {
      action: "webhook_delivery.replay",
      entity: "webhook_delivery",
      entityId: id,
      before: { status: delivery.status, attempts: delivery.attempts },
    },
    constraints: {
      [DELIVERY_IN_PROGRESS]: () =>
        deliveryNotReplayable("It is being sent right now. Look again in a minute."),
    },
  });
  ctx.waitUntil(tellQueue(ctx, [id]));
  return deliveryOrThrow(ctx, id);
}

/** Deliveries that one request replays. */
const REPLAYED_AT_ONCE = 2_000;

/**
 * Sends again what was made for an endpoint from `from` until before `to` and has ended. So many at a time; `nextFrom` is where the rest
 * begins. They leave with the next minutes.
 * @throws resource.not_found; webhook.delivery_not_replayable
 */
export async function replayRange(
  ctx: Ctx,
  endpointId: string,
  body: ReplayBody,
  atOnce = REPLAYED_AT_ONCE,
): Promise<{ replayed: number; nextFrom: string | null }> {
  const endpoint = await endpointOrThrow(ctx, endpointId);
  if (endpoint.status === "disabled")
    throw deliveryNotReplayable("The endpoint is disabled. Enable it first.");
  const range = {
    endpointId,
    from: isoTime(new Date(body.from)),
    to: isoTime(new Date(body.to)),
    statuses: body.status ? [body.status] : (["failed", "succeeded"] as const),
  };
  const nextFrom = (await findRangeRest(ctx, range, atOnce)) ?? null;
  const [replayed = 0] = await commit(ctx, {
    statements: [replayRangeStmt(ctx, range, atOnce)],
    audit: {
      action: "webhook_endpoint.replay",
      entity: "webhook_endpoint",
      entityId: endpointId,
      after: { ...body, next_from: nextFrom },
    },
  });
  return { replayed, nextFrom };
}
