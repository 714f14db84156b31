import { type FormEvent, useState } from "react";
import { ApiProblem } from "../../../../client/index.ts";
import { problemText } from "../shared/use-problem-notice.ts";

interface Proof {
  isRunning: boolean;
  /** What was wrong with the last try. */
  problem: string | undefined;
  submit: (event: FormEvent) => void;
}

/** A form that proves something: sends it once at a time and says what is wrong with it. `onRefused` may take a refusal as its own. */
export function useProof(
  send: () => Promise<void>,
  onRefused: (error: ApiProblem) => boolean = () => false,
): Proof {
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<string>();
  const run = async () => {
    setRunning(true);
    setProblem(undefined);
    try {
      await send();
    } catch (error) {
      if (!(error instanceof ApiProblem && onRefused(error))) setProblem(proofProblem(error));
    } finally {
      setRunning(false);
    }
  };
  return {
    isRunning,
    problem,
    submit(event) {
      event.preventDefault();
      if (!isRunning) void run();
    },
  };
}

/** A wrong code is an everyday thing, with advice; the rest is said as the API says it. */
function proofProblem(error: unknown): string {
  if (error instanceof ApiProblem) {
    if (error.code === "auth.second_factor_invalid") {
      return "That code is not right. Codes change every 30 seconds and work once: wait for the next one.";
    }
    if (error.status < 500) return error.problem.detail;
  }
  return problemText(error);
}
