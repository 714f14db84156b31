import { addSeconds, isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Job } from "../../platform/jobs.ts";
import { KEPT_SECONDS } from "./job.ts";
import { deleteJobsStmts, findJobsFinishedBefore, findStalledJobs, touchJobsStmt } from "./jobs.repo.ts";
import { jobContinue } from "./transfers.events.ts";

/** A job that nobody touched for so long has lost its event, or whoever worked on it. */
const QUIET_SECONDS = 120;
const JOBS_A_RUN = 50;
/** As many objects as R2 deletes in one call. */
const OBJECTS_A_RUN = 1_000;

/** Tells jobs to go on that nobody works on although they have not finished. */
export async function continueStalled(ctx: Ctx): Promise<string> {
  const ids = await findStalledJobs(ctx, QUIET_SECONDS, JOBS_A_RUN);
  if (ids.length > 0) {
    await commit(ctx, {
      statements: [touchJobsStmt(ctx, ids)],
      events: ids.map((id) => jobContinue({ job_id: id })),
    });
  }
  return `${ids.length} jobs told to go on`;
}

/**
 * Deletes jobs a week after their end, and all files that are older than that: those of the jobs, those of uploads that never
 * became one, and parts that a lost run left. Names start with ids that sort by time, so the oldest come first.
 */
export async function deleteOld(ctx: Ctx): Promise<string> {
  const limit = addSeconds(ctx.now(), -KEPT_SECONDS);
  const ids = await findJobsFinishedBefore(ctx, isoTime(limit), JOBS_A_RUN);
  if (ids.length > 0) await commit(ctx, { statements: deleteJobsStmts(ids) });
  let files = 0;
  for (const prefix of ["imports/", "exports/"]) {
    const { objects } = await ctx.env.BACKUPS.list({ prefix, limit: OBJECTS_A_RUN });
    const old = objects.filter(({ uploaded }) => uploaded < limit).map(({ key }) => key);
    if (old.length > 0) await ctx.env.BACKUPS.delete(old);
    files += old.length;
  }
  return `${ids.length} jobs and ${files} files deleted`;
}

export const transfersJobs: readonly Job[] = [
  {
    name: "transfers.continue-stalled",
    description: "Tells imports and exports to go on that nobody works on",
    schedule: { everyMinutes: 1 },
    leaseSeconds: 60,
    run: continueStalled,
  },
  {
    name: "transfers.delete-old",
    description: "Deletes imports and exports a week after their end, and their files",
    // Listing a bucket is not free.
    schedule: { everyMinutes: 60 },
    leaseSeconds: 120,
    run: deleteOld,
  },
];
