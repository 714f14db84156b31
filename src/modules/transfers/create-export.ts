import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { CatalogFormat } from "../catalog-files/index.ts";
import { createJob } from "./create-job.ts";
import type { JobRow } from "./job.ts";

/** Makes the job that writes the whole catalog to a file. A CSV has prices in one currency, NDJSON in all. */
export async function createExport(
  ctx: Ctx,
  { format, currency }: { format: CatalogFormat; currency: string },
): Promise<JobRow> {
  requirePermission(ctx, "product:manage");
  return createJob(ctx, { id: ctx.newId(), kind: "product_export", input: { format, currency } });
}
