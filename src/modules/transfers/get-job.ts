import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import type { JobRow } from "./job.ts";
import { findJob } from "./jobs.repo.ts";

/** @throws resource.not_found */
export async function jobOrThrow(ctx: Ctx, id: string): Promise<JobRow> {
  requirePermission(ctx, "product:manage");
  const job = await findJob(ctx, id);
  if (!job) throw notFound(`There is no job ${id}. Jobs are kept for seven days after their end.`);
  return job;
}
