import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { dataOf, idempotencyKey, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { problemText } from "../../shared/use-problem-notice.ts";

export type BulkVerb = "publish" | "archive" | "delete";

/** What became of one product; no problem: it is done. */
export interface BulkOutcome {
  id: string;
  problem?: string;
}

/** As many operations as the API takes at once. */
const MOST = 100;

/** Does a thing to many products; each by itself, with what became of it. */
export function useBulk(verb: BulkVerb, ids: readonly string[]) {
  const queries = useQueryClient();
  // One key a portion, the same when a lost answer is asked for again.
  const [portions] = useState(() => portionsOf(ids).map((some) => ({ ids: some, key: idempotencyKey() })));
  const [isRunning, setRunning] = useState(false);
  const [outcomes, setOutcomes] = useState<BulkOutcome[]>([]);
  const [problem, setProblem] = useState<string>();

  const run = async () => {
    setRunning(true);
    setProblem(undefined);
    try {
      const all: BulkOutcome[] = [];
      for (const portion of portions) {
        all.push(...(await send(verb, portion)));
        setOutcomes([...all]);
      }
    } catch (error) {
      setProblem(problemText(error));
    } finally {
      setRunning(false);
      void queries.invalidateQueries({ queryKey: ["products"] });
    }
  };
  return { run, isRunning, outcomes, problem, isDone: outcomes.length === ids.length };
}

async function send(verb: BulkVerb, portion: { ids: string[]; key: string }): Promise<BulkOutcome[]> {
  const { results } = await dataOf(
    client.POST("/api/v1/products/bulk", {
      params: { header: { "Idempotency-Key": portion.key } },
      body: { operations: portion.ids.map((id) => operationOf(verb, id)) },
    }),
  );
  return results.map(({ index, problem }) => ({
    id: portion.ids[index] ?? "",
    ...(problem ? { problem: (problem as unknown as Schema<"Problem">).detail } : {}),
  }));
}

function operationOf(verb: BulkVerb, id: string): Schema<"BulkInput">["operations"][number] {
  if (verb === "delete") return { op: "delete", id };
  return { op: "update", id, body: { status: verb === "publish" ? "active" : "archived" } };
}

function portionsOf(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / MOST) }, (_, at) =>
    ids.slice(at * MOST, (at + 1) * MOST),
  );
}
