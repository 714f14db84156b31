import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { happening, paymentsOf } from "../orders/index.ts";
import { changeFulfillment, type FulfillmentRef, unitsOf } from "./change-fulfillment.ts";
import { stateAfter } from "./fulfillment.machine.ts";
import type { FulfillmentRow } from "./fulfillment.repo.ts";
import type { Tracking } from "./fulfillment.schema.ts";
import { sendingRefused } from "./sending-guards.ts";
import { shippingWork, stepsWhen } from "./shipping-work.ts";
import { chainSteps } from "./step-chain.ts";
import { trackingOf } from "./tracking.ts";

/**
 * Says that a fulfillment was handed to the carrier; what is said of the tracking replaces what was known. What it holds of the stock
 * is sold, and an order whose last units it has is shipped, in the same commit. The customer is told by mail.
 * @throws fulfillment.transition_refused, fulfillment.on_hold, fulfillment.unpaid, fulfillment.order_not_fulfillable
 */
export async function shipFulfillment(
  ctx: Ctx,
  ref: FulfillmentRef,
  tracking: Tracking,
): Promise<FulfillmentRow> {
  requirePermission(ctx, "order:manage");
  return changeFulfillment(ctx, ref, (order, fulfillment) => {
    const status = stateAfter(fulfillment.status, "ship");
    const refused = sendingRefused({ ...order, payments: paymentsOf(order) });
    if (refused) throw refused;
    const units = unitsOf(fulfillment);
    const { steps, after } = chainSteps(order, (at) =>
      happening(at, "fulfillment_shipped", { fulfillment_id: ref.id, line_items: units }),
    );
    return {
      ...shippingWork(ctx, ref, trackingOf(tracking)),
      steps: [...steps, ...stepsWhen(after, "shipped", units)],
      audit: {
        action: "fulfillment.ship",
        before: { fulfillment_id: ref.id, status: fulfillment.status },
        after: { status, ...tracking },
      },
    };
  });
}
