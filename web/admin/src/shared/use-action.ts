import { useCallback, useId, useState } from "react";
import { useNotify, useRefresh } from "react-admin";
import { isClear, isOutdating, keyOf, settle } from "./attempts.ts";
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
  const id = useId();
  const notify = useNotify();
  const refresh = useRefresh();
  const tellProblem = useProblemNotice();
  const run: Action["run"] = useCallback(
    async (act, { done, input } = {}) => {
      const what = `${location.pathname} ${input === undefined ? id : JSON.stringify(input)}`;
      setRunning(true);
      try {
        await act(keyOf(what));
        settle(what);
        if (done) notify(done, { type: "success" });
        refresh();
        return true;
      } catch (error) {
        if (isClear(error)) settle(what);
        if (isOutdating(error)) refresh();
        tellProblem(error);
        return false;
      } finally {
        setRunning(false);
      }
    },
    [id, notify, refresh, tellProblem],
  );
  return { isRunning, run };
}
