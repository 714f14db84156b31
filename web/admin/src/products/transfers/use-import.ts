import { useRef, useState } from "react";
import { useRedirect } from "react-admin";
import { useProblemNotice } from "../../shared/use-problem-notice.ts";
import { importFile } from "./import-file.ts";
import { forgetFile, keepFile } from "./kept-files.ts";

interface Import {
  /** How much of the file was sent, 0 to 1; undefined while nothing is sent. */
  sent: number | undefined;
  start: (file: File, options: StartOptions) => Promise<void>;
  stop: () => void;
}

interface StartOptions {
  isDryRun: boolean;
  currency?: string | undefined;
  /** The dry run before. */
  after?: string;
}

/** Sends a product file, then shows the job that imports it. One at a time. */
export function useImport(): Import {
  const [sent, setSent] = useState<number>();
  const sending = useRef<AbortController>(undefined);
  const redirect = useRedirect();
  const tellProblem = useProblemNotice();
  const start: Import["start"] = async (file, { isDryRun, currency, after }) => {
    if (sending.current) return;
    sending.current = new AbortController();
    setSent(0);
    try {
      const { signal } = sending.current;
      const job = await importFile(file, { isDryRun, currency, onProgress: setSent, signal });
      if (isDryRun) await keepFile(job.id, file);
      else if (after) await forgetFile(after);
      redirect("edit", "transfers", job.id);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) tellProblem(error);
    } finally {
      sending.current = undefined;
      setSent(undefined);
    }
  };
  return { sent, start, stop: () => sending.current?.abort() };
}
