import { addSeconds, isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { type Job, portion, type Unfinished } from "../../platform/jobs.ts";
import { describeError } from "../../platform/log.ts";
import { checkLaterStmt } from "../orders/index.ts";
import { completeOrder } from "./complete-order.ts";
import { findOrdersToComplete } from "./fulfillment.repo.ts";

const ORDERS_A_RUN = 50;
const DAY_SECONDS = 24 * 60 * 60;
/** An order that could not be completed must not keep others waiting. */
const TRY_AGAIN_SECONDS = 60 * 60;

/**
 * Completes orders that were delivered COMPLETE_AFTER_DAYS ago. One that is not due yet is looked at again when it is, so a run reads
 * only what it has to deal with.
 */
export async function completeOrders(ctx: Ctx): Promise<string | Unfinished> {
  const found = await findOrdersToComplete(ctx, ORDERS_A_RUN);
  let completed = 0;
  for (const { id, delivered_at } of found) {
    const due = addSeconds(new Date(delivered_at), ctx.config.COMPLETE_AFTER_DAYS * DAY_SECONDS);
    if (isoTime(due) > isoTime(ctx.now())) {
      await commit(ctx, { statements: [checkLaterStmt(id, due)] });
      continue;
    }
    try {
      await completeOrder(ctx, id);
      completed += 1;
    } catch (error) {
      ctx.log.error("an order could not be completed", { order_id: id, ...describeError(error) });
      await commit(ctx, { statements: [checkLaterStmt(id, addSeconds(ctx.now(), TRY_AGAIN_SECONDS))] });
    }
  }
  const said = `${completed} of ${found.length} delivered orders completed`;
  return portion(said, found.length === ORDERS_A_RUN);
}

export const fulfillmentJobs: readonly Job[] = [
  {
    name: "fulfillment.complete-orders",
    description: "Completes orders some days after they were delivered",
    schedule: { everyMinutes: 5 },
    leaseSeconds: 300,
    run: completeOrders,
  },
];
