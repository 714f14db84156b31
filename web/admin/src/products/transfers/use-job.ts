import { useGetOne } from "react-admin";
import { ApiProblem } from "../../../../../client/index.ts";
import type { Job } from "./import-file.ts";

/** Read again soon while a job is young, later when it takes long; after failures later still. */
function waitFor(job: Job | undefined, failures: number, error: unknown): number | false {
  if (job ? !isActive(job) : isRefused(error)) return false;
  const age = job ? Date.now() - Date.parse(job.created_at) : 0;
  const wait = age < 30_000 ? 1_000 : age < 300_000 ? 3_000 : 10_000;
  return Math.min(wait * 2 ** failures, 30_000);
}

/** There is no such job, or not for this user: asking again changes nothing. */
function isRefused(error: unknown): boolean {
  return error instanceof ApiProblem && error.status < 500;
}

export function isActive({ status }: Job): boolean {
  return status === "queued" || status === "running";
}

/** A job, read again and again until it ends. */
export function useJob(id: string) {
  return useGetOne<Job>(
    "transfers",
    { id },
    // What is wrong is told on the page.
    {
      onError: () => undefined,
      refetchInterval: ({ state }) => waitFor(state.data, state.fetchFailureCount, state.error),
    },
  );
}
