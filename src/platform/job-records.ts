import { sql } from "drizzle-orm";
import { addSeconds, isoTime } from "./clock.ts";
import type { Ctx } from "./ctx.ts";
import type { Statement } from "./db.ts";
import { nextSlot, previousSlot, type Schedule } from "./schedule.ts";

/** What is known of a job. `last_started_at` is also what tells a run from the one that took its lease over. */
export interface JobRecord {
  name: string;
  /** Until when the present run holds the lease; past: that run died. */
  lease_until: string | null;
  /** The last time of the schedule that was worked off, or is being. */
  last_slot: string | null;
  /** The same of the last run; null when it was started by hand. */
  last_scheduled_for: string | null;
  last_started_at: string | null;
  last_finished_at: string | null;
  last_succeeded_at: string | null;
  last_duration_ms: number | null;
  last_result: string | null;
  last_error: string | null;
  /** 1: the last run left a rest. */
  unfinished: 0 | 1;
  runs: number;
  /** How many runs in a row have failed, the last one included. */
  failures: number;
  failing_since: string | null;
}

/** What a run came to. */
export interface Outcome {
  started: string;
  finished: string;
  duration: number;
  result: string | null;
  error: string | null;
  unfinished: boolean;
}

/** The NOT NULL that taking a lease violates which another run holds. */
export const LEASE_FREE = "jobs.runs";

/** A run that failed is repeated before its next time: after a quarter of an hour, then ever more seldom. */
const FIRST_RETRY_SECONDS = 15 * 60;
const LAST_RETRY_SECONDS = 6 * 60 * 60;
/** How long after its time the first run may still come of a job that waits for it. */
const FIRST_WITHIN_MS = 60 * 60_000;

/** Every job that was ever started, by name. */
export async function readRecords(ctx: Ctx): Promise<Map<string, JobRecord>> {
  const rows = await ctx.db.all<JobRecord>(sql`
    SELECT name, lease_until, last_slot, last_scheduled_for, last_started_at, last_finished_at, last_succeeded_at, last_duration_ms,
      last_result, last_error, unfinished, runs, failures, failing_since FROM jobs`);
  return new Map(rows.map((row) => [row.name, row]));
}

/** A time of the schedule to be worked off now, and since when it waits. */
export interface Due {
  slot: string;
  since: string;
}

/**
 * Whether a job is due: never run (unless it waits for its time), the last time of its schedule not started yet (times that were missed before it are made up for by this one
 * run), the last run failed a while ago, left a rest, or died. Pure.
 */
export function dueSlot(schedule: Schedule, record: JobRecord | undefined, now: Date): Due | undefined {
  const at = isoTime(now);
  const time = previousSlot(schedule, now);
  const slot = isoTime(time);
  const waits = "firstAtItsTime" in schedule && now.getTime() - time.getTime() >= FIRST_WITHIN_MS;
  const first = waits ? undefined : { slot, since: "" };
  if (!record) return first;
  const { lease_until: lease, last_slot: last, last_finished_at: finished } = record;
  if (lease !== null) return lease > at ? undefined : { slot, since: lease };
  if (last === null) return first;
  // One of the future: the clock was wrong.
  if (last > at) return { slot, since: slot };
  if (last < slot) return { slot, since: isoTime(nextSlot(schedule, new Date(last))) };
  if (finished === null) return undefined;
  if (record.unfinished === 1) return { slot, since: finished };
  if (record.failures === 0) return undefined;
  const wait = Math.min(FIRST_RETRY_SECONDS * 2 ** (record.failures - 1), LAST_RETRY_SECONDS);
  const retryAt = isoTime(addSeconds(new Date(finished), wait));
  return retryAt <= at ? { slot, since: retryAt } : undefined;
}

/** Whether the last run of a job died: its lease was never given back. */
export function wasCutOff(record: JobRecord | undefined): boolean {
  return record?.lease_until != null;
}

/** Taking a lease over tells that the run before died, which is a failure. */
const TAKEN_OVER = sql.raw(`unfinished = 0, failures = failures + (lease_until IS NOT NULL),
  failing_since = IIF(lease_until IS NULL, failing_since, COALESCE(failing_since, last_started_at)),
  last_error = IIF(lease_until IS NULL, last_error, 'The run was cut off.')`);

/** Takes the lease for a time of the schedule, if the job is still as it was read: else no row changes. */
export function leaseStmt(lease: {
  name: string;
  slot: string;
  at: string;
  until: string;
  before: JobRecord | undefined;
}): Statement {
  const { name, slot, at, until, before } = lease;
  return sql`INSERT INTO jobs (name, lease_until, last_started_at, last_slot, last_scheduled_for, runs)
    VALUES (${name}, ${until}, ${at}, ${slot}, ${slot}, 1)
    ON CONFLICT (name) DO UPDATE SET lease_until = excluded.lease_until, last_started_at = excluded.last_started_at,
      last_slot = excluded.last_slot, last_scheduled_for = excluded.last_slot, runs = runs + 1, ${TAKEN_OVER}
    WHERE (lease_until IS NULL OR lease_until <= ${at}) AND last_started_at IS ${before?.last_started_at ?? null}`;
}

/** Takes the lease for a run by hand; the schedule stays as it is. Violates LEASE_FREE while another run holds it. */
export function handLeaseStmt(name: string, at: string, until: string): Statement {
  return sql`INSERT INTO jobs (name, lease_until, last_started_at, runs) VALUES (${name}, ${until}, ${at}, 1)
    ON CONFLICT (name) DO UPDATE SET lease_until = excluded.lease_until, last_started_at = excluded.last_started_at,
      last_scheduled_for = NULL, runs = CASE WHEN lease_until IS NULL OR lease_until <= ${at} THEN runs + 1 END, ${TAKEN_OVER}`;
}

/** Lets a run that holds a lease have it for longer. */
export function extendStmt(name: string, at: string, until: string): Statement {
  return sql`UPDATE jobs SET lease_until = ${until}
    WHERE name = ${name} AND last_started_at = ${at} AND lease_until IS NOT NULL`;
}

/** Gives a lease back that was taken for a run which did not come to pass: all is as it was `before`. */
export function giveBackStmt(name: string, at: string, before: JobRecord | undefined): Statement {
  return sql`UPDATE jobs SET lease_until = NULL, runs = runs - 1, last_started_at = ${before?.last_started_at ?? null},
      last_slot = ${before?.last_slot ?? null}, last_scheduled_for = ${before?.last_scheduled_for ?? null},
      unfinished = ${before?.unfinished ?? 0}
    WHERE name = ${name} AND last_started_at = ${at} AND lease_until IS NOT NULL`;
}

/** Records what a run came to and ends its lease; when another run has taken the lease over, nothing changes. */
export function recordStmt(name: string, at: string, outcome: Outcome): Statement {
  const { started, finished, duration, result, error, unfinished } = outcome;
  const succeeded = error === null ? 1 : 0;
  return sql`UPDATE jobs SET lease_until = NULL, last_started_at = ${started}, last_finished_at = ${finished},
      last_duration_ms = ${duration}, last_result = COALESCE(${result}, last_result), last_error = ${error},
      unfinished = ${unfinished ? 1 : 0}, last_succeeded_at = IIF(${succeeded}, ${finished}, last_succeeded_at),
      failures = IIF(${succeeded}, 0, failures + 1),
      failing_since = IIF(${succeeded}, NULL, COALESCE(failing_since, ${finished}))
    WHERE name = ${name} AND last_started_at = ${at} AND lease_until IS NOT NULL`;
}
