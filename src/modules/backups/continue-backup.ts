import { addSeconds, isoTime } from "../../platform/clock.ts";
import { type Alert, commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import { type BackupRow, CannotGoOn, GoneOnMeanwhile } from "./backup.ts";
import { deleteChunksStmt, findAtWork, findBackup, insertBackupStmt, moveStmt } from "./backups.repo.ts";
import { type Budget, newBudget } from "./budget.ts";
import { stopCaptureStmts } from "./capture.repo.ts";
import { beginCopy, copyOn } from "./copy-tables.ts";
import { deleteOldBackups } from "./delete-old-backups.ts";
import { overtaken } from "./overtaken.ts";
import { readSchema } from "./schema.repo.ts";
import { verifyOn } from "./verify-backup.ts";

/** Longer than the night: what holds it up is for somebody to look at, and the changes that are noted become ever more. */
const MOST_SECONDS = 20 * 60 * 60;
/** So many times in a row a dump is started anew before somebody has to look. */
const MOST_ATTEMPTS = 3;

/**
 * Goes on with the dump at work, as far as the budget reaches. Cut off anywhere, the next run goes on where this one was, or starts the dump
 * anew; of two runs at once one gets through.
 */
export async function continueBackup(ctx: Ctx, budget: Budget = newBudget()): Promise<string> {
  let backup: BackupRow | undefined = await findAtWork(ctx);
  if (!backup) return "nothing to do";
  try {
    if (isTooOld(ctx, backup)) throw new CannotGoOn("it took longer than 20 hours");
    while (backup && backup.finished_at === null && !budget.isSpent()) {
      await goOn(ctx, backup, budget);
      backup = await findBackup(ctx, backup.id);
    }
  } catch (error) {
    if (error instanceof GoneOnMeanwhile) return "another run goes on";
    if (!(error instanceof CannotGoOn)) throw error;
    ctx.log.warn("a dump cannot go on", { backup: backup?.id, ...describeError(error) });
    const current = await findAtWork(ctx);
    return current ? startAnew(ctx, current, error.message) : "over";
  }
  if (!backup) return "deleted";
  if (backup.finished_at === null) return `${backup.status}, ${backup.position.slice(0, 80)}`;
  await deleteOldBackups(ctx);
  return `${backup.status}: ${backup.rows} rows, ${backup.bytes} bytes`;
}

function isTooOld(ctx: Ctx, { created_at }: BackupRow): boolean {
  return created_at < isoTime(addSeconds(ctx.now(), -MOST_SECONDS));
}

async function goOn(ctx: Ctx, backup: BackupRow, budget: Budget): Promise<void> {
  switch (backup.status) {
    case "queued":
      return beginCopy(ctx, backup);
    case "copying":
      return copyOn(ctx, backup, budget);
    case "closing":
      throw new CannotGoOn("a run was cut off at the end of copying");
    case "verifying":
      return verifyOn(ctx, backup, budget);
    case "succeeded":
    case "failed":
      return;
  }
}

/** Ends the dump, stops noting changes, and asks for another one, unless that was tried often enough. */
async function startAnew(ctx: Ctx, backup: BackupRow, error: string): Promise<string> {
  const { id, reason, attempt } = backup;
  const isLast = attempt >= MOST_ATTEMPTS || isTooOld(ctx, backup);
  const failed: Alert = {
    code: "backup.failed",
    entity: "backup",
    entityId: id,
    details: { error, attempt },
  };
  await commit(ctx, {
    statements: [
      moveStmt(ctx, backup, { status: "failed", error }),
      deleteChunksStmt(id),
      ...stopCaptureStmts(await readSchema(ctx)),
      ...(isLast ? [] : [insertBackupStmt(ctx, { id: ctx.newId(), reason, attempt: attempt + 1 })]),
    ],
    alerts: isLast ? [failed] : [],
    constraints: overtaken,
  });
  await deleteOldBackups(ctx);
  return `failed: ${error}`;
}
