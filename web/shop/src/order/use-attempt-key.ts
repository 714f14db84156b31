import { useCallback, useRef } from "preact/hooks";
import { idempotencyKey } from "../api.ts";

/** The Idempotency-Key of what a form sends: the same while the same is sent again, another one for another input. */
export function useAttemptKey(): (input: unknown) => string {
  const attemptRef = useRef<{ key: string; input: string }>(undefined);
  return useCallback((input) => {
    const text = JSON.stringify(input);
    if (attemptRef.current?.input !== text) attemptRef.current = { key: idempotencyKey(), input: text };
    return attemptRef.current.key;
  }, []);
}
