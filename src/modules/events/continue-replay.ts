import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { sendMessages } from "../../platform/outbox.ts";
import { allRegistered } from "../../platform/registered.ts";
import {
  findNextEvents,
  finishReplayStmt,
  type PastEvent,
  REPLAY_MOVED,
  type ReplayRow,
  takeStmts,
} from "./replays.repo.ts";

const CHUNK = 500;

/**
 * Takes a replay further by up to `chunks` times 500 events, each chunk in one commit, so that it may be cut off anywhere. Whoever comes to
 * a chunk second leaves it. Returns whether some of the range is left.
 */
export async function continueReplay(ctx: Ctx, replay: ReplayRow, chunks: number): Promise<boolean> {
  const hearer = allRegistered().subscribers.find(({ name }) => name === replay.subscriber);
  let { position } = replay;
  for (let chunk = 0; hearer && chunk < chunks; chunk++) {
    const found = await findNextEvents(ctx, { ...replay, position }, hearer.eventType, CHUNK);
    const last = found.at(-1)?.id;
    if (last === undefined) break;
    if (!(await handOn(ctx, { ...replay, position }, found, last))) return true;
    position = last;
    if (found.length < CHUNK) break;
    if (chunk === chunks - 1) return true;
  }
  await commit(ctx, { statements: [finishReplayStmt(ctx, replay.id)] });
  return false;
}

/** Returns false when somebody else took the replay further. */
async function handOn(
  ctx: Ctx,
  replay: ReplayRow,
  found: readonly PastEvent[],
  position: string,
): Promise<boolean> {
  const events = found
    .filter(({ isProcessed }) => replay.again === 1 || !isProcessed)
    .map(({ isProcessed: _, ...event }) => event);
  try {
    await commit(ctx, {
      statements: takeStmts(ctx, replay, { events, skipped: found.length - events.length, position }),
      constraints: { [REPLAY_MOVED]: () => new Overtaken() },
    });
  } catch (error) {
    if (error instanceof Overtaken) return false;
    throw error;
  }
  await sendMessages(
    ctx,
    events.map((event) => ({ body: { ...event, subscriber: replay.subscriber } })),
  );
  return true;
}

class Overtaken extends Error {}
