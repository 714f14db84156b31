import type { BackupRow } from "./backup.ts";
import type { BackupBody } from "./backups.schema.ts";

export function backupView(row: BackupRow): BackupBody {
  const { id, reason, status, attempt, rows, bytes, created_at, version } = row;
  const tables = (row.snapshot?.tables ?? []).map((table) => ({ ...table }));
  const bookmark = row.snapshot?.bookmark;
  return {
    id,
    reason,
    status,
    attempt,
    ...(row.error === null ? {} : { error: row.error }),
    rows,
    bytes,
    tables,
    ...(bookmark == null ? {} : { bookmark }),
    created_at,
    ...(row.snapshot_at === null ? {} : { snapshot_at: row.snapshot_at }),
    ...(row.finished_at === null ? {} : { finished_at: row.finished_at }),
    version,
  };
}
