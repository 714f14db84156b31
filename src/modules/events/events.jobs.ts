import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { type Job, portion } from "../../platform/jobs.ts";
import { resendUndelivered } from "../../platform/outbox.ts";
import { continueReplay } from "./continue-replay.ts";
import { pruneStmts } from "./prune.repo.ts";
import { findRunningReplays } from "./replays.repo.ts";

/** A run takes all replays together this many chunks of 500 further: 10,000 events a minute. */
const CHUNKS = 20;
const PRUNED_AT_ONCE = 1_000;
const PRUNE_ROUNDS = 50;

async function continueReplays(ctx: Ctx): Promise<string> {
  const replays = await findRunningReplays(ctx);
  for (const replay of replays) await continueReplay(ctx, replay, Math.ceil(CHUNKS / replays.length));
  return `${replays.length} replays continued`;
}

async function pruneEvents(ctx: Ctx) {
  const statements = pruneStmts(ctx, PRUNED_AT_ONCE);
  let deleted = 0;
  let isMore = true;
  for (let round = 0; isMore && round < PRUNE_ROUNDS; round++) {
    const counts = await commit(ctx, { statements });
    deleted += counts.reduce((sum, count) => sum + count, 0);
    isMore = counts.includes(PRUNED_AT_ONCE);
  }
  return portion(`${deleted} rows deleted`, isMore);
}

export const eventJobs: readonly Job[] = [
  {
    name: "events.resend",
    description: "Sends events and further tries again that the queue lost",
    schedule: { everyMinutes: 1 },
    leaseSeconds: 120,
    run: async (ctx) => `${await resendUndelivered(ctx)} messages sent again`,
  },
  {
    name: "events.continue-replays",
    description: "Hands events of the past to subscribers, as replays ask for",
    schedule: { everyMinutes: 1 },
    leaseSeconds: 120,
    run: continueReplays,
  },
  {
    name: "events.prune",
    description: "Deletes delivered events, notes of processing and closed dead letters that are old",
    schedule: { dailyAt: "03:40" },
    leaseSeconds: 300,
    run: pruneEvents,
  },
];
