import { useCallback, useEffect, useRef, useState } from "react";
import { ApiProblem } from "../../../../../client/index.ts";
import { problemText } from "../../shared/use-problem-notice.ts";
import { sendMedia } from "./send-media.ts";

export interface Upload {
  key: string;
  file: File;
  /** How much has been sent, 0 to 1. */
  share: number;
  problem?: string;
}

/** How many files are on their way at the same time. */
const AT_ONCE = 3;

/** Uploads of files, with how far each is. `add` makes the product show what has arrived. */
export function useUploads(add: (mediaId: string) => Promise<void>) {
  const [uploads, setUploads] = useState<Upload[]>([]);
  const waiting = useRef<Upload[]>([]);
  const running = useRef(new Map<string, AbortController>());

  const drop = useCallback((key: string) => setUploads((all) => all.filter((one) => one.key !== key)), []);
  const change = useCallback(
    (key: string, said: Partial<Upload>) =>
      setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...said } : one))),
    [],
  );

  const run = useCallback(
    async ({ key, file }: Upload) => {
      const stop = new AbortController();
      running.current.set(key, stop);
      try {
        const media = await sendMedia(file, {
          onProgress: (share) => change(key, { share }),
          signal: stop.signal,
        });
        await add(media.id);
        drop(key);
      } catch (error) {
        if (isShownAlready(error) || stop.signal.aborted) drop(key);
        else change(key, { problem: problemText(error) });
      } finally {
        running.current.delete(key);
      }
    },
    [add, change, drop],
  );

  const next = useCallback(async () => {
    for (let upload = waiting.current.shift(); upload; upload = waiting.current.shift()) await run(upload);
  }, [run]);

  const start = useCallback(
    (files: File[]) => {
      const made = files.map((file) => ({ key: crypto.randomUUID(), file, share: 0 }));
      setUploads((all) => [...all, ...made]);
      waiting.current.push(...made);
      for (let lane = running.current.size; lane < AT_ONCE; lane += 1) void next();
    },
    [next],
  );

  const cancel = useCallback(
    (key: string) => {
      waiting.current = waiting.current.filter((one) => one.key !== key);
      running.current.get(key)?.abort();
      drop(key);
    },
    [drop],
  );
  const again = (upload: Upload) => {
    drop(upload.key);
    start([upload.file]);
  };

  useEffect(() => {
    const lanes = running.current;
    return () => lanes.forEach((stop) => stop.abort());
  }, []);
  return { uploads, start, cancel, again };
}

/** The library had these bytes, and the product shows them: what was wanted is there. */
function isShownAlready(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === "product.media_duplicate";
}
