import { sql } from "drizzle-orm";
import { addSeconds, isoTime } from "./clock.ts";
import { commit } from "./commit.ts";
import type { Ctx } from "./ctx.ts";
import { describeError, maskText } from "./log.ts";
import type { Schedule } from "./schedule.ts";

/** A scheduled job. Runs never overlap (leased); a run must be safe to repeat and to be cut off. */
export interface Job {
  readonly name: string;
  readonly schedule: Schedule;
  /** Seconds after which a run that did not end is taken for dead. */
  readonly leaseSeconds: number;
  /** Does the work and says in a few words what it did. */
  run(ctx: Ctx): Promise<string>;
}

/**
 * Runs a job under its lease and records how it went. Returns false when another run holds the lease.
 * A failure is recorded and logged, never thrown: the other jobs of the same trigger go on.
 */
export async function runJob(ctx: Ctx, job: Job): Promise<boolean> {
  const started = ctx.now();
  if (!(await takeLease(ctx, job, started))) return false;
  let result: string | null = null;
  let error: string | null = null;
  try {
    result = await job.run(ctx);
  } catch (thrown) {
    error = maskText(thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 1_000);
    ctx.log.error("job failed", { job: job.name, ...describeError(thrown) });
  }
  const finished = ctx.now();
  const duration = finished.getTime() - started.getTime();
  await commit(ctx, {
    statements: [
      sql`UPDATE jobs SET lease_until = NULL, last_finished_at = ${isoTime(finished)}, last_duration_ms = ${duration},
            last_result = COALESCE(${result}, last_result), last_error = ${error}
          WHERE name = ${job.name} AND last_started_at = ${isoTime(started)}`,
    ],
  });
  ctx.log.info("job", { job: job.name, duration_ms: duration, result, failed: error !== null });
  return true;
}

/** The row's lease is the lock: the update changes a row only when no other run holds it. */
async function takeLease(ctx: Ctx, job: Job, now: Date): Promise<boolean> {
  const at = isoTime(now);
  const [changes] = await commit(ctx, {
    statements: [
      sql`INSERT INTO jobs (name, lease_until, last_started_at)
          VALUES (${job.name}, ${isoTime(addSeconds(now, job.leaseSeconds))}, ${at})
          ON CONFLICT (name) DO UPDATE SET lease_until = excluded.lease_until, last_started_at = excluded.last_started_at
          WHERE lease_until IS NULL OR lease_until <= ${at}`,
    ],
  });
  return changes === 1;
}
