import { type ReactElement, useRef, useState } from "react";
import { useNotify, useRedirect, useRefresh } from "react-admin";
import { ApiProblem } from "../../../../client/index.ts";
import { isClear, isOutdating, keyOf, settle } from "./attempts.ts";
import { fieldErrors } from "./field-errors.ts";
import { type Attempt, useConflict } from "./use-conflict.tsx";
import { problemText } from "./use-problem-notice.ts";

export interface Submission<Values> {
  /** What is done, and with what. */
  title: string;
  /** Sends it; `key` is the same while a lost answer is tried again. What it throws is shown in the dialog, at the fields it is about. */
  onSubmit: (values: Values, key: string) => Promise<unknown>;
  onClose: () => void;
  /** Said when it is done. */
  done?: string;
  /** Where to go on when it is done; else the page is read anew. */
  next?: string;
  /** Of what has versions: how to go on when somebody else was faster (shared/replacing.ts). */
  versions?: (values: Values) => Omit<Attempt, "take">;
  /** What its fields are called then. */
  labels?: Record<string, string>;
}

interface FormSubmit<Values> {
  isRunning: boolean;
  problem: string | undefined;
  /** To be put on the page. */
  conflict: ReactElement | null;
  submit: (values: Values) => Promise<object | undefined>;
}

/** Sends a form once, however often it is pressed; tells what was refused as the form takes it, and closes it when it is done. */
export function useFormSubmit<Values>({
  title,
  onSubmit,
  onClose,
  done,
  next,
  versions,
  labels,
}: Submission<Values>): FormSubmit<Values> {
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<string>();
  const isBusy = useRef(false);
  const conflict = useConflict(labels);
  const notify = useNotify();
  const refresh = useRefresh();
  const redirect = useRedirect();

  const finish = () => {
    if (done) notify(done, { type: "success" });
    onClose();
    if (next === undefined) refresh();
    else redirect(next);
  };
  const cameTooLate = (error: unknown, values: Values) => {
    const change = versions?.(values);
    if (!change) return false;
    const save: Attempt["save"] = async (changes, newest) => {
      await change.save(changes, newest);
      finish();
    };
    const take = () => {
      refresh();
      onClose();
    };
    return conflict.handle(error, { ...change, save, take });
  };

  async function submit(values: Values) {
    if (isBusy.current) return undefined;
    const what = `${location.pathname} ${title} ${JSON.stringify(values)}`;
    isBusy.current = true;
    setRunning(true);
    setProblem(undefined);
    try {
      await onSubmit(values, keyOf(what));
      settle(what);
      finish();
      return undefined;
    } catch (error) {
      if (isClear(error)) settle(what);
      // Behind the dialog the page shows what was done, or what somebody else did.
      if (isOutdating(error)) refresh();
      if (cameTooLate(error, values)) return undefined;
      setProblem(problemText(error));
      return error instanceof ApiProblem ? fieldErrors(error.problem) : undefined;
    } finally {
      isBusy.current = false;
      setRunning(false);
    }
  }
  return { isRunning, problem, conflict: conflict.dialog, submit };
}
