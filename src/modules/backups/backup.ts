/** Whether a dump is asked for, reads tables, has reached the moment that it shows, is read back, or is over. */
export type BackupStatus = "queued" | "copying" | "closing" | "verifying" | "succeeded" | "failed";

export type BackupReason = "nightly" | "manual";

/** Where copying goes on: a table (by its number), the key that was read last, the next chunk, and the changes that were copied. */
export interface CopyPosition {
  table: number;
  after: string | null;
  n: number;
  round: number;
  seq: number;
}

/** Where reading back goes on: a table (by its number), its next chunk, and what its rows amount to so far. */
export interface VerifyPosition {
  table: number;
  n: number;
  rows: number;
  sum: number[];
}

/** A table at the moment that the dump shows. */
export interface TableSnapshot {
  name: string;
  rows: number;
  /** Of the rows, once they were read back. */
  checksum: string;
}

/** The database at the moment that the dump shows. */
export interface Snapshot {
  bookmark: string | null;
  migrations: string[];
  sequences: Record<string, number>;
  tables: TableSnapshot[];
}

export interface BackupRow {
  id: string;
  reason: BackupReason;
  status: BackupStatus;
  attempt: number;
  schema_hash: string | null;
  position: string;
  snapshot: Snapshot | null;
  rows: number;
  bytes: number;
  error: string | null;
  created_at: string;
  snapshot_at: string | null;
  finished_at: string | null;
  updated_at: string;
  version: number;
}

/** An object of the dump: rows of one table, or what changed in it while it was read. */
export interface Chunk {
  table_name: string;
  round: number;
  n: number;
  /** Its key below the dump's folder. */
  object: string;
  rows: number;
  bytes: number;
  sha256: string;
}

/** Why a dump cannot go on and has to start anew. */
export class CannotGoOn extends Error {}

/** Another run works on the same dump. */
export class GoneOnMeanwhile extends Error {}
