import { requirePermission } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { invalidInput, notFound } from "../../platform/errors.ts";
import { describeError } from "../../platform/log.ts";
import { allRegistered } from "../../platform/registered.ts";
import { continueReplay } from "./continue-replay.ts";
import { notRepeatable, subscriberUnknown } from "./events.errors.ts";
import { countEvents, findReplay, insertReplayStmt, type ReplayRow } from "./replays.repo.ts";
import type { CreateReplay } from "./replays.schema.ts";

/**
 * Has the events of a time range handed to a subscriber that has not processed them, in the background. What the outbox has forgotten
 * (after 30 days) is not among them.
 * @throws event.subscriber_unknown event.not_repeatable request.invalid
 */
export async function createReplay(
  ctx: Ctx,
  { subscriber, from, to, again }: CreateReplay,
): Promise<ReplayRow> {
  requirePermission(ctx, "system:admin");
  const hearer = allRegistered().subscribers.find(({ name }) => name === subscriber);
  if (!hearer) throw subscriberUnknown(`There is no subscriber ${subscriber}.`);
  if (again && !hearer.repeatable)
    throw notRepeatable(
      `${subscriber} is not repeatable: leave out "again", and it gets what it has missed.`,
    );
  const at = isoTime(ctx.now());
  // What happens from now on gets to it anyway.
  const end = to === undefined || to > at ? at : to;
  if (from >= end)
    throw invalidInput("The range is empty.", {
      errors: [{ pointer: "#/from", code: "invalid", message: "must be before `to`, and past" }],
    });
  const row = {
    id: ctx.newId(),
    subscriber,
    fromAt: from,
    toAt: end,
    again,
    status: "running" as const,
    total: await countEvents(ctx, { type: hearer.eventType, from, to: end }),
    position: "",
    createdAt: at,
  };
  await commit(ctx, {
    statements: [insertReplayStmt(row)],
    audit: {
      action: "event.replay",
      entity: "event_replay",
      entityId: row.id,
      after: { subscriber, from, to: end, again, total: row.total },
    },
  });
  const replay = await replayOrThrow(ctx, row.id);
  // The job goes on with the rest, and with all of it when this fails.
  const begun = continueReplay(ctx, replay, 1).catch((error: unknown) => {
    ctx.log.warn("a replay goes on with the next minute", { replay_id: row.id, ...describeError(error) });
  });
  ctx.waitUntil(begun);
  return replay;
}

/** @throws resource.not_found */
export async function replayOrThrow(ctx: Ctx, id: string): Promise<ReplayRow> {
  requirePermission(ctx, "system:admin");
  const row = await findReplay(ctx, id);
  if (!row) throw notFound("There is no such replay.");
  return row;
}
