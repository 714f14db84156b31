import { requirePermission } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { conflict } from "../../platform/errors.ts";
import {
  type Finding,
  findingOfReservation,
  findingsOfLevel,
  isSold,
  type LevelRepair,
  repairOfLevel,
  type StrayReservation,
} from "./check-findings.ts";
import { type Examined, examineStock } from "./check-stock.ts";
import { LEVEL_UNCHANGED, releaseStraysStmts, repairLevelsStmts } from "./checks.repo.ts";
import { stockChanged } from "./inventory.events.ts";
import { bookPaidStmts, NOT_OVERSOLD, RESERVED_NOT_NEGATIVE } from "./reservations.repo.ts";
import { unmarkLowStmt } from "./stock-write.repo.ts";

const ATTEMPTS = 3;
/** Findings that one request puts right: they are one batch. */
const LEVELS_A_RUN = 200;
const ORDERS_A_RUN = 20;

export interface RepairReport {
  dry_run: boolean;
  findings: (Finding & { repairable: boolean })[];
  /** Whether these are all; else ask again when they are repaired. */
  complete: boolean;
}

class Overtaken extends Error {}

/**
 * Looks at the whole stock and puts right what is wrong, in one commit: the ledger gets what it lacks, reserved becomes what open
 * orders hold, reservations of closed orders are released, paid orders are booked as sold. What would oversell is left to people.
 * As long as there are more bad levels than one look takes in, only levels are put right.
 * @throws resource.conflict when the stock keeps changing meanwhile, or would not fit together afterwards
 */
export async function repairStock(
  ctx: Ctx,
  input: { dryRun: boolean; reason: string },
): Promise<RepairReport> {
  requirePermission(ctx, "inventory:manage");
  for (let attempt = 1; ; attempt += 1) {
    const plan = planOf(await examineStock(ctx));
    if (input.dryRun || plan.variantIds.length === 0) return { dry_run: input.dryRun, ...plan.report };
    try {
      await commitRepair(ctx, plan, input.reason);
      return { dry_run: false, ...plan.report };
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
      if (attempt === ATTEMPTS) throw conflict("Orders keep changing what is to be repaired. Try again.");
    }
  }
}

interface Plan {
  report: Omit<RepairReport, "dry_run">;
  levels: LevelRepair[];
  released: string[];
  soldOrders: string[];
  variantIds: string[];
}

function planOf(examined: Examined): Plan {
  const bad = examined.bad.slice(0, LEVELS_A_RUN);
  const soldOrders = [...new Set(examined.strays.filter(isSold).map((stray) => stray.order_id))];
  const orders = new Set(soldOrders.slice(0, ORDERS_A_RUN));
  // A stray may be at a bad level that was not looked at: what it gives back could be more than the level counts.
  const strays = examined.allLevels
    ? examined.strays.filter((stray) => !isSold(stray) || orders.has(stray.order_id))
    : [];
  const outcomes = bad.map((level) => ({ level, repair: repairOfLevel(level, strays) }));
  const levels = outcomes.flatMap(({ repair }) => repair ?? []);
  // A stray at a level that is left to people, or to the next run, is left with it.
  const mendedLevels = new Set(levels.map(keyOf));
  const left = new Set(examined.bad.map(keyOf).filter((key) => !mendedLevels.has(key)));
  const unbooked = new Set(
    strays.filter((stray) => isSold(stray) && left.has(keyOf(stray))).map((stray) => stray.order_id),
  );
  const isMended = (stray: StrayReservation) =>
    isSold(stray) ? !unbooked.has(stray.order_id) : !left.has(keyOf(stray));
  const mended = strays.filter(isMended);
  const findings = [
    ...outcomes.flatMap(({ level, repair }) =>
      findingsOfLevel(level).map((finding) => ({ ...finding, repairable: repair !== undefined })),
    ),
    ...strays.map((stray) => ({ ...findingOfReservation(stray), repairable: isMended(stray) })),
  ];
  const isAll = bad.length === examined.bad.length && strays.length === examined.strays.length;
  return {
    report: { findings, complete: examined.complete && isAll },
    levels,
    released: mended.filter((stray) => !isSold(stray)).map((stray) => stray.id),
    soldOrders: [...new Set(mended.filter(isSold).map((stray) => stray.order_id))],
    variantIds: [...new Set([...levels, ...mended].map((item) => item.variant_id))],
  };
}

function keyOf(at: { variant_id: string; location_id: string }): string {
  return `${at.variant_id} ${at.location_id}`;
}

async function commitRepair(ctx: Ctx, plan: Plan, reason: string): Promise<void> {
  await commit(ctx, {
    statements: [
      ...repairLevelsStmts(ctx, plan.levels, reason),
      ...releaseStraysStmts(ctx, plan.released, plan.levels),
      ...(plan.soldOrders.length > 0 ? bookPaidStmts(ctx, plan.soldOrders) : []),
      unmarkLowStmt(plan.variantIds),
    ],
    audit: {
      action: "inventory.repair",
      entity: "inventory",
      entityId: "stock",
      after: { reason, findings: plan.report.findings },
    },
    events: [stockChanged({ variant_ids: plan.variantIds })],
    constraints: {
      [LEVEL_UNCHANGED]: () => new Overtaken("a level changed while it was examined"),
      [RESERVED_NOT_NEGATIVE]: doesNotFit,
      [NOT_OVERSOLD]: doesNotFit,
    },
  });
}

function doesNotFit() {
  return conflict(
    "A level would have less than nothing reserved, or be oversold. Look again (dry_run) and adjust or count its stock first.",
  );
}
