import { addSeconds, isoTime } from "../../platform/clock.ts";
import { commit, type Work } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { customerErased } from "../customers/index.ts";
import { callEndpoint, type CallResult } from "./call-endpoint.ts";
import {
  attemptStmt,
  claimStmts,
  type DeliveryWork,
  giveUpStmt,
  isDue,
  LOST_AFTER_SECONDS,
  notDeliveredStmt,
  oneDelivery,
  succeededStmt,
} from "./deliveries.repo.ts";
import {
  disableStmts,
  ENDPOINT_STILL_FAILING,
  type EndpointRow,
  failedStmt,
  recoveredStmt,
} from "./endpoints.repo.ts";
import { MOST_TRIES, pauseSeconds, retryDelay } from "./retry-schedule.ts";
import { tellQueue } from "./tell-queue.ts";
import { endpointDisabled } from "./webhooks.events.ts";

/** An endpoint that has not answered well for so long is disabled, at a try after so many: one that had nothing to do is not judged by a hiccup. */
const GIVE_UP_SECONDS = 5 * 24 * 60 * 60;
const GIVE_UP_TRIES = 4;
/** Later tries are left to the minutely job; the queue would keep them, but nobody could see that it does. */
const QUEUE_KEEPS_SECONDS = 12 * 60;

/** What a delivery means: it was tried; there was nothing to do; others are at it, or at the endpoint; leave the endpoint alone for now. */
export type Outcome = "tried" | "nothing" | "busy" | "leave_alone";

/**
 * Makes one attempt at a delivery, if it is due and nobody else is at it, and writes down what came of it. A run that dies leaves a lease
 * that ends: the delivery is then due as after a failure, so that an endpoint may get a message twice but never not at all.
 */
export async function deliver(ctx: Ctx, work: DeliveryWork, timeoutMs?: number): Promise<Outcome> {
  const { delivery, body, endpoint } = work;
  if (!isDue(ctx, delivery)) return "nothing";
  if (!endpoint || body === null || delivery.tries >= MOST_TRIES) {
    const reason = !endpoint
      ? "the endpoint was deleted"
      : body === null
        ? "the person that it tells of was erased"
        : "the last try was cut off";
    await commit(ctx, { statements: [giveUpStmt(ctx, oneDelivery(delivery.id), reason)] });
    return "nothing";
  }
  if (endpoint.status === "disabled" || (endpoint.paused_until ?? "") > isoTime(ctx.now()))
    return "leave_alone";
  const delay = retryDelay(delivery.tries + 1, Math.random()) ?? 0;
  const [claimed] = await commit(ctx, { statements: claimStmts(ctx, delivery, endpoint.version, delay) });
  if (claimed !== 1) return "busy";
  const answer = await callEndpoint(ctx, endpoint, { id: delivery.message_id, body }, timeoutMs);
  // What is said about somebody who was erased is nothing to keep.
  const result = delivery.type === customerErased.type ? { ...answer, response: null } : answer;
  ctx.log.info("webhook", {
    delivery_id: delivery.id,
    endpoint_id: endpoint.id,
    type: delivery.type,
    attempt: delivery.attempts + 1,
    status: result.status,
    duration_ms: result.durationMs,
    failed: !result.succeeded,
  });
  if (result.succeeded) {
    await recordSuccess(ctx, work, endpoint, result);
    return "tried";
  }
  await recordFailure(ctx, work, endpoint, result);
  return result.unreachable || result.gone || result.retryAfter > 0 ? "leave_alone" : "tried";
}

async function recordSuccess(
  ctx: Ctx,
  { delivery }: DeliveryWork,
  endpoint: EndpointRow,
  result: CallResult,
): Promise<void> {
  await commit(ctx, {
    statements: [
      attemptStmt(delivery.id, delivery.attempts + 1, result),
      succeededStmt(ctx, delivery.id, result.status),
      recoveredStmt(endpoint.id),
    ],
  });
}

async function recordFailure(
  ctx: Ctx,
  { delivery }: DeliveryWork,
  endpoint: EndpointRow,
  result: CallResult,
): Promise<void> {
  const number = delivery.attempts + 1;
  const delay = retryDelay(delivery.tries + 1, Math.random(), result.retryAfter);
  const inQueue = delay !== undefined && delay <= QUEUE_KEEPS_SECONDS;
  const at = (seconds: number) => isoTime(addSeconds(ctx.now(), seconds));
  const next =
    delay === undefined
      ? undefined
      : { dueAt: at(delay), resendAt: at(inQueue ? delay + LOST_AFTER_SECONDS : delay) };
  const isPaused = result.unreachable || result.retryAfter > 0;
  const pause = isPaused ? at(pauseSeconds(endpoint.failures, result.retryAfter)) : undefined;
  const statements = [
    attemptStmt(delivery.id, number, result),
    notDeliveredStmt(ctx, delivery.id, number, result, next),
    failedStmt(ctx, endpoint.id, pause),
  ];
  const disabling = disablingOf(ctx, delivery, endpoint, result);
  if (
    !disabling ||
    !(await disable(ctx, { ...disabling, statements: [...statements, ...disabling.statements] }))
  ) {
    await commit(ctx, { statements });
  }
  if (inQueue) await tellQueue(ctx, [delivery.id], delay);
}

class StillGood extends Error {}

/** False when the endpoint is disabled already, deleted or elsewhere, or has answered meanwhile. */
async function disable(ctx: Ctx, work: Work): Promise<boolean> {
  try {
    await commit(ctx, { ...work, constraints: { [ENDPOINT_STILL_FAILING]: () => new StillGood() } });
    return true;
  } catch (error) {
    if (error instanceof StillGood) return false;
    throw error;
  }
}

/** What disables the endpoint after this result, if it is to be. */
function disablingOf(
  ctx: Ctx,
  delivery: DeliveryWork["delivery"],
  endpoint: EndpointRow,
  { gone }: CallResult,
): Work | undefined {
  const givenUpSince = isoTime(addSeconds(ctx.now(), -GIVE_UP_SECONDS));
  const isHopeless = delivery.tries >= GIVE_UP_TRIES && (endpoint.failing_since ?? "~") <= givenUpSince;
  if (!gone && !isHopeless) return undefined;
  const reason = gone ? "gone" : "failing";
  const about = { entity: "webhook_endpoint", entityId: endpoint.id };
  return {
    statements: disableStmts(ctx, delivery.id, endpoint, reason, gone ? undefined : givenUpSince),
    audit: {
      action: "webhook_endpoint.disable",
      ...about,
      before: { status: "enabled" },
      after: { status: "disabled", disabled_reason: reason },
    },
    alerts: [
      { code: "webhook.endpoint_disabled", ...about, details: { reason, disabled_at: isoTime(ctx.now()) } },
    ],
    events: [endpointDisabled({ endpoint_id: endpoint.id, reason })],
  };
}
