import type { Schema } from "../../../../../client/index.ts";

/** A scheduled job as the panel has it: react-admin calls it by its name. */
export type CronJob = Schema<"CronJob"> & { id: string };

/** How a job is doing, in a word. */
export function outcomeOf({ running, failures, last_run: run }: Schema<"CronJob">): string {
  if (running) return "running";
  if (failures > 0) return "failed";
  return run ? "succeeded" : "not_run_yet";
}
