import { addSeconds, isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Job } from "../../platform/jobs.ts";
import { hasMailbox, readMailbox } from "./mailbox.ts";
import { pruneStmts } from "./notifications.repo.ts";
import { retryMails } from "./retry-mails.ts";

const KEPT_DAYS = 400;
const STEPS = 50;

/** Deletes what is older than 400 days, a thousand at a time. */
async function pruneMails(ctx: Ctx): Promise<string> {
  if (hasMailbox(ctx)) await readMailbox(ctx);
  const before = isoTime(addSeconds(ctx.now(), -KEPT_DAYS * 24 * 60 * 60));
  let deleted = 0;
  for (let step = 0; step < STEPS; step++) {
    const changed = await commit(ctx, { statements: pruneStmts(before) });
    const rows = changed.reduce((sum, count) => sum + count, 0);
    deleted += rows;
    if (rows === 0) break;
  }
  return `${deleted} old records of mails deleted`;
}

export const mailJobs: readonly Job[] = [
  {
    name: "notifications.retry",
    description: "Sends mails whose sender died, or that the mail service did not take for the moment",
    schedule: { everyMinutes: 1 },
    leaseSeconds: 600,
    run: retryMails,
  },
  {
    name: "notifications.prune",
    description: "Deletes the record of mails after 400 days",
    schedule: { dailyAt: "03:40" },
    leaseSeconds: 600,
    run: pruneMails,
  },
];
