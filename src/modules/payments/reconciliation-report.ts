import { addSeconds } from "../../platform/clock.ts";
import { type AuditEntry, commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import {
  countMended,
  findFinding,
  type FindingRow,
  findLastRun,
  findOpenFindings,
  resolveFindingStmt,
} from "./reconciliation.repo.ts";
import type { Finding, Reconciliation } from "./reconciliation.schema.ts";

const SORT = "-created_at";
const DAY_SECONDS = 24 * 60 * 60;

/** How far the reconciliation with Stripe is, and a page of what a person must decide. */
export async function reportReconciliation(
  ctx: Ctx,
  input: { limit: number; cursor?: string | undefined },
): Promise<Reconciliation> {
  const { limit, cursor } = input;
  const after = decodeCursor(cursor, SORT);
  const [last, mended, findings] = await Promise.all([
    findLastRun(ctx),
    countMended(ctx, addSeconds(ctx.now(), -DAY_SECONDS)),
    findOpenFindings(ctx, after, limit + 1),
  ]);
  const { rows, pagination } = pageOf(findings, limit, (row) => ({
    sort: SORT,
    value: row.created_at,
    id: row.id,
  }));
  return {
    last_run: last
      ? {
          id: last.id,
          started_at: last.started_at,
          finished_at: last.finished_at,
          examined: last.examined,
          mended: last.mended,
          findings: last.findings.length,
        }
      : null,
    watermark: last?.watermark ?? null,
    lag_seconds: last
      ? Math.max(0, Math.round((ctx.now().getTime() - Date.parse(last.watermark)) / 1000))
      : null,
    mended,
    open: rows.map(findingView),
    pagination,
  };
}

/**
 * Notes that a person has dealt with a finding. It comes back when it is found again and says something else than now. Doing it again
 * changes nothing.
 * @throws resource.not_found
 */
export async function resolveFinding(ctx: Ctx, id: string, note: string | undefined): Promise<Finding> {
  const finding = await findFinding(ctx, id);
  if (!finding) throw notFound("There is no such finding.");
  if (finding.resolved_at !== null) return findingView(finding);
  await commit(ctx, {
    statements: [resolveFindingStmt(ctx, finding)],
    audit: resolution(finding, note),
  });
  return findingView((await findFinding(ctx, id)) ?? finding);
}

/** About the order, where there is one: what staff write about it goes with its customer's data. */
function resolution(finding: FindingRow, note: string | undefined): AuditEntry {
  const { order } = JSON.parse(finding.details) as { order?: unknown };
  const orderId = finding.entity === "order" ? finding.entity_id : order;
  return {
    action: "payment.resolve_finding",
    ...(typeof orderId === "string"
      ? { entity: "order", entityId: orderId }
      : { entity: finding.entity, entityId: finding.entity_id }),
    after: { finding: finding.id, code: finding.code, ...(note === undefined ? {} : { note }) },
  };
}

function findingView({ details, resolved_at, ...row }: FindingRow): Finding {
  return {
    ...row,
    details: JSON.parse(details) as Finding["details"],
    ...(resolved_at === null ? {} : { resolved_at }),
  };
}
