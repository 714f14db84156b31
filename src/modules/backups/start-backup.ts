import { requirePermission } from "../../platform/auth.ts";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { BackupRow } from "./backup.ts";
import { backupInProgress } from "./backups.errors.ts";
import { findFacts, insertBackupStmt } from "./backups.repo.ts";
import { getBackup } from "./list-backups.ts";

const NIGHTLY_HOUR = 2;
const DAY_SECONDS = 24 * 60 * 60;
/** Where no dump was ever made, none was missed. */
const FIRST_WITHIN_SECONDS = 2 * 60 * 60;
/** A good dump has to be younger than this. */
const OVERDUE_SECONDS = 26 * 60 * 60;

/** Asks for a dump; the job begins with it within a minute. @throws backup.in_progress while another one is at work */
export async function startBackup(ctx: Ctx): Promise<BackupRow> {
  requirePermission(ctx, "system:admin");
  const id = ctx.newId();
  await commit(ctx, {
    statements: [insertBackupStmt(ctx, { id, reason: "manual", attempt: 1 })],
    audit: { action: "backup.start", entity: "backup", entityId: id, after: { reason: "manual" } },
    constraints: {
      "backups.at_work": () => backupInProgress("Another backup is being made. Wait until it is over."),
    },
  });
  return getBackup(ctx, id);
}

/**
 * Asks for the dump of this night, unless it was asked for, or another one is at work. Whenever it runs, however often: a night that was
 * missed is made up for. Raises an alert when the last good dump is too old.
 */
export async function startNightly(ctx: Ctx): Promise<string> {
  const now = ctx.now();
  const facts = await findFacts(ctx);
  const due = lastNight(now);
  const good = facts.filter(({ status }) => status === "succeeded").at(-1);
  const since = good?.created_at ?? facts[0]?.created_at;
  const isOverdue = since !== undefined && since < isoTime(addSeconds(now, -OVERDUE_SECONDS));
  const overdue = {
    code: "backup.overdue",
    entity: "backup",
    entityId: good?.id ?? "none",
    details: { last_good_at: good?.created_at ?? null },
  };
  const wasMade = facts.some(({ reason, created_at }) => reason === "nightly" && created_at >= isoTime(due));
  const isFirst = facts.length === 0 && now >= addSeconds(due, FIRST_WITHIN_SECONDS);
  const isAtWork = facts.some(({ status }) => status !== "succeeded" && status !== "failed");
  const isDue = !wasMade && !isFirst && !isAtWork;
  if (isDue || isOverdue) {
    await commit(ctx, {
      statements: isDue ? [insertBackupStmt(ctx, { id: ctx.newId(), reason: "nightly", attempt: 1 })] : [],
      alerts: isOverdue ? [overdue] : [],
    });
  }
  return isDue ? "asked for" : "not due";
}

function lastNight(now: Date): Date {
  const today = new Date(now);
  today.setUTCHours(NIGHTLY_HOUR, 0, 0, 0);
  return today <= now ? today : addSeconds(today, -DAY_SECONDS);
}
