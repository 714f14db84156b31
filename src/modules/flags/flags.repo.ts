import { sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, type Statement } from "../../platform/db.ts";
import { deleteRow, replaceRow } from "../../platform/replace-row.ts";
import type { FlagBody } from "./flags.schema.ts";
import { featureFlags } from "./flags.table.ts";

export interface FlagRow {
  name: string;
  enabled: 0 | 1;
  percentage: number;
  message: string | null;
  retry_after: number | null;
  reason: string;
  created_at: string;
  updated_at: string;
  version: number;
}

/** The NOT NULL that a flag of another version violates. */
export const FLAG_UNCHANGED = "feature_flags.version";

/** All that are set, by name. */
export async function findFlags(ctx: Ctx): Promise<Map<string, FlagRow>> {
  const rows = await ctx.db.all<FlagRow>(sql`
    SELECT name, enabled, percentage, message, retry_after, reason, created_at, updated_at, version FROM feature_flags`);
  return new Map(rows.map((row) => [row.name, row]));
}

/** Sets a flag, or replaces what this version of it says: else FLAG_UNCHANGED, or the primary key, is violated. */
export function setFlagStmt(ctx: Ctx, name: string, before: FlagRow | undefined, body: FlagBody): Statement {
  const now = isoTime(ctx.now());
  const row = {
    name,
    enabled: body.enabled,
    percentage: body.percentage,
    message: body.message,
    retryAfter: body.retry_after,
    reason: body.reason,
    createdAt: before?.created_at ?? now,
    updatedAt: now,
  };
  return before
    ? replaceRow(featureFlags, "name", row, before.version)
    : insertRows(featureFlags, [{ ...row, version: 1 }]);
}

export function resetFlagStmts({ name, version }: FlagRow): Statement[] {
  return deleteRow(featureFlags, "name", name, version);
}
