import { createCtx } from "../src/platform/ctx.ts";
import { runJob } from "../src/platform/jobs.ts";
import { jobs } from "../src/registry.ts";

/** Runs the jobs one after another, each as its own actor, leased and recorded. */
export async function runJobs(env: Env, execution: ExecutionContext): Promise<void> {
  for (const job of jobs) {
    const ctx = createCtx(
      env,
      { kind: "system", job: job.name },
      { waitUntil: (work) => execution.waitUntil(work) },
    );
    await runJob(ctx, job);
  }
}
