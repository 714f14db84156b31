import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { countProducts, exportColumns, exportPage } from "../catalog-files/index.ts";
import { exportPrefix, type RunningJob, type StepOutcome } from "./job.ts";
import { stepWork } from "./step-work.ts";

interface ExportPlan {
  columns: string[];
}

/** After which product to go on, and the objects that make the file so far, in order. */
export interface ExportPosition {
  after: string;
  parts: string[];
}

/**
 * Writes the next page of the catalog to an object of its own and notes it. The object's name holds the version of the
 * job, so that a run that lost its lease cannot write over what a later one noted.
 * @throws JobMoved
 */
export async function exportStep(ctx: Ctx, job: RunningJob, handOver: boolean): Promise<StepOutcome> {
  // Both were written by this step.
  const { after, parts } = { after: "", parts: [], ...(job.position as Partial<ExportPosition>) };
  const { format, currency } = job.input;
  const isFirst = parts.length === 0;
  const columns = isFirst ? await columnsOf(ctx, format) : (job.plan as ExportPlan).columns;
  const page = await exportPage(ctx, { format, currency, columns, after });
  const bytes = new TextEncoder().encode(page.text);
  const part = `${String(parts.length + 1).padStart(6, "0")}-${job.version}`;
  await ctx.env.BACKUPS.put(`${exportPrefix(job.id)}${part}`, bytes);
  const outcome: StepOutcome = {
    ...(isFirst ? { plan: { columns } satisfies ExportPlan, total: await countProducts(ctx) } : {}),
    position: { after: page.next ?? after, parts: [...parts, part] } satisfies ExportPosition,
    done: page.count,
    errors: page.problems.map(({ slug, message }, index) => ({
      line: job.done + index + 1,
      code: "not_exportable",
      message: `${slug}: ${message}`,
    })),
    result: {
      products: (job.result["products"] ?? 0) + page.count,
      bytes: (job.result["bytes"] ?? 0) + bytes.length,
    },
    isFinished: page.next === undefined,
  };
  await commit(ctx, stepWork(ctx, job, outcome, handOver));
  return outcome;
}

async function columnsOf(ctx: Ctx, format: RunningJob["input"]["format"]): Promise<string[]> {
  return format === "csv" ? exportColumns(ctx) : [];
}
