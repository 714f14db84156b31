import { type ReactElement, useState } from "react";
import { useNotify, useRefresh } from "react-admin";
import { ApiProblem, dataOf } from "../../../../../client/index.ts";
import { ifMatch } from "../../api/data-provider.ts";
import { client } from "../../api/client.ts";
import { fieldErrors } from "../../shared/field-errors.ts";
import { useConflict } from "../../shared/use-conflict.tsx";
import { problemText, useProblemNotice } from "../../shared/use-problem-notice.ts";
import type { DraftOrder } from "../parts/types.ts";
import { type DraftValues, patchOf, valuesOf } from "./draft-values.ts";

interface Saving {
  isRunning: boolean;
  problem: string | undefined;
  save: (values: DraftValues) => Promise<object | undefined>;
  dialog: ReactElement | null;
}

const LABELS = {
  email: "E-mail",
  line_items: "Items",
  shipping_address: "Address",
  shipping_option_id: "Shipping",
  note: "Note",
};

/** Saves a draft, which is shown as it is then; when somebody else was faster both versions are shown. */
export function useSaveDraft(draft: DraftOrder, show: (draft: DraftOrder) => void): Saving {
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<string>();
  const conflict = useConflict(LABELS);
  const tellProblem = useProblemNotice();
  const notify = useNotify();
  const refresh = useRefresh();
  const path = { id: draft.id };
  const send = async (body: object, seen: object) => {
    const params = { path, header: ifMatch(seen) };
    show(await dataOf(client.PATCH("/api/v1/draft-orders/{id}", { params, body })));
    notify("Saved and priced.", { type: "success" });
    refresh();
  };
  const read = () => dataOf(client.GET("/api/v1/draft-orders/{id}", { params: { path } }));
  const newest = async () => {
    const now = await read();
    return { ...patchOf(valuesOf(now), now.currency), version: now.version };
  };
  const take = () => void read().then(show).catch(tellProblem);
  const save = async (values: DraftValues) => {
    setRunning(true);
    setProblem(undefined);
    const base = { ...patchOf(valuesOf(draft), draft.currency) };
    try {
      await send(patchOf(values, draft.currency), draft);
    } catch (error) {
      const mine = () => ({ ...patchOf(values, draft.currency) });
      const isConflict =
        error instanceof ApiProblem &&
        conflict.handle(error, { base, mine: mine(), read: newest, save: send, take });
      if (isConflict) return undefined;
      setProblem(problemText(error));
      return error instanceof ApiProblem ? fieldErrors(error.problem) : undefined;
    } finally {
      setRunning(false);
    }
    return undefined;
  };
  return { isRunning, problem, save, dialog: conflict.dialog };
}
