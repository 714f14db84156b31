import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Job } from "../../platform/jobs.ts";
import { checkStock } from "./check-stock.ts";
import { wasCheckedSince } from "./checks.repo.ts";

/** The hour (UTC) in which the stock is checked: once, and again only if a run was cut off. */
const NIGHTLY_HOUR = 3;

/** Checks the stock if it is the hour and was not done yet. */
export async function checkNightly(ctx: Ctx): Promise<string> {
  const now = ctx.now();
  if (now.getUTCHours() !== NIGHTLY_HOUR) return "not due";
  const since = new Date(now);
  since.setUTCMinutes(0, 0, 0);
  if (await wasCheckedSince(ctx, isoTime(since))) return "not due";
  const { levels, breaches } = await checkStock(ctx);
  return `${levels} levels checked, ${breaches} breaches`;
}

export const inventoryJobs: readonly Job[] = [
  { name: "inventory.check-nightly", schedule: { everyMinutes: 1 }, leaseSeconds: 600, run: checkNightly },
];
