import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { DomainError } from "../../platform/errors.ts";
import { describeError } from "../../platform/log.ts";
import { type CatalogFormat, scannerOf } from "../catalog-files/index.ts";
import { createJob } from "./create-job.ts";
import { importKey, type JobRow } from "./job.ts";
import { storeFile } from "./store-file.ts";

interface CreateImport {
  stream: ReadableStream<Uint8Array> | null;
  format: CatalogFormat;
  /** Of a CSV's prices: one that the shop sells in. */
  currency: string;
  dryRun: boolean;
}

/**
 * Keeps an uploaded product file and makes the job that imports it. The file is taken apart while it comes in, so one that
 * cannot be imported at all is refused here, and so is one whose sender lost their power while it came in. A crash between file
 * and job leaves a file that `transfers.delete-old` finds.
 * @throws transfer.file_empty request.too_large catalog.import_malformed_csv catalog.import_columns_missing
 * @throws auth.invalid_credentials catalog.import_too_large catalog.import_product_too_large catalog.import_rows_scattered
 */
export async function createImport(ctx: Ctx, input: CreateImport): Promise<JobRow> {
  requirePermission(ctx, "product:manage");
  const { stream, format, currency, dryRun } = input;
  const id = ctx.newId();
  const { bytes, plan } = await storeFile(ctx, importKey(id), stream, scannerOf(format));
  const job = { id, kind: "product_import", input: { format, currency, dry_run: dryRun, bytes } } as const;
  try {
    return await createJob(ctx, { ...job, plan, total: plan.rows });
  } catch (error) {
    // Only a refusal tells that there is no job; else it may be there, and needs its file.
    if (error instanceof DomainError) await discardFile(ctx, importKey(id));
    throw error;
  }
}

async function discardFile(ctx: Ctx, key: string): Promise<void> {
  await ctx.env.BACKUPS.delete(key).catch((error: unknown) => {
    ctx.log.warn("the file of a refused import was not deleted", { key, ...describeError(error) });
  });
}
