import { useCallback } from "react";
import { useNotify } from "react-admin";
import { ApiProblem } from "../../../../client/index.ts";

/** Says what went wrong as the API says it, with the request id that the shop's developers ask for. */
export function useProblemNotice(): (error: unknown) => void {
  const notify = useNotify();
  return useCallback(
    (error) => notify(problemText(error), { type: "error", autoHideDuration: 10_000, multiLine: true }),
    [notify],
  );
}

export function problemText(error: unknown): string {
  if (!(error instanceof ApiProblem)) {
    if (isNoAnswer(error)) return "The shop did not answer. Check your connection, then try again.";
    return error instanceof Error ? error.message : "That did not work.";
  }
  const { detail, errors = [], request_id: requestId } = error.problem;
  const fields = errors.map(({ pointer, message }) => `${pointer.replace(/^#?\//, "")} ${message}`);
  return [detail, ...(errors.length > 1 ? fields : []), requestId && `(request ${requestId})`]
    .filter(Boolean)
    .join("\n");
}

/** What fetch throws without an answer: each browser has its own words. */
function isNoAnswer(error: unknown): boolean {
  return error instanceof TypeError && /fetch|network|load failed/i.test(error.message);
}
