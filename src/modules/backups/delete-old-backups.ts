import { addSeconds, isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import { adoptBackupStmt, deleteBackupStmts, findFacts } from "./backups.repo.ts";
import { deleteOldErasures } from "./erasures.ts";
import { deleteObjects, listFolders, readManifest } from "./objects.ts";
import { expiredBackups } from "./retention.ts";

/** How long is told that a dump failed. */
const FAILED_SECONDS = 30 * 24 * 60 * 60;

/**
 * Deletes what is not kept any longer, in the bucket and in the list: old dumps, and what failed ones have left. A dump that the list does
 * not know, as after a restore, is put there first.
 */
export async function deleteOldBackups(ctx: Ctx): Promise<number> {
  const inBucket = await listFolders(ctx);
  const listed = new Set((await findFacts(ctx)).map(({ id }) => id));
  const unfinished: string[] = [];
  for (const id of inBucket.filter((folder) => !listed.has(folder))) {
    if (!(await adopt(ctx, id))) unfinished.push(id);
  }
  const facts = await findFacts(ctx);
  const good = facts.filter(({ status }) => status === "succeeded");
  const old = expiredBackups(
    good.map(({ id, created_at }) => ({ id, at: new Date(created_at) })),
    ctx.now(),
  );
  const failed = facts.filter(({ status }) => status === "failed").map(({ id }) => id);
  const leftovers = [...failed, ...unfinished].filter((id) => inBucket.includes(id));
  for (const id of [...old, ...leftovers]) await deleteObjects(ctx, id);
  const limit = isoTime(addSeconds(ctx.now(), -FAILED_SECONDS));
  const forgotten = facts.filter(({ status, created_at }) => status === "failed" && created_at < limit);
  const gone = [...old, ...forgotten.map(({ id }) => id)];
  if (gone.length > 0) await commit(ctx, { statements: gone.flatMap(deleteBackupStmts) });
  await deleteOldErasures(ctx);
  return old.length;
}

/** Puts a dump that only the bucket knows on the list; false for one that was never finished. One of another format is left alone. */
async function adopt(ctx: Ctx, id: string): Promise<boolean> {
  const manifest = await readManifest(ctx, id).catch((error: unknown) => {
    ctx.log.warn("a dump has a manifest that this release cannot read", {
      backup: id,
      ...describeError(error),
    });
    return null;
  });
  if (!manifest) return manifest === null;
  const { bookmark, migrations, sequences, tables, rows, bytes, created_at, snapshot_at } = manifest;
  const snapshot = {
    bookmark,
    migrations,
    sequences,
    tables: tables.map((table) => ({ name: table.name, rows: table.rows, checksum: table.checksum })),
  };
  await commit(ctx, {
    statements: [
      adoptBackupStmt({ id, rows, bytes, snapshot }, { created: created_at, snapshot: snapshot_at }),
    ],
  });
  return true;
}
