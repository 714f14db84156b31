import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import type { ExportPosition } from "./export-step.ts";
import { exportPrefix, type RunningJob } from "./job.ts";
import { findRunningJob } from "./jobs.repo.ts";
import { fileMissing, jobNotFinished } from "./transfers.errors.ts";

/**
 * The file that an export made, as a stream over its parts.
 * @throws resource.not_found when there is no such export
 * @throws job.not_finished while it runs, or when it failed or was cancelled
 * @throws transfer.file_missing
 */
export async function readResult(
  ctx: Ctx,
  id: string,
): Promise<{ job: RunningJob; stream: ReadableStream<Uint8Array> }> {
  requirePermission(ctx, "product:manage");
  const job = await findRunningJob(ctx, id);
  if (job?.kind !== "product_export") throw notFound(`There is no export ${id}.`);
  if (job.status !== "succeeded") {
    throw jobNotFinished(`The job is ${job.status}.`, { facts: { job_status: job.status } });
  }
  const { parts } = job.position as ExportPosition;
  const keys = parts.map((part) => `${exportPrefix(id)}${part}`);
  const [first = ""] = keys;
  if (!(await ctx.env.BACKUPS.head(first))) throw fileMissing("The file of the job was deleted.");
  return { job, stream: concatenated(ctx, keys) };
}

/** Reads a part only when the one before it was taken; each has a page of products. */
function concatenated(ctx: Ctx, keys: readonly string[]): ReadableStream<Uint8Array> {
  const left = [...keys];
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const key = left.shift();
      if (key === undefined) return controller.close();
      const object = await ctx.env.BACKUPS.get(key);
      if (!object) throw new Error(`a part of the file is missing: ${key}`);
      controller.enqueue(new Uint8Array(await object.arrayBuffer()));
    },
  });
}
