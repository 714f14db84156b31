import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import type { BackupRow } from "./backup.ts";
import { findBackup, findBackups } from "./backups.repo.ts";

const SORT = "-created_at";

/** One keyset page of the dumps, the newest first. */
export async function listBackups(
  ctx: Ctx,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  requirePermission(ctx, "system:admin");
  const rows = await findBackups(ctx, { after: decodeCursor(cursor, SORT), limit: limit + 1 });
  return pageOf(rows, limit, (row) => ({ sort: SORT, value: row.created_at, id: row.id }));
}

/** @throws resource.not_found */
export async function getBackup(ctx: Ctx, id: string): Promise<BackupRow> {
  requirePermission(ctx, "system:admin");
  const backup = await findBackup(ctx, id);
  if (!backup) throw notFound("There is no such backup.");
  return backup;
}
