import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { type JobRecord, readRecords } from "../../platform/job-records.ts";
import type { Job } from "../../platform/jobs.ts";
import { allRegistered } from "../../platform/registered.ts";

export interface KnownJob {
  job: Job;
  record: JobRecord | undefined;
}

/** Every job of the system by name, with what is known of its runs. One D1 call. */
export async function listJobs(ctx: Ctx): Promise<KnownJob[]> {
  const records = await readRecords(ctx);
  return [...allRegistered().jobs]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((job) => ({ job, record: records.get(job.name) }));
}

/** @throws resource.not_found */
export function jobOrThrow(name: string): Job {
  const job = allRegistered().jobs.find((candidate) => candidate.name === name);
  if (!job) throw notFound("There is no such job.");
  return job;
}
