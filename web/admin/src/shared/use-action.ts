import { useCallback, useRef, useState } from "react";
import { useNotify, useRefresh } from "react-admin";
import { ApiProblem, idempotencyKey } from "../../../../client/index.ts";
import { useProblemNotice } from "./use-problem-notice.ts";

interface Action {
  isRunning: boolean;
  /**
   * Does it, says that it is done or what went wrong, and reads the page anew. True when it is done. `key` is the same for all tries
   * until one is answered or the input changes (give `input` then), so that trying again after a lost answer does not do it twice.
   */
  run: (
    act: (key: string) => Promise<unknown>,
    options?: { done?: string; input?: unknown },
  ) => Promise<boolean>;
}

/** One thing that staff do with a button. */
export function useAction(): Action {
  const [isRunning, setRunning] = useState(false);
  const attempt = useRef<{ key: string; input: string }>(undefined);
  const notify = useNotify();
  const refresh = useRefresh();
  const tellProblem = useProblemNotice();
  const run: Action["run"] = useCallback(
    async (act, { done, input } = {}) => {
      const text = JSON.stringify(input ?? null);
      if (attempt.current?.input !== text) attempt.current = { key: idempotencyKey(), input: text };
      setRunning(true);
      try {
        await act(attempt.current.key);
        attempt.current = undefined;
        if (done) notify(done, { type: "success" });
        refresh();
        return true;
      } catch (error) {
        // Refused for good: another try is another request. Without a clear answer it may have been done.
        if (error instanceof ApiProblem && error.status < 500) attempt.current = undefined;
        tellProblem(error);
        return false;
      } finally {
        setRunning(false);
      }
    },
    [notify, refresh, tellProblem],
  );
  return { isRunning, run };
}
