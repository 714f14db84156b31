import { type SQL, sql } from "drizzle-orm";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, insertRows, type Statement } from "../../platform/db.ts";
import { byTime, type KeysetPage } from "../../platform/keyset.ts";
import type { JobError, JobKind, JobRow, JobStatus, RunningJob } from "./job.ts";
import { backgroundJobErrors, backgroundJobs } from "./transfers.table.ts";

type Stored<Row> = {
  [Key in keyof Row]: Key extends "input" | "result" | "plan" | "position" ? string : Row[Key];
};

const LISTED = sql.raw(
  "id, kind, status, input, result, error_code, error_message, total, done, failed, attempts, lease_until, " +
    "created_by_kind, created_by, created_at, started_at, finished_at, updated_at, version",
);

export async function findJob(ctx: Ctx, id: string): Promise<JobRow | undefined> {
  const [row] = await ctx.db.all<Stored<JobRow>>(sql`SELECT ${LISTED} FROM background_jobs WHERE id = ${id}`);
  return row && jobOf(row);
}

/** With what its steps need. */
export async function findRunningJob(ctx: Ctx, id: string): Promise<RunningJob | undefined> {
  const [row] = await ctx.db.all<Stored<RunningJob>>(
    sql`SELECT ${LISTED}, plan, position FROM background_jobs WHERE id = ${id}`,
  );
  return row && { ...jobOf(row), plan: JSON.parse(row.plan), position: JSON.parse(row.position) };
}

/** Written by this module only, as JSON of these shapes. */
function jobOf(row: Stored<JobRow>): JobRow {
  return {
    ...row,
    input: JSON.parse(row.input) as JobRow["input"],
    result: JSON.parse(row.result) as JobRow["result"],
  };
}

export async function findJobs(
  ctx: Ctx,
  filter: { kind: JobKind | undefined; status: JobStatus | undefined },
  page: KeysetPage,
): Promise<JobRow[]> {
  const conditions: SQL[] = [sql`true`];
  if (filter.kind) conditions.push(sql`kind = ${filter.kind}`);
  if (filter.status) conditions.push(sql`status = ${filter.status}`);
  const { beyond, order } = byTime(page);
  const rows = await ctx.db.all<Stored<JobRow>>(
    sql`SELECT ${LISTED} FROM background_jobs WHERE ${sql.join([...conditions, ...beyond], sql` AND `)}
        ${order} LIMIT ${page.limit}`,
  );
  return rows.map(jobOf);
}

export async function findJobErrors(
  ctx: Ctx,
  jobId: string,
  after: number,
  limit: number,
): Promise<(JobError & { seq: number })[]> {
  return ctx.db.all(
    sql`SELECT seq, line, code, message FROM background_job_errors
        WHERE job_id = ${jobId} AND seq > ${after} ORDER BY seq LIMIT ${limit}`,
  );
}

/** Jobs that nobody is working on although there is something to do. */
export async function findStalledJobs(ctx: Ctx, quietSeconds: number, limit: number): Promise<string[]> {
  const now = ctx.now();
  const rows = await ctx.db.all<{ id: string }>(
    sql`SELECT id FROM background_jobs
        WHERE finished_at IS NULL AND updated_at <= ${isoTime(addSeconds(now, -quietSeconds))}
          AND (lease_until IS NULL OR lease_until <= ${isoTime(now)})
        ORDER BY updated_at LIMIT ${limit}`,
  );
  return rows.map(({ id }) => id);
}

export async function findJobsFinishedBefore(ctx: Ctx, time: string, limit: number): Promise<string[]> {
  const rows = await ctx.db.all<{ id: string }>(
    sql`SELECT id FROM background_jobs WHERE finished_at < ${time} ORDER BY finished_at LIMIT ${limit}`,
  );
  return rows.map(({ id }) => id);
}

export function insertJobStmt(row: typeof backgroundJobs.$inferInsert): Statement {
  return insertRows(backgroundJobs, [row]);
}

export function insertJobErrorsStmt(rows: readonly (typeof backgroundJobErrors.$inferInsert)[]): Statement {
  return insertRows(backgroundJobErrors, rows);
}

/**
 * Changes a job if it still is what was read: one that was changed meanwhile violates JOB_UNCHANGED, which undoes the whole batch.
 * The JSON columns among the changes are left alone when undefined.
 */
export function changeJobStmt(
  ctx: Ctx,
  seen: Pick<JobRow, "id" | "version">,
  changes: JobChanges,
): Statement {
  const { id, version } = seen;
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
  return sql`UPDATE background_jobs SET status = ${changes.status}, lease_until = ${changes.leaseUntil},
      attempts = ${changes.attempts}, done = ${changes.done}, failed = ${changes.failed},
      total = COALESCE(${changes.total ?? null}, total), result = COALESCE(${json(changes.result)}, result),
      plan = COALESCE(${json(changes.plan)}, plan), position = COALESCE(${json(changes.position)}, position),
      error_code = ${changes.error?.code ?? null}, error_message = ${changes.error?.message ?? null},
      started_at = COALESCE(started_at, ${changes.status === "running" ? isoTime(ctx.now()) : null}),
      finished_at = ${changes.status === "running" ? null : isoTime(ctx.now())}, updated_at = ${isoTime(ctx.now())},
      version = CASE WHEN version = ${version} THEN version + 1 END
    WHERE id = ${id}`;
}

export interface JobChanges {
  status: Exclude<JobStatus, "queued">;
  leaseUntil: string | null;
  attempts: number;
  done: number;
  failed: number;
  total?: number | undefined;
  result?: unknown;
  plan?: unknown;
  position?: unknown;
  error?: { code: string; message: string };
}

/** The NOT NULL that a job of another version violates. */
export const JOB_UNCHANGED = "background_jobs.version";

/** Cancels a job that has not finished; one that has violates JOB_ACTIVE. `expected` is the version it must have, if any. */
export function cancelJobStmt(ctx: Ctx, id: string, expected: number | undefined): Statement {
  const now = isoTime(ctx.now());
  return sql`UPDATE background_jobs SET status = CASE WHEN finished_at IS NULL THEN 'cancelled' END,
      finished_at = ${now}, updated_at = ${now}, lease_until = NULL,
      version = CASE WHEN version = COALESCE(${expected ?? null}, version) THEN version + 1 END
    WHERE id = ${id}`;
}

/** The NOT NULL that a finished job violates. */
export const JOB_ACTIVE = "background_jobs.status";

/** So that a job that was told to go on is not told again before it had time to. */
export function touchJobsStmt(ctx: Ctx, ids: readonly string[]): Statement {
  return sql`UPDATE background_jobs SET updated_at = ${isoTime(ctx.now())}
             WHERE finished_at IS NULL AND id IN ${inList(ids)}`;
}

export function deleteJobsStmts(ids: readonly string[]): Statement[] {
  return [
    sql`DELETE FROM background_job_errors WHERE job_id IN ${inList(ids)}`,
    sql`DELETE FROM background_jobs WHERE id IN ${inList(ids)}`,
  ];
}
