import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { type CatalogFormat, scannerOf } from "../catalog/index.ts";
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
 * cannot be imported at all is refused here. A crash between file and job leaves a file that `transfers.delete-old` finds.
 * @throws transfer.file_empty request.too_large catalog.import_malformed_csv catalog.import_columns_missing
 * @throws catalog.import_too_large catalog.import_product_too_large catalog.import_rows_scattered
 */
export async function createImport(ctx: Ctx, input: CreateImport): Promise<JobRow> {
  requirePermission(ctx, "product:manage");
  const { stream, format, currency, dryRun } = input;
  const id = ctx.newId();
  const { bytes, plan } = await storeFile(ctx, importKey(id), stream, scannerOf(format));
  return createJob(ctx, {
    id,
    kind: "product_import",
    input: { format, currency, dry_run: dryRun, bytes },
    plan,
    total: plan.rows,
  });
}
