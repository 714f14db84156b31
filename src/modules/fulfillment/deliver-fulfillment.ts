import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { happening } from "../orders/index.ts";
import { changeFulfillment, type FulfillmentRef, unitsOf } from "./change-fulfillment.ts";
import { fulfillmentDelivered } from "./fulfillment.events.ts";
import { stateAfter } from "./fulfillment.machine.ts";
import { type FulfillmentRow, stepStmts } from "./fulfillment.repo.ts";
import { stepsWhen } from "./shipping-work.ts";
import { chainSteps } from "./step-chain.ts";

/**
 * Says that a fulfillment has arrived. An order of which everything has arrived is delivered; the customer is told by mail.
 * @throws fulfillment.transition_refused
 */
export async function deliverFulfillment(ctx: Ctx, ref: FulfillmentRef): Promise<FulfillmentRow> {
  requirePermission(ctx, "order:manage");
  return changeFulfillment(ctx, ref, (order, fulfillment) => {
    const status = stateAfter(fulfillment.status, "deliver");
    const { steps, after } = chainSteps(order, (at) =>
      happening(at, "fulfillment_delivered", { fulfillment_id: ref.id }),
    );
    return {
      steps: [...steps, ...stepsWhen(after, "delivered", unitsOf(fulfillment))],
      statements: stepStmts(ctx, ref.id, "delivered"),
      events: [fulfillmentDelivered({ order_id: ref.orderId, fulfillment_id: ref.id })],
      audit: {
        action: "fulfillment.deliver",
        before: { fulfillment_id: ref.id, status: fulfillment.status },
        after: { status },
      },
    };
  });
}
