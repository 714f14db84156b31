import { addSeconds, isoTime } from "./clock.ts";
import { commit } from "./commit.ts";
import { type Ctx, deriveCtx } from "./ctx.ts";
import { defineError, DomainError } from "./errors.ts";
import { handLeaseStmt, LEASE_FREE, type Outcome, recordStmt } from "./job-records.ts";
import { describeError, maskText } from "./log.ts";
import type { Schedule } from "./schedule.ts";

export const jobRunning = defineError("job.running", 409, "The job is running");

/** A scheduled job. Runs never overlap (leased); a run must be safe to repeat and to be cut off. */
export interface Job {
  readonly name: string;
  /** What it is for, in one line. */
  readonly description: string;
  readonly schedule: Schedule;
  /** Seconds after which a run that did not end is given up and taken for dead. */
  readonly leaseSeconds: number;
  /** Does the work and says in a few words what it did. */
  run(ctx: Ctx): Promise<string | Unfinished>;
}

/** What a run says that left a rest: the job is due again with the next minute. */
export interface Unfinished {
  readonly said: string;
  readonly more: true;
}

/** What a run of a job that keeps to its portion says: `more` brings it back with the next minute. */
export function portion(said: string, more: boolean): string | Unfinished {
  return more ? { said, more } : said;
}

/**
 * Runs a job now under its lease, due or not, and records how it went; its schedule goes on as if it had not been. A failure of the job is part
 * of the outcome. Who asked for it is audited.
 * @throws job.running while another run holds the lease
 */
export async function runNow(ctx: Ctx, job: Job): Promise<Outcome> {
  const now = ctx.now();
  const at = isoTime(now);
  await commit(ctx, {
    statements: [handLeaseStmt(job.name, at, isoTime(addSeconds(now, job.leaseSeconds)))],
    ...(ctx.actor.kind === "system"
      ? {}
      : { audit: { action: "job.run", entity: "job", entityId: job.name, after: { started_at: at } } }),
    constraints: { [LEASE_FREE]: () => jobRunning("Another run has not ended. Wait for it.") },
  });
  const system = deriveCtx(ctx, { actor: { kind: "system", job: job.name } });
  const outcome = await performJob(system, job);
  await commit(system, { statements: [recordStmt(job.name, at, outcome)] });
  return outcome;
}

/** As `runNow`. Returns false when another run holds the lease. */
export async function runJob(ctx: Ctx, job: Job): Promise<boolean> {
  try {
    await runNow(ctx, job);
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === jobRunning.code) return false;
    throw error;
  }
}

/** Lets a job work, for as long as its lease lasts. Never throws: what it throws is logged and part of the outcome. */
export async function performJob(ctx: Ctx, job: Job): Promise<Outcome> {
  const started = ctx.now();
  let said: string | Unfinished | undefined;
  let error: string | null = null;
  try {
    said = await withinLease(job, ctx);
  } catch (thrown) {
    error = maskText(thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 1_000);
    ctx.log.error("job failed", { job: job.name, ...describeError(thrown) });
  }
  const finished = ctx.now();
  const duration = finished.getTime() - started.getTime();
  const result = (typeof said === "object" ? said.said : said) ?? null;
  ctx.log.info("job", { job: job.name, duration_ms: duration, result, failed: error !== null });
  const times = { started: isoTime(started), finished: isoTime(finished), duration };
  return { ...times, result, error, unfinished: typeof said === "object" };
}

async function withinLease(job: Job, ctx: Ctx): Promise<string | Unfinished> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    const giveUp = () => reject(new Error(`It did not end within ${job.leaseSeconds} seconds.`));
    timer = setTimeout(giveUp, job.leaseSeconds * 1_000);
  });
  try {
    return await Promise.race([job.run(ctx), tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
