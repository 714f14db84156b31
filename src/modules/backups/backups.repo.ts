import { sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";
import type { Position } from "../../platform/pagination.ts";
import type {
  BackupReason,
  BackupRow,
  BackupStatus,
  Chunk,
  CopyPosition,
  Snapshot,
  VerifyPosition,
} from "./backup.ts";

const LISTED = sql.raw(
  "id, reason, status, attempt, schema_hash, position, snapshot, rows, bytes, error, created_at, snapshot_at, finished_at, updated_at, version",
);

type Stored = Omit<BackupRow, "snapshot"> & { snapshot: string | null };

/** Written by this module only, as JSON of this shape. */
function backupOf(row: Stored): BackupRow {
  return { ...row, snapshot: row.snapshot === null ? null : (JSON.parse(row.snapshot) as Snapshot) };
}

export async function findBackup(ctx: Ctx, id: string): Promise<BackupRow | undefined> {
  const [row] = await ctx.db.all<Stored>(sql`SELECT ${LISTED} FROM backups WHERE id = ${id}`);
  return row && backupOf(row);
}

/** The one that is not over. */
export async function findAtWork(ctx: Ctx): Promise<BackupRow | undefined> {
  const [row] = await ctx.db.all<Stored>(sql`SELECT ${LISTED} FROM backups WHERE at_work = 1`);
  return row && backupOf(row);
}

export async function findBackups(
  ctx: Ctx,
  page: { after: Position | undefined; limit: number },
): Promise<BackupRow[]> {
  const { after } = page;
  const rows = await ctx.db.all<Stored>(
    sql`SELECT ${LISTED} FROM backups ${after ? sql`WHERE (created_at, id) < (${after.value}, ${after.id})` : sql``}
        ORDER BY created_at DESC, id DESC LIMIT ${page.limit}`,
  );
  return rows.map(backupOf);
}

export interface BackupFact {
  id: string;
  status: BackupStatus;
  reason: BackupReason;
  bytes: number;
  created_at: string;
  snapshot_at: string | null;
}

/** What there is, the oldest first: some dozen at most. */
export async function findFacts(ctx: Ctx): Promise<BackupFact[]> {
  return ctx.db.all(
    sql`SELECT id, status, reason, bytes, created_at, snapshot_at FROM backups ORDER BY created_at, id`,
  );
}

/** At most one that is at work: else "backups.at_work" is violated. */
export function insertBackupStmt(
  ctx: Ctx,
  backup: { id: string; reason: BackupReason; attempt: number },
): Statement {
  const now = isoTime(ctx.now());
  return sql`INSERT INTO backups (id, reason, status, at_work, attempt, created_at, updated_at)
    VALUES (${backup.id}, ${backup.reason}, 'queued', 1, ${backup.attempt}, ${now}, ${now})`;
}

/** A dump that only the bucket knows, after the database was restored. */
export function adoptBackupStmt(
  backup: { id: string; rows: number; bytes: number; snapshot: Snapshot },
  times: { created: string; snapshot: string },
): Statement {
  return sql`INSERT INTO backups (id, reason, status, rows, bytes, snapshot, created_at, snapshot_at, finished_at, updated_at)
    VALUES (${backup.id}, 'nightly', 'succeeded', ${backup.rows}, ${backup.bytes}, ${JSON.stringify(backup.snapshot)},
      ${times.created}, ${times.snapshot}, ${times.snapshot}, ${times.snapshot}) ON CONFLICT DO NOTHING`;
}

export interface Move {
  status: BackupStatus;
  position?: CopyPosition | VerifyPosition | undefined;
  schemaHash?: string;
  snapshot?: Snapshot;
  snapshotAt?: string;
  error?: string;
  rows?: number;
  bytes?: number;
}

/** What is violated by the step of a run that another one has overtaken. */
export const BACKUP_UNCHANGED = "backups.version";

/** Takes a dump a step further if it still is what was read; else BACKUP_UNCHANGED is violated, which undoes the whole batch. */
export function moveStmt(ctx: Ctx, seen: Pick<BackupRow, "id" | "version">, move: Move): Statement {
  const now = isoTime(ctx.now());
  const isOver = move.status === "succeeded" || move.status === "failed";
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
  return sql`UPDATE backups SET status = ${move.status}, at_work = ${isOver ? null : 1}, finished_at = ${isOver ? now : null},
      position = COALESCE(${json(move.position)}, position), snapshot = COALESCE(${json(move.snapshot)}, snapshot),
      schema_hash = COALESCE(${move.schemaHash ?? null}, schema_hash), snapshot_at = COALESCE(${move.snapshotAt ?? null}, snapshot_at),
      error = ${move.error ?? null}, rows = COALESCE(${move.rows ?? null}, rows), bytes = COALESCE(${move.bytes ?? null}, bytes),
      updated_at = ${now}, version = CASE WHEN version = ${seen.version} THEN version + 1 END
    WHERE id = ${seen.id}`;
}

export async function findChunks(ctx: Ctx, id: string): Promise<Chunk[]> {
  return ctx.db.all(
    sql`SELECT table_name, round, n, object, rows, bytes, sha256 FROM backup_chunks
        WHERE backup_id = ${id} ORDER BY table_name, round, n`,
  );
}

export function insertChunksStmt(id: string, chunks: readonly Chunk[]): Statement {
  return sql`INSERT INTO backup_chunks (backup_id, table_name, round, n, object, rows, bytes, sha256)
    SELECT ${id}, value ->> 'table_name', value ->> 'round', value ->> 'n', value ->> 'object', value ->> 'rows',
      value ->> 'bytes', value ->> 'sha256' FROM json_each(${JSON.stringify(chunks)})`;
}

export function deleteChunksStmt(id: string): Statement {
  return sql`DELETE FROM backup_chunks WHERE backup_id = ${id}`;
}

export function deleteBackupStmts(id: string): Statement[] {
  return [deleteChunksStmt(id), sql`DELETE FROM backups WHERE id = ${id} AND at_work IS NULL`];
}
