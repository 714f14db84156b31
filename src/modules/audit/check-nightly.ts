import { isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { breachAlerts } from "./audit.alerts.ts";
import { findLastCheck, progressStmts } from "./checks.repo.ts";
import { portion, type Unfinished } from "../../platform/jobs.ts";
import { verifyAudit } from "./verify-audit.ts";

const ROWS_A_RUN = 5_000;

/**
 * Verifies the whole log, so many rows a run: a long log takes several minutes, and a run that was cut off is repeated.
 * Whatever is wrong raises an alert.
 */
export async function checkNightly(ctx: Ctx): Promise<string | Unfinished> {
  const last = await findLastCheck(ctx);
  const check =
    last?.finished_at === null
      ? last
      : { id: ctx.newId(), started_at: isoTime(ctx.now()), next_seq: 1, finished_at: null };
  const { rows, next, breaches } = await verifyAudit(ctx, { from: check.next_seq, limit: ROWS_A_RUN });
  // Alerts lie in the same database: whoever altered the log may have seen to it that none is raised.
  if (breaches.length > 0) {
    ctx.log.error("the audit log does not verify", { breaches: breaches.length, seq: breaches[0]?.seq });
  }
  await commit(ctx, {
    statements: progressStmts(ctx, check, { rows, next, breaches: breaches.length }),
    alerts: breachAlerts(breaches),
  });
  const said = `${rows} rows from ${check.next_seq} on verified, ${breaches.length} breaches`;
  return portion(said, next !== undefined);
}
