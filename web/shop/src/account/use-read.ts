import { useCallback, useEffect, useRef, useState } from "preact/hooks";

interface Read<Value> {
  value?: Value;
  error?: unknown;
}

/** What the API answers to `read`, asked when the component appears and by `again`; what is shown stays meanwhile. */
export function useRead<Value>(read: () => Promise<Value>): Read<Value> & { again: () => Promise<void> } {
  const [state, setState] = useState<Read<Value>>({});
  const latestRef = useRef(0);
  const again = useCallback(async () => {
    const asked = ++latestRef.current;
    const next = await read().then(
      (value): Read<Value> => ({ value }),
      (error: unknown): Read<Value> => ({ error }),
    );
    if (asked === latestRef.current) setState(next);
  }, [read]);
  useEffect(() => {
    void again();
  }, [again]);
  return { ...state, again };
}
