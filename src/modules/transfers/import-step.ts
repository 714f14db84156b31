import type { Ctx } from "../../platform/ctx.ts";
import { type FilePlan, importPortion, readChunk, type ReadPiece } from "../catalog-files/index.ts";
import { importKey, type RunningJob, type StepOutcome } from "./job.ts";
import { stepWork } from "./step-work.ts";
import { fileMissing } from "./transfers.errors.ts";

/** Index of the chunk that comes next. */
interface ImportPosition {
  chunk: number;
}

/**
 * Imports the next chunk of the file and notes the progress in the same commit, so that no crash and no second delivery
 * imports or counts a chunk twice.
 * @throws JobMoved transfer.file_missing catalog.import_malformed_csv
 */
export async function importStep(ctx: Ctx, job: RunningJob, handOver: boolean): Promise<StepOutcome> {
  // Both were written by create-import.ts and by this step.
  const plan = job.plan as FilePlan;
  const { chunk: index } = { chunk: 0, ...(job.position as Partial<ImportPosition>) };
  const chunk = plan.chunks[index] ?? { pieces: [], rows: 0 };
  const { format, currency, dry_run } = job.input;
  const pieces = await readPieces(ctx, job.id, chunk.pieces);
  const { products, errors } = readChunk(format, plan, pieces, currency);
  let outcome: StepOutcome | undefined;
  await importPortion(ctx, products, { currency, dryRun: dry_run ?? false }, (portion) => {
    const result = { created: 0, updated: 0, unchanged: 0, ...job.result };
    for (const each of portion.plans) result[each.outcome] += 1;
    outcome = {
      position: { chunk: index + 1 } satisfies ImportPosition,
      done: chunk.rows,
      errors: [...errors, ...portion.errors].sort((a, b) => a.line - b.line),
      result,
      isFinished: index + 1 >= plan.chunks.length,
    };
    return stepWork(ctx, job, outcome, handOver);
  });
  if (!outcome) throw new Error("the portion was imported without its progress");
  return outcome;
}

async function readPieces(
  ctx: Ctx,
  jobId: string,
  pieces: FilePlan["chunks"][number]["pieces"],
): Promise<ReadPiece[]> {
  const read: ReadPiece[] = [];
  for (const [offset, length, line] of pieces) {
    const object = await ctx.env.BACKUPS.get(importKey(jobId), { range: { offset, length } });
    if (!object) throw fileMissing("The uploaded file is not there any more.");
    read.push({ bytes: await object.arrayBuffer(), line });
  }
  return read;
}
