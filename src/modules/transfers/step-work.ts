import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { Work } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { JobMoved, type RunningJob, type StepOutcome } from "./job.ts";
import { changeJobStmt, insertJobErrorsStmt, JOB_UNCHANGED } from "./jobs.repo.ts";
import { jobContinue } from "./transfers.events.ts";

/** Refused rows that are kept one by one; the others are counted only. */
const MAX_ERRORS = 10_000;
const LEASE_SECONDS = 120;

/** Until when whoever takes the job now, or has just done a step of it, may work on it alone. */
export function leaseFromNow(ctx: Ctx): string {
  return isoTime(addSeconds(ctx.now(), LEASE_SECONDS));
}

/**
 * What is committed together with the effects of a step: the progress, and with `handOver` the event that lets another
 * delivery go on. It fails as a whole (JobMoved) when the job is not the one that the step started from.
 */
export function stepWork(ctx: Ctx, job: RunningJob, outcome: StepOutcome, handOver: boolean): Work {
  const kept = outcome.errors.slice(0, Math.max(0, MAX_ERRORS - job.failed));
  const rows = kept.map((error, index) => ({ jobId: job.id, seq: job.failed + index + 1, ...error }));
  return {
    statements: [
      changeJobStmt(ctx, job, {
        status: outcome.isFinished ? "succeeded" : "running",
        leaseUntil: outcome.isFinished || handOver ? null : leaseFromNow(ctx),
        attempts: 0,
        ...progressOf(job, outcome),
        total: outcome.total,
        result: outcome.result,
        plan: outcome.plan,
        position: outcome.position,
      }),
      ...(rows.length > 0 ? [insertJobErrorsStmt(rows)] : []),
    ],
    events: handOver && !outcome.isFinished ? [jobContinue({ job_id: job.id })] : [],
    constraints: { [JOB_UNCHANGED]: () => new JobMoved() },
  };
}

/** The job after the step's commit. */
export function afterStep(job: RunningJob, outcome: StepOutcome): RunningJob {
  return {
    ...job,
    ...progressOf(job, outcome),
    plan: outcome.plan ?? job.plan,
    position: outcome.position,
    result: outcome.result,
    version: job.version + 1,
  };
}

function progressOf(job: RunningJob, outcome: StepOutcome) {
  return { done: job.done + outcome.done, failed: job.failed + outcome.errors.length };
}
