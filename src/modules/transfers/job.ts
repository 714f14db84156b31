import type { CatalogFormat } from "../catalog-files/index.ts";

export type JobKind = "product_import" | "product_export";
export type JobStatus = "queued" | "running" | "succeeded" | "failed" | "cancelled";

/** How long a job and its files are kept after its end. */
export const KEPT_SECONDS = 7 * 24 * 60 * 60;

/** What was asked for. */
export interface JobInput {
  format: CatalogFormat;
  currency: string;
  /** Imports only. */
  dry_run?: boolean;
  /** Imports only: the size of the file. */
  bytes?: number;
}

/** A background job, without what only its steps read. */
export interface JobRow {
  id: string;
  kind: JobKind;
  status: JobStatus;
  input: JobInput;
  result: Record<string, number>;
  error_code: string | null;
  error_message: string | null;
  total: number | null;
  done: number;
  failed: number;
  attempts: number;
  lease_until: string | null;
  created_by_kind: string;
  created_by: string | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  updated_at: string;
  version: number;
}

/** A job with what its steps need: how the work is taken apart and where the next step starts. */
export interface RunningJob extends JobRow {
  plan: unknown;
  position: unknown;
}

/** A row of the file that was refused. */
export interface JobError {
  line: number;
  code: string;
  message: string;
}

/** What a step did. */
export interface StepOutcome {
  plan?: unknown;
  position: unknown;
  total?: number;
  done: number;
  errors: readonly JobError[];
  result: Record<string, number>;
  isFinished: boolean;
}

/** Somebody else has changed the job since it was read: cancelled it, or taken it over after the lease ended. */
export class JobMoved extends Error {}

export function isActive({ status }: Pick<JobRow, "status">): boolean {
  return status === "queued" || status === "running";
}

/** Where the uploaded file of an import is kept. */
export function importKey(jobId: string): string {
  return `imports/${jobId}`;
}

/** Where the parts of an export's result are kept. */
export function exportPrefix(jobId: string): string {
  return `exports/${jobId}/`;
}
