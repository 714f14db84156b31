import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { preconditionFailed } from "../../platform/errors.ts";
import { jobOrThrow } from "./get-job.ts";
import type { JobRow } from "./job.ts";
import { cancelJobStmt, JOB_ACTIVE, JOB_UNCHANGED } from "./jobs.repo.ts";
import { jobFinished } from "./transfers.errors.ts";

/**
 * Ends a job that has not finished. What its completed steps did stays; a step that is running now is undone as a whole.
 * @throws job.finished resource.precondition_failed resource.not_found
 */
export async function cancelJob(
  ctx: Ctx,
  { id, expected }: { id: string; expected: number | undefined },
): Promise<JobRow> {
  const { status, done, failed } = await jobOrThrow(ctx, id);
  await commit(ctx, {
    statements: [cancelJobStmt(ctx, id, expected)],
    audit: { action: "job.cancel", entity: "job", entityId: id, before: { status, done, failed } },
    constraints: {
      [JOB_ACTIVE]: () => jobFinished("The job has finished: there is nothing left to cancel."),
      [JOB_UNCHANGED]: () => preconditionFailed("The job has gone on since. Read it again."),
    },
  });
  return jobOrThrow(ctx, id);
}
