import { ApiProblem } from "../api.ts";

/** Rethrows why something failed; without an answer it may have been done: then the page is read anew, and shows whether it was. */
export async function showIfLost(error: unknown, readAnew: () => Promise<void>): Promise<never> {
  const isAnswered = error instanceof ApiProblem && error.status < 500;
  if (!isAnswered) await readAnew().catch(() => undefined);
  throw error;
}
