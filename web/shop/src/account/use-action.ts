import { useCallback, useRef, useState } from "preact/hooks";

/** Something done by a button: once at a time, with what went wrong. */
export function useAction(action: () => Promise<void>) {
  const [state, setState] = useState<{ isBusy: boolean; error?: unknown }>({ isBusy: false });
  const busyRef = useRef(false);
  const run = useCallback(async () => {
    if (busyRef.current) return;
    busyRef.current = true;
    setState({ isBusy: true });
    const next = await action().then(
      () => ({ isBusy: false }),
      (error: unknown) => ({ isBusy: false, error }),
    );
    busyRef.current = false;
    setState(next);
  }, [action]);
  return { ...state, run: () => void run() };
}
