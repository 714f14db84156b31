import { addSeconds, isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { portion, type Unfinished } from "../../platform/jobs.ts";
import { deleteCartStartsStmt } from "./cart-starts.repo.ts";
import { addDays, boundsOf, localDay } from "./local-days.ts";
import { recountBatches } from "./recount.repo.ts";
import {
  countGaugesStmts,
  deleteDaysStmts,
  deleteRollupStmt,
  findFirstTime,
  findOldRollup,
  findRollup,
  findTouchedHours,
  insertRollupStmt,
  type Rollup,
  setLookedUntilStmt,
  setNextDayStmt,
} from "./rollups.repo.ts";

/** What was written down so long before the last look is looked at again: a batch that began before it may have been committed after it. */
const OVERLAP_SECONDS = 10 * 60;
/** More days than these are not recounted at once, but by going through all since the first of them. */
const MOST_DAYS = 31;
/** A first count, or that of a new time zone, goes on in the next run after so many days, or so long: each takes three calls. */
const DAYS_A_RUN = 60;
const BUDGET_MS = 20_000;
const NIGHTLY_DAYS = 3;
const DELETED_DAYS = 60;

/**
 * Brings the roll-ups up to date: recounts every day that something of was written down since the last look. A run that is cut off does no
 * harm, as how far was looked is noted last; the next one does it again. The first run for a time zone counts all days there are, a run
 * after the other, and then lets go of those of other zones.
 */
export async function refreshRollups(ctx: Ctx): Promise<string | Unfinished> {
  const now = ctx.now();
  const found = (await findRollup(ctx)) ?? (await beginRollup(ctx));
  const days = await touchedDays(ctx, found);
  const rollup = days.length > MOST_DAYS ? await countFrom(ctx, found, days[0] ?? "") : found;
  const due = days.slice(0, MOST_DAYS).filter((day) => rollup.next_day === null || day < rollup.next_day);
  for (const day of due) await recountDay(ctx, rollup, day);
  await commit(ctx, { statements: [setLookedUntilStmt(rollup, now)] });
  if (rollup.next_day !== null) return countOn(ctx, { ...rollup, next_day: rollup.next_day });
  return portion(`${due.length} days recounted`, await dropOldRollup(ctx));
}

/** Recounts the last days, whatever was seen of them, and the gauges; lets go of what is too old. */
export async function recountNightly(ctx: Ctx): Promise<string> {
  const rollup = await findRollup(ctx);
  if (rollup?.next_day === null) {
    const today = localDay(ctx.now(), rollup.zone);
    for (let ago = NIGHTLY_DAYS; ago > 0; ago--) await recountDay(ctx, rollup, addDays(today, -ago));
  }
  await commit(ctx, { statements: [...countGaugesStmts(ctx), deleteCartStartsStmt(ctx)] });
  return rollup?.next_day === null ? `${NIGHTLY_DAYS} days recounted` : "the days are still being counted";
}

/** The first run does not know of what is written while it counts: that is for the looks after it. */
async function beginRollup(ctx: Ctx): Promise<Rollup> {
  const first = await findFirstTime(ctx);
  const day = localDay(first === undefined ? ctx.now() : new Date(first), ctx.config.SHOP_TIME_ZONE);
  await commit(ctx, { statements: [insertRollupStmt(ctx, day)] });
  const rollup = await findRollup(ctx);
  if (!rollup) throw new Error("the roll-up that was begun is not there");
  return rollup;
}

async function countFrom(ctx: Ctx, rollup: Rollup, day: string): Promise<Rollup> {
  const nextDay = rollup.next_day !== null && rollup.next_day < day ? rollup.next_day : day;
  await commit(ctx, { statements: [setNextDayStmt(rollup, nextDay)] });
  return { ...rollup, next_day: nextDay };
}

async function touchedDays(ctx: Ctx, rollup: Rollup): Promise<string[]> {
  const hours = await findTouchedHours(ctx, addSeconds(new Date(rollup.looked_until), -OVERLAP_SECONDS));
  // Where days do not begin with an hour of UTC, an hour is of two of them.
  const days = hours.flatMap((hour) =>
    ["00:00.000Z", "59:59.999Z"].map((rest) => localDay(new Date(`${hour}:${rest}`), rollup.zone)),
  );
  return [...new Set(days)].sort();
}

/** Goes on with the first count, day after day. Today is counted, too; from then on the looks go on. */
async function countOn(ctx: Ctx, rollup: Rollup & { next_day: string }): Promise<string | Unfinished> {
  const started = ctx.now().getTime();
  const today = localDay(ctx.now(), rollup.zone);
  let day = rollup.next_day;
  let counted = 0;
  while (day <= today && counted < DAYS_A_RUN && ctx.now().getTime() - started < BUDGET_MS) {
    await recountDay(ctx, rollup, day, day < today ? addDays(day, 1) : null);
    day = addDays(day, 1);
    counted++;
  }
  return portion(`${counted} days counted for the first time`, day <= today);
}

/** `nextDay`: where a first count goes on after it. */
async function recountDay(ctx: Ctx, rollup: Rollup, day: string, nextDay?: string | null): Promise<void> {
  const batches = recountBatches({ rollupId: rollup.id, day, ...boundsOf(day, rollup.zone) });
  if (nextDay !== undefined) batches.at(-1)?.push(setNextDayStmt(rollup, nextDay));
  for (const statements of batches) await commit(ctx, { statements });
}

/** Whether there may be more of them. */
async function dropOldRollup(ctx: Ctx): Promise<boolean> {
  const old = await findOldRollup(ctx);
  if (!old) return false;
  const { id, first_day: first } = old;
  const statements =
    first === null ? [deleteRollupStmt(id)] : deleteDaysStmts(id, first, addDays(first, DELETED_DAYS));
  await commit(ctx, { statements });
  return true;
}

/** What is known to have been counted: whatever was written down before that. Null: nothing yet. */
export function countedUntil(rollup: Rollup | undefined): string | null {
  return rollup ? isoTime(new Date(rollup.looked_until)) : null;
}
