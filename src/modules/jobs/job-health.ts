import type { Ctx } from "../../platform/ctx.ts";
import { type Due, dueSlot } from "../../platform/job-records.ts";
import { listJobs } from "./list-jobs.ts";

/** Triggers come every minute, and a long job may keep one busy: later than this a job is overdue. */
const GRACE_MS = 10 * 60_000;

/** How a job does, for monitoring. */
export interface JobHealth {
  name: string;
  /** Seconds since a run succeeded; null when none ever did. */
  last_success_age: number | null;
  /** How many runs in a row have failed. */
  failures: number;
  failing: boolean;
  /** It should have run ten minutes ago at the latest, and nobody has begun it. */
  overdue: boolean;
}

/** How every job does. One D1 call. */
export async function jobHealth(ctx: Ctx): Promise<JobHealth[]> {
  const now = ctx.now();
  return (await listJobs(ctx)).map(({ job, record }) => ({
    name: job.name,
    last_success_age: record?.last_succeeded_at
      ? (now.getTime() - Date.parse(record.last_succeeded_at)) / 1000
      : null,
    failures: record?.failures ?? 0,
    failing: (record?.failures ?? 0) > 0,
    overdue: isOverdue(dueSlot(job.schedule, record, now), now),
  }));
}

/** One that never ran waits only for the next trigger: it is overdue when there is none. */
function isOverdue(due: Due | undefined, now: Date): boolean {
  return due !== undefined && (due.since === "" || now.getTime() - Date.parse(due.since) > GRACE_MS);
}
