import { isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { breachAlerts } from "./audit.alerts.ts";
import { type AuditCheck, findLastCheck, progressStmts } from "./checks.repo.ts";
import { verifyAudit } from "./verify-audit.ts";

/** The hour (UTC) in which a check of the whole log begins. */
const NIGHTLY_HOUR = 4;
const ROWS_A_RUN = 5_000;

/**
 * Verifies the whole log once a night, so many rows a run: a long log takes several minutes, and a run that was cut off is repeated.
 * Whatever is wrong raises an alert.
 */
export async function checkNightly(ctx: Ctx): Promise<string> {
  const check = await dueCheck(ctx);
  if (!check) return "not due";
  const { rows, next, breaches } = await verifyAudit(ctx, { from: check.next_seq, limit: ROWS_A_RUN });
  // Alerts lie in the same database: whoever altered the log may have seen to it that none is raised.
  if (breaches.length > 0) {
    ctx.log.error("the audit log does not verify", { breaches: breaches.length, seq: breaches[0]?.seq });
  }
  await commit(ctx, {
    statements: progressStmts(ctx, check, { rows, next, breaches: breaches.length }),
    alerts: breachAlerts(breaches),
  });
  return `${rows} rows from ${check.next_seq} on verified, ${breaches.length} breaches`;
}

async function dueCheck(ctx: Ctx): Promise<AuditCheck | undefined> {
  const last = await findLastCheck(ctx);
  if (last && last.finished_at === null) return last;
  const now = ctx.now();
  if (now.getUTCHours() !== NIGHTLY_HOUR) return undefined;
  const hour = new Date(now);
  hour.setUTCMinutes(0, 0, 0);
  if (last && last.started_at >= isoTime(hour)) return undefined;
  return { id: ctx.newId(), started_at: isoTime(now), next_seq: 1, finished_at: null };
}
