import { createCtx } from "../src/platform/ctx.ts";
import { runDueJobs } from "../src/platform/due-jobs.ts";
import { jobs } from "../src/registry.ts";

/** Runs the jobs that are due, each as its own actor, leased and recorded. */
export async function runJobs(env: Env, execution: ExecutionContext): Promise<void> {
  const waitUntil = (work: Promise<unknown>) => execution.waitUntil(work);
  await runDueJobs((job) => createCtx(env, { kind: "system", job }, { waitUntil }), jobs);
}
