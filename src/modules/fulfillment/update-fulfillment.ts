import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { happening, isErased } from "../orders/index.ts";
import { changeFulfillment, type FulfillmentRef } from "./change-fulfillment.ts";
import { transitionRefused } from "./fulfillment.errors.ts";
import { type FulfillmentRow, updateTrackingStmt } from "./fulfillment.repo.ts";
import type { FulfillmentPatch } from "./fulfillment.schema.ts";
import { chainSteps } from "./step-chain.ts";
import { patchedTracking } from "./tracking.ts";

/**
 * Changes what is said of carrier and tracking, also after it was sent.
 * @throws fulfillment.transition_refused for a cancelled one, and when the person behind the order was erased
 */
export async function updateFulfillment(
  ctx: Ctx,
  ref: FulfillmentRef,
  patch: FulfillmentPatch,
): Promise<FulfillmentRow> {
  requirePermission(ctx, "order:manage");
  return changeFulfillment(ctx, ref, (order, fulfillment) => {
    if (fulfillment.status === "cancelled" || isErased(order)) {
      const what = isErased(order)
        ? "fulfillment of an order whose personal data was erased"
        : "cancelled fulfillment";
      throw transitionRefused(`A ${what} cannot be changed.`, {
        facts: { fulfillment_status: fulfillment.status, action: "update" },
      });
    }
    const { carrier, tracking_number, tracking_url } = fulfillment;
    return {
      steps: chainSteps(order, (at) =>
        happening(at, "fulfillment_updated", { fulfillment_id: ref.id, changed: Object.keys(patch) }),
      ).steps,
      statements: [updateTrackingStmt(ctx, ref.id, patchedTracking(fulfillment, patch))],
      audit: {
        action: "fulfillment.update",
        before: { fulfillment_id: ref.id, carrier, tracking_number, tracking_url },
        after: patch,
      },
    };
  });
}
