import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import { jobOrThrow } from "./get-job.ts";
import type { JobKind, JobStatus } from "./job.ts";
import { findJobErrors, findJobs } from "./jobs.repo.ts";

interface ListJobs {
  limit: number;
  cursor?: string | undefined;
  sort: "created_at" | "-created_at";
  kind?: JobKind | undefined;
  status?: JobStatus | undefined;
}

/** One keyset page of the jobs of the last days. */
export async function listJobs(ctx: Ctx, { limit, cursor, sort, kind, status }: ListJobs) {
  requirePermission(ctx, "product:manage");
  const page = { after: decodeCursor(cursor, sort), descending: sort === "-created_at", limit: limit + 1 };
  const rows = await findJobs(ctx, { kind, status }, page);
  return pageOf(rows, limit, (row) => ({ sort, value: row.created_at, id: row.id }));
}

/** One keyset page of what a job refused, in the order in which it came to it. @throws resource.not_found */
export async function listJobErrors(
  ctx: Ctx,
  { id, limit, cursor }: { id: string; limit: number; cursor?: string | undefined },
) {
  const sort = `errors:${id}`;
  const after = decodeCursor(cursor, sort);
  await jobOrThrow(ctx, id);
  const rows = await findJobErrors(ctx, id, Number(after?.value ?? 0), limit + 1);
  return pageOf(rows, limit, (row) => ({ sort, value: row.seq, id: String(row.seq) }));
}
