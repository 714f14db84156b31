import { commit } from "../../platform/commit.ts";
import { isoTime } from "../../platform/clock.ts";
import { type Ctx, deriveCtx } from "../../platform/ctx.ts";
import { DomainError } from "../../platform/errors.ts";
import { describeError } from "../../platform/log.ts";
import { exportStep } from "./export-step.ts";
import { importStep } from "./import-step.ts";
import { isActive, type JobKind, JobMoved, type RunningJob, type StepOutcome } from "./job.ts";
import { changeJobStmt, findRunningJob, JOB_UNCHANGED, type JobChanges } from "./jobs.repo.ts";
import { afterStep, leaseFromNow } from "./step-work.ts";
import { jobGaveUp } from "./transfers.errors.ts";

/** Steps a delivery: far below the platform's limits on queries and CPU of one invocation. */
const STEPS_A_DELIVERY = 5;
/** After so many starts without a completed step a job has failed. */
const MAX_ATTEMPTS = 30;

type Step = (ctx: Ctx, job: RunningJob, handOver: boolean) => Promise<StepOutcome>;

const STEPS: Record<JobKind, Step> = { product_import: importStep, product_export: exportStep };

/**
 * Goes on with a job from where it stands, for some steps; the last of them hands over to the next delivery. Nobody else
 * works on it meanwhile (a lease). Deliveries of one event may be any number: the job's row alone tells what is to be done.
 */
export async function continueJob(ctx: Ctx, jobId: string): Promise<void> {
  // The event is not recorded as processed: when this run dies, its next delivery goes on.
  const own = deriveCtx(ctx, { delivery: undefined });
  let job: RunningJob | undefined;
  try {
    job = await takeJob(own, jobId);
    for (let step = 1; job && step <= STEPS_A_DELIVERY; step += 1) {
      const outcome = await STEPS[job.kind](own, job, step === STEPS_A_DELIVERY);
      job = outcome.isFinished ? undefined : afterStep(job, outcome);
    }
  } catch (error) {
    if (error instanceof JobMoved) return;
    if (job && error instanceof DomainError) return failJob(own, job, error);
    if (job) await releaseJob(own, job);
    throw error;
  }
}

async function takeJob(ctx: Ctx, jobId: string): Promise<RunningJob | undefined> {
  const job = await findRunningJob(ctx, jobId);
  if (!job || !isActive(job)) return undefined;
  if (job.lease_until !== null && job.lease_until > isoTime(ctx.now())) return undefined;
  if (job.attempts >= MAX_ATTEMPTS) {
    await failJob(ctx, job, jobGaveUp(`The job failed ${job.attempts} times at the same step.`));
    return undefined;
  }
  const attempts = job.attempts + 1;
  await change(ctx, job, { status: "running", leaseUntil: leaseFromNow(ctx), attempts });
  return { ...job, status: "running", attempts, version: job.version + 1 };
}

/** Lets a retry go on at once. When that fails too, the lease ends by itself. */
async function releaseJob(ctx: Ctx, job: RunningJob): Promise<void> {
  try {
    await change(ctx, job, { status: "running", leaseUntil: null, attempts: job.attempts });
  } catch (error) {
    ctx.log.warn("a job keeps its lease", { job_id: job.id, ...describeError(error) });
  }
}

/** What a retry would not mend. */
async function failJob(ctx: Ctx, job: RunningJob, error: DomainError): Promise<void> {
  ctx.log.warn("a job has failed", { job_id: job.id, code: error.code });
  const { code, message } = error;
  try {
    await change(ctx, job, { status: "failed", leaseUntil: null, attempts: 0, error: { code, message } });
  } catch (moved) {
    if (!(moved instanceof JobMoved)) throw moved;
  }
}

async function change(
  ctx: Ctx,
  job: RunningJob,
  changes: Pick<JobChanges, "status" | "leaseUntil" | "attempts" | "error">,
): Promise<void> {
  const { done, failed } = job;
  await commit(ctx, {
    statements: [changeJobStmt(ctx, job, { done, failed, ...changes })],
    constraints: { [JOB_UNCHANGED]: () => new JobMoved() },
  });
}
