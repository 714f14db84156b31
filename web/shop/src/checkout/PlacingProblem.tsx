import { Button } from "../ui/Button.tsx";
import { Notice, ProblemNotice } from "../ui/Notice.tsx";
import { ErrorNotice } from "../form/ErrorNotice.tsx";
import type { Placing } from "./use-placing.ts";

/** What stands in the way of the order, and the way out. */
export function PlacingProblem({
  placing,
  problem,
  retry,
}: {
  placing: Placing;
  /** What went wrong before anything was sent. */
  problem: unknown;
  retry: () => void;
}) {
  if (placing.at === "unknown") {
    return (
      <Notice tone="error" title="We do not know yet whether your order arrived.">
        <p>{placing.message}</p>
        <Button size="small" onClick={retry}>
          Ask again
        </Button>
      </Notice>
    );
  }
  if (placing.at === "changed") {
    return (
      <Notice tone="warning" title="Your cart is not what you saw any more. Nothing was charged.">
        <p>Have a look at what it costs now. If you agree, pay again.</p>
      </Notice>
    );
  }
  if (placing.at === "refused") return <ProblemNotice error={placing.problem} />;
  return problem === undefined ? null : <ErrorNotice error={problem} />;
}
