import { addSeconds, isoTime } from "../../platform/clock.ts";
import { type Alert, commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { type Job, portion, type Unfinished } from "../../platform/jobs.ts";
import {
  examineOrders,
  findChanged,
  type Finding,
  findLostEvents,
  findNext,
  findReports,
  type InvariantReport,
  keepReportStmts,
} from "./invariants.repo.ts";

const ORDERS_A_READ = 500;
/** Of the orders that were changed, and of all: so much a run. Each is nine queries; an invocation may make a thousand. */
const READS_A_RUN = 20;
const FINDINGS_KEPT = 100;
const ALERTS_A_RUN = 50;
/** What other isolates commit now may carry a time of a moment ago. */
const SETTLING_SECONDS = 60;
/** The first check begins here; older orders come with the pass through all. */
const FIRST_LOOK_BACK_SECONDS = 24 * 60 * 60;

/**
 * Looks whether the invariants of the books hold: of all orders that were changed since the last check, of a part of all others, so that each
 * comes round, and of the events that should have been delivered. Breaches raise alerts. Runs that leave a rest go on in the next minute.
 */
export async function checkInvariants(ctx: Ctx): Promise<string | Unfinished> {
  const started = ctx.now();
  const [last] = await findReports(ctx, undefined, 1);
  const findings = await findLostEvents(ctx);
  const changed = await walkChanged(ctx, last, findings);
  const all = await walkAll(ctx, last?.all_after ?? "", findings);
  const found = unique(findings);
  const report: InvariantReport = {
    id: ctx.newId(),
    started_at: isoTime(started),
    finished_at: isoTime(ctx.now()),
    orders: changed.orders + all.orders,
    breaches: found.length,
    findings: found.slice(0, FINDINGS_KEPT),
    changed_at: changed.changed_at,
    changed_id: changed.changed_id,
    all_after: all.after,
  };
  await commit(ctx, {
    statements: keepReportStmts(ctx, report),
    alerts: found.slice(0, ALERTS_A_RUN).map(alertOf),
  });
  return portion(`${report.orders} orders examined, ${found.length} breaches`, changed.more);
}

async function walkChanged(ctx: Ctx, last: InvariantReport | undefined, findings: Finding[]) {
  const before = isoTime(addSeconds(ctx.now(), -SETTLING_SECONDS));
  const begin = isoTime(addSeconds(ctx.now(), -FIRST_LOOK_BACK_SECONDS));
  let position = { changed_at: last?.changed_at ?? begin, changed_id: last?.changed_id ?? "" };
  let orders = 0;
  for (let read = 0; read < READS_A_RUN; read += 1) {
    const found = await findChanged(ctx, position, before, ORDERS_A_READ);
    const end = found.at(-1);
    if (!end) return { ...position, orders, more: false };
    findings.push(...(await examineOrders(ctx, idsOf(found))));
    orders += found.length;
    position = { changed_at: end.updated_at, changed_id: end.id };
    if (found.length < ORDERS_A_READ) return { ...position, orders, more: false };
  }
  return { ...position, orders, more: true };
}

async function walkAll(ctx: Ctx, from: string, findings: Finding[]) {
  let after = from;
  let orders = 0;
  for (let read = 0; read < READS_A_RUN; read += 1) {
    const found = await findNext(ctx, after, ORDERS_A_READ);
    if (found.length > 0) findings.push(...(await examineOrders(ctx, idsOf(found))));
    orders += found.length;
    // At its end the pass begins anew with the next run.
    if (found.length < ORDERS_A_READ) return { after: "", orders };
    after = found.at(-1)?.id ?? "";
  }
  return { after, orders };
}

function idsOf(rows: readonly { id: string }[]): string[] {
  return rows.map(({ id }) => id);
}

/** Once for each code and entity: an order that was changed may be among the part of all others, too. */
function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((each) => [`${each.code} ${each.entity_id}`, each])).values()];
}

function alertOf({ code, entity, entity_id, details }: Finding): Alert {
  return { code: `invariant.${code}`, entity, entityId: entity_id, details };
}

export const invariantsJob: Job = {
  name: "invariants.check",
  description: "Checks the books of orders, payments, stock and events against each other",
  schedule: { dailyAt: "03:30" },
  leaseSeconds: 300,
  run: checkInvariants,
};
