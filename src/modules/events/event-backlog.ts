import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import { readBacklog } from "./backlog.repo.ts";
import type { EventBacklog } from "./replays.schema.ts";

/** What has not got through yet, in one read of the database; and what the queue says of itself, where the platform has it. */
export async function eventBacklog(ctx: Ctx): Promise<EventBacklog> {
  const [row, queue] = await Promise.all([readBacklog(ctx), readQueue(ctx)]);
  const age = (time: string | null | undefined) =>
    time == null ? 0 : Math.max(0, Math.round((ctx.now().getTime() - Date.parse(time)) / 1_000));
  return {
    undelivered: row?.undelivered ?? 0,
    oldest_undelivered_seconds: age(row?.oldest_undelivered),
    retrying: row?.retrying ?? 0,
    oldest_retry_seconds: age(row?.oldest_retry),
    replaying: row?.replaying ?? 0,
    dead_letters_open: row?.dead_letters_open ?? 0,
    ...(queue ? { queue } : {}),
  };
}

async function readQueue(ctx: Ctx): Promise<EventBacklog["queue"]> {
  // Runtimes that are older than the types do not have it.
  const queue: Pick<Env["EVENTS"], never> & { metrics?: Env["EVENTS"]["metrics"] } = ctx.env.EVENTS;
  try {
    const metrics = await queue.metrics?.();
    return metrics && { messages: metrics.backlogCount, bytes: metrics.backlogBytes };
  } catch (error) {
    ctx.log.debug("the queue tells nothing of itself", describeError(error));
    return undefined;
  }
}
