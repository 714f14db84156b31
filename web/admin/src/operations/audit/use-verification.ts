import { useEffect, useState } from "react";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { problemText } from "../../shared/use-problem-notice.ts";

interface Progress {
  rows: number;
  breaches: Schema<"AuditVerification">["breaches"];
  isComplete: boolean;
  problem?: string;
}

/** Goes through the whole log, a portion a request, and tells how far it is. */
export function useVerification(): Progress {
  const [progress, setProgress] = useState<Progress>({ rows: 0, breaches: [], isComplete: false });
  useEffect(() => {
    const controller = new AbortController();
    verify(controller.signal, setProgress).catch((error: unknown) => {
      if (!controller.signal.aborted) setProgress((before) => ({ ...before, problem: problemText(error) }));
    });
    return () => controller.abort();
  }, []);
  return progress;
}

async function verify(signal: AbortSignal, tell: (progress: Progress) => void): Promise<void> {
  let progress: Progress = { rows: 0, breaches: [], isComplete: false };
  let from: number | undefined = 1;
  while (from !== undefined && !signal.aborted) {
    const portion: Schema<"AuditVerification"> = await dataOf(
      client.GET("/api/v1/audit/verify", { params: { query: { from } }, signal }),
    );
    progress = {
      rows: progress.rows + portion.rows,
      breaches: [...progress.breaches, ...portion.breaches],
      isComplete: portion.complete,
    };
    tell(progress);
    from = portion.complete ? undefined : portion.next;
  }
}
