import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";
import type { DomainEvent } from "../../platform/events.ts";
import { unassignStmt } from "../inventory/index.ts";
import { happening } from "../orders/index.ts";
import { changeFulfillment, type FulfillmentRef, unitsOf } from "./change-fulfillment.ts";
import { fulfillmentCancelled } from "./fulfillment.events.ts";
import { stateAfter } from "./fulfillment.machine.ts";
import { findOpenFulfillmentIds, type FulfillmentRow, stepStmts } from "./fulfillment.repo.ts";
import { chainSteps } from "./step-chain.ts";

/**
 * Gives a fulfillment up that was not sent: its units are to be fulfilled again. The order stays as it is.
 * @throws fulfillment.transition_refused
 */
export async function cancelFulfillment(ctx: Ctx, ref: FulfillmentRef): Promise<FulfillmentRow> {
  requirePermission(ctx, "order:manage");
  return changeFulfillment(ctx, ref, (order, fulfillment) => {
    const status = stateAfter(fulfillment.status, "cancel");
    const about = { fulfillment_id: ref.id, line_items: unitsOf(fulfillment) };
    return {
      ...cancelWork(ctx, ref.orderId, [ref.id]),
      steps: chainSteps(order, (at) => happening(at, "fulfillment_cancelled", about)).steps,
      audit: {
        action: "fulfillment.cancel",
        before: { fulfillment_id: ref.id, status: fulfillment.status },
        after: { status },
      },
    };
  });
}

/**
 * Gives up all fulfillments of an order that were not sent. Answers what belongs into the batch of a `changeOrder` that cancels the
 * order, before its stock is given back, and their ids.
 */
export async function cancelOpenFulfillments(
  ctx: Ctx,
  orderId: string,
): Promise<{ statements: Statement[]; events: DomainEvent[]; ids: string[] }> {
  const ids = await findOpenFulfillmentIds(ctx, orderId);
  return { ...cancelWork(ctx, orderId, ids), ids };
}

function cancelWork(ctx: Ctx, orderId: string, ids: readonly string[]) {
  return {
    statements:
      ids.length === 0 ? [] : [...ids.flatMap((id) => stepStmts(ctx, id, "cancelled")), unassignStmt(ids)],
    events: ids.map((id) => fulfillmentCancelled({ order_id: orderId, fulfillment_id: id })),
  };
}
