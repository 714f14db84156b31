import { addSeconds, isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { type Job, portion } from "../../platform/jobs.ts";
import { findUnsent, giveUpStmt, pendingOfNobody, resentStmt } from "./deliveries.repo.ts";
import { pruneStmts } from "./messages.repo.ts";
import { resealed } from "./endpoint-secret.ts";
import { dropOldSecretsStmt, findEndpoints, MOST_ENDPOINTS, resealStmt } from "./endpoints.repo.ts";
import { tellQueue } from "./tell-queue.ts";

/** Deliveries of one endpoint that the queue is told of in a minute. */
const RESENT_A_MINUTE = 500;
const KEPT_DAYS = 30;
const PRUNED_AT_ONCE = 200;
const MOST_PRUNES = 20;

/** Tells the queue of deliveries that are due: what it lost, and later tries. */
async function resendDue(ctx: Ctx): Promise<string> {
  const ids = await findUnsent(ctx, RESENT_A_MINUTE);
  if (ids.length > 0) {
    await commit(ctx, { statements: [resentStmt(ctx, ids)] });
    await tellQueue(ctx, ids);
  }
  return `${ids.length} sent`;
}

/** Deletes what is older than 30 days, and what is of no more use. */
async function prune(ctx: Ctx) {
  const before = isoTime(addSeconds(ctx.now(), -KEPT_DAYS * 24 * 60 * 60));
  await commit(ctx, {
    statements: [
      dropOldSecretsStmt(ctx),
      giveUpStmt(ctx, pendingOfNobody(1_000), "the endpoint was deleted"),
    ],
  });
  await resealSecrets(ctx);
  let pruned = 0;
  for (let round = 1; round <= MOST_PRUNES; round++) {
    const counts = await commit(ctx, { statements: pruneStmts(before, PRUNED_AT_ONCE) });
    const deleted = counts.at(-1) ?? 0;
    pruned += deleted;
    if (deleted < PRUNED_AT_ONCE) return portion(`${pruned} messages deleted`, false);
  }
  return portion(`${pruned} messages deleted`, true);
}

/** After a rotation of TOKEN_SECRET, so that the old one can be dropped in the end. */
async function resealSecrets(ctx: Ctx): Promise<void> {
  for (const endpoint of await findEndpoints(ctx, { after: "", limit: MOST_ENDPOINTS })) {
    const secret = await resealed(ctx, endpoint.id, endpoint.secret);
    if (secret !== undefined) await commit(ctx, { statements: [resealStmt(endpoint, secret)] });
  }
}

export const webhookJobs: readonly Job[] = [
  {
    name: "webhooks.resend",
    description: "Tells the queue of webhooks that are due.",
    schedule: { everyMinutes: 1 },
    leaseSeconds: 120,
    run: resendDue,
  },
  {
    name: "webhooks.prune",
    description: "Deletes webhooks that are older than 30 days.",
    schedule: { dailyAt: "03:40" },
    leaseSeconds: 300,
    run: prune,
  },
];
