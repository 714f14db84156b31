import { requirePermission } from "../../platform/auth.ts";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import {
  type BadLevel,
  findingOfReservation,
  findingsOfLevel,
  type StrayReservation,
} from "./check-findings.ts";
import {
  type CheckReport,
  examineLevels,
  findReports,
  findStrayReservations,
  keepReportStmts,
  type LevelKey,
} from "./checks.repo.ts";

const LEVELS_A_READ = 2_000;
/** As many of each kind are looked at in one run: nobody reads more, and a repair is one batch. */
const MOST_BAD = 500;
const FINDINGS_KEPT = 100;
const KEPT_SECONDS = 90 * 24 * 60 * 60;

export interface Examined {
  levels: number;
  bad: BadLevel[];
  strays: StrayReservation[];
  /** Whether `bad` are all bad levels. */
  allLevels: boolean;
  /** Whether the shop was looked at to the end. */
  complete: boolean;
}

/**
 * Looks whether on_hand is the sum of the ledger and reserved the sum of the open reservations at every level, whether more is
 * promised than may be, and whether orders hold stock that are closed or were paid long ago. Each level is read in one statement, so
 * orders that are placed meanwhile do not disturb it.
 */
export async function examineStock(ctx: Ctx): Promise<Examined> {
  const bad: BadLevel[] = [];
  let levels = 0;
  for (let after: LevelKey | undefined; bad.length <= MOST_BAD;) {
    const page = await examineLevels(ctx, after, LEVELS_A_READ);
    levels += page.count;
    bad.push(...page.bad);
    after = page.last;
    if (page.count < LEVELS_A_READ) break;
  }
  const strays = await findStrayReservations(ctx, MOST_BAD + 1);
  return {
    levels,
    bad: bad.slice(0, MOST_BAD),
    strays: strays.slice(0, MOST_BAD),
    allLevels: bad.length <= MOST_BAD,
    complete: bad.length <= MOST_BAD && strays.length <= MOST_BAD,
  };
}

/** Checks the whole stock, keeps the report, and raises an alert when something is wrong. */
export async function checkStock(ctx: Ctx): Promise<CheckReport> {
  const started = ctx.now();
  const { levels, bad, strays } = await examineStock(ctx);
  const findings = [...bad.flatMap(findingsOfLevel), ...strays.map(findingOfReservation)];
  const report: CheckReport = {
    id: ctx.newId(),
    started_at: isoTime(started),
    finished_at: isoTime(ctx.now()),
    levels,
    breaches: findings.length,
    findings: findings.slice(0, FINDINGS_KEPT),
  };
  await commit(ctx, {
    statements: keepReportStmts(report, isoTime(addSeconds(started, -KEPT_SECONDS))),
    ...(findings.length === 0
      ? {}
      : {
          alerts: [
            {
              code: "inventory.check_failed",
              entity: "inventory_check",
              entityId: report.id,
              details: { breaches: report.breaches },
            },
          ],
        }),
  });
  return report;
}

const SORT = "-started_at";

/** One keyset page of the reports of the last 90 days, the latest first. */
export async function listChecks(
  ctx: Ctx,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  requirePermission(ctx, "inventory:manage");
  const reports = await findReports(ctx, decodeCursor(cursor, SORT), limit + 1);
  const { rows, pagination } = pageOf(reports, limit, (row) => ({
    sort: SORT,
    value: row.started_at,
    id: row.id,
  }));
  return { data: rows, pagination };
}
