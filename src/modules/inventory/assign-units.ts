import type { Work } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { OrderChangedMeanwhile } from "../orders/index.ts";
import { type LineUnits, portionsOf } from "./reservation-portions.ts";
import {
  assignStmt,
  cutPortionsStmts,
  findHeldUnits,
  RESERVATIONS_UNCHANGED,
} from "./reservation-portions.repo.ts";

/**
 * Says which of an order's units, held or sold, are for a fulfillment: that is where it leaves from. Answers what belongs into the batch
 * of a `changeOrder`, after the fulfillment's row.
 */
export async function assignUnitsStmts(
  ctx: Ctx,
  orderId: string,
  fulfillmentId: string,
  units: readonly LineUnits[],
): Promise<Required<Pick<Work, "statements" | "constraints">>> {
  const free = (await findHeldUnits(ctx, orderId)).filter((row) => row.fulfillment_id === null);
  const portions = portionsOf(free, units);
  return {
    statements: [
      ...cutPortionsStmts(ctx, portions),
      assignStmt(
        portions.map((portion) => portion.id),
        fulfillmentId,
      ),
    ],
    constraints: { [RESERVATIONS_UNCHANGED]: () => new OrderChangedMeanwhile() },
  };
}
