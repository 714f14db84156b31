import { sql } from "drizzle-orm";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";

/** A verification of the whole log, as far as it is. */
export interface AuditCheck {
  id: string;
  started_at: string;
  next_seq: number;
  finished_at: string | null;
}

const KEPT_SECONDS = 90 * 24 * 60 * 60;

/** The check that was begun last. One of the future was written by hand, so that none takes place until then. */
export async function findLastCheck(ctx: Ctx): Promise<AuditCheck | undefined> {
  const rows = await ctx.db.all<AuditCheck>(
    sql`SELECT id, started_at, next_seq, finished_at FROM audit_checks WHERE started_at <= ${isoTime(ctx.now())}
        ORDER BY started_at DESC LIMIT 1`,
  );
  return rows[0];
}

/** Keeps how far a check has come since `check` was read, and no checks that are older than needed. */
export function progressStmts(
  ctx: Ctx,
  check: AuditCheck,
  step: { next: number | undefined; rows: number; breaches: number },
): Statement[] {
  const now = ctx.now();
  const finishedAt = step.next === undefined ? isoTime(now) : null;
  const next = step.next ?? check.next_seq + step.rows;
  return [
    sql`INSERT INTO audit_checks (id, started_at, next_seq, rows, breaches, finished_at)
        VALUES (${check.id}, ${check.started_at}, ${next}, ${step.rows}, ${step.breaches}, ${finishedAt})
        ON CONFLICT (id) DO UPDATE SET next_seq = excluded.next_seq, rows = rows + excluded.rows,
          breaches = breaches + excluded.breaches, finished_at = excluded.finished_at
        WHERE next_seq = ${check.next_seq}`,
    sql`DELETE FROM audit_checks WHERE started_at < ${isoTime(addSeconds(now, -KEPT_SECONDS))}`,
  ];
}
