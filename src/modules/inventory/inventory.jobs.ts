import type { Ctx } from "../../platform/ctx.ts";
import type { Job } from "../../platform/jobs.ts";
import { checkStock } from "./check-stock.ts";

/** Checks the whole stock and says in a few words what came of it. */
export async function checkNightly(ctx: Ctx): Promise<string> {
  const { levels, breaches } = await checkStock(ctx);
  return `${levels} levels checked, ${breaches} breaches`;
}

export const inventoryJobs: readonly Job[] = [
  {
    name: "inventory.check-nightly",
    description: "Checks the stock against its ledger and its reservations",
    schedule: { dailyAt: "03:00" },
    leaseSeconds: 600,
    run: checkNightly,
  },
];
