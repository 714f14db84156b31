import { commit } from "../../platform/commit.ts";
import { type Ctx, deriveCtx } from "../../platform/ctx.ts";
import { runJob } from "../../platform/jobs.ts";
import { askStripe } from "../payments/index.ts";
import { reconciliationRunning } from "./checkout.errors.ts";
import { reconcileJob, reconcileNow } from "./reconcile-payments.ts";

/**
 * Reconciles with Stripe now, under the job's lease. What it changes it changes as the job does.
 * @throws payment.reconciliation_running when a run is under way; payment.unavailable when Stripe stopped answering
 */
export async function runReconciliation(ctx: Ctx): Promise<void> {
  let failure: unknown;
  let result: string | undefined;
  const run = async (jobCtx: Ctx) => {
    try {
      return (result = await reconcileNow(jobCtx));
    } catch (error) {
      failure = error;
      throw error;
    }
  };
  const system = deriveCtx(ctx, { actor: { kind: "system", job: reconcileJob.name } });
  const hasRun = await runJob(system, { ...reconcileJob, run });
  if (!hasRun) throw reconciliationRunning("A run is under way. Read its outcome in a moment.");
  await commit(ctx, {
    statements: [],
    audit: {
      action: "payment.reconcile",
      entity: "job",
      entityId: reconcileJob.name,
      after: { result: result ?? "failed" },
    },
  });
  if (failure !== undefined) await askStripe(() => Promise.reject(failure as Error));
}
