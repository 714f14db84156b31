import { useCallback, useMemo, useRef } from "react";
import { type Answered, type OwnChanges, versioned } from "./own-changes.ts";

/** One change after another; `onVersion` hears of the version that each made. */
export function useOwnChangesOf(productId: string, onVersion: (version: number) => void): OwnChanges {
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const send = useCallback(
    <Data>(request: () => Promise<Answered<Data>>): Promise<Data> => {
      const sent = last.current.then(async () => {
        const { data, version } = versioned(await request());
        if (version !== undefined) onVersion(version);
        return data;
      });
      last.current = sent.catch(() => undefined);
      return sent;
    },
    [onVersion],
  );
  return useMemo(() => ({ productId, send }), [productId, send]);
}
