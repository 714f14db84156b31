import { isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { type BackupRow, CannotGoOn, type CopyPosition, type VerifyPosition } from "./backup.ts";
import { insertChunksStmt, moveStmt } from "./backups.repo.ts";
import { closeCapture, type Counted } from "./capture.repo.ts";
import { keepChanges } from "./keep-changes.ts";
import { overtaken } from "./overtaken.ts";
import { emptySum } from "./row-sum.ts";
import type { Schema } from "./schema.repo.ts";

/**
 * Reads the rest in one transaction, which is the moment that the dump shows. Who dies between that and keeping it has to start anew: the
 * status tells.
 */
export async function closeBackup(
  ctx: Ctx,
  backup: BackupRow,
  schema: Schema,
  position: CopyPosition,
  counted: Counted,
): Promise<void> {
  const closing = await closeCapture(ctx, backup, schema, position, counted);
  if (closing.schema.hash !== schema.hash) throw new CannotGoOn("the schema was changed meanwhile");
  const snapshotAt = isoTime(ctx.now());
  const chunks = await keepChanges(ctx, backup.id, position.round + 1, closing.changes);
  const tables = schema.tables.map(({ name }, at) => ({ name, rows: closing.counts[at] ?? 0, checksum: "" }));
  const start: VerifyPosition = { table: 0, n: 0, rows: 0, sum: emptySum() };
  await commit(ctx, {
    statements: [
      moveStmt(
        ctx,
        { ...backup, version: backup.version + 1 },
        {
          status: "verifying",
          position: start,
          snapshot: {
            bookmark: await bookmarkNow(ctx),
            migrations: closing.migrations,
            sequences: closing.sequences,
            tables,
          },
          snapshotAt,
          rows: tables.reduce((sum, { rows }) => sum + rows, 0),
        },
      ),
      ...(chunks.length > 0 ? [insertChunksStmt(backup.id, chunks)] : []),
    ],
    constraints: overtaken,
  });
}

/** Where Time Travel would find this moment, or one shortly after; null where the runtime does not tell. */
async function bookmarkNow(ctx: Ctx): Promise<string | null> {
  const session = ctx.env.DB.withSession("first-primary");
  await session.prepare("SELECT 1").all();
  return session.getBookmark();
}
