import type { Ctx } from "../../platform/ctx.ts";
import { findFacts } from "./backups.repo.ts";

/** The last good dump: its age in seconds and its size in bytes, null where there is none. */
export interface BackupHealth {
  age_seconds: number | null;
  bytes: number | null;
  /** Whether a dump is being made. */
  at_work: boolean;
}

export async function backupHealth(ctx: Ctx): Promise<BackupHealth> {
  const facts = await findFacts(ctx);
  const good = facts.filter(({ status }) => status === "succeeded").at(-1);
  const at = good && new Date(good.snapshot_at ?? good.created_at);
  return {
    age_seconds: at ? Math.max(0, Math.round((ctx.now().getTime() - at.getTime()) / 1_000)) : null,
    bytes: good?.bytes ?? null,
    at_work: facts.some(({ status }) => status !== "succeeded" && status !== "failed"),
  };
}
