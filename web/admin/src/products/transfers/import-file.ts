import type { Schema } from "../../../../../client/index.ts";
import { sendFile } from "../../shared/send-file.ts";

export type Job = Schema<"Job">;

/** What a file input offers. */
export const IMPORT_TYPES = ".csv,.ndjson,.jsonl,text/csv,application/x-ndjson";

const MOST_BYTES = 100 * 1024 * 1024;

const TYPES: Readonly<Record<string, string>> = {
  csv: "text/csv",
  ndjson: "application/x-ndjson",
  jsonl: "application/x-ndjson",
};

interface ImportOptions {
  isDryRun: boolean;
  /** Of a CSV's prices. */
  currency?: string | undefined;
  onProgress: (share: number) => void;
  signal?: AbortSignal;
}

/** Why a file cannot be an import, before it is sent; undefined when it may be one. */
export function refusalOf(file: File): string | undefined {
  if (typeOf(file) === undefined) return "Choose a CSV or NDJSON file (.csv, .ndjson or .jsonl).";
  if (file.size === 0) return "The file is empty.";
  if (file.size > MOST_BYTES) return "The file is larger than 100 MiB. Split it into several.";
  return undefined;
}

/** Sends a product file; answers the job that imports it. Sending it again is safe: a second import changes nothing. */
export async function importFile(file: File, options: ImportOptions): Promise<Job> {
  const { isDryRun, currency, onProgress, signal } = options;
  const query = new URLSearchParams({ dry_run: String(isDryRun), ...(currency ? { currency } : {}) });
  return sendFile<Job>(`/api/v1/products/imports?${query}`, file, {
    contentType: typeOf(file) ?? "text/csv",
    onProgress,
    signal,
  });
}

/** A CSV's prices are in one currency, which the file does not name. */
export function hasCurrency(file: File): boolean {
  return typeOf(file) === "text/csv";
}

function typeOf(file: File): string | undefined {
  return TYPES[file.name.split(".").pop()?.toLowerCase() ?? ""];
}
