import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { changeOrder, transition } from "../orders/index.ts";

/**
 * Closes a delivered order. The job `fulfillment.complete-orders` does it by itself after COMPLETE_AFTER_DAYS.
 * @throws order.transition_refused
 */
export async function completeOrder(ctx: Ctx, orderId: string, ifMatch?: string): Promise<void> {
  requirePermission(ctx, "order:manage");
  await changeOrder(
    ctx,
    orderId,
    (order) => {
      const step = transition(order, "complete");
      return {
        steps: [step],
        statements: [],
        audit: { action: "order.complete", before: { status: step.from }, after: { status: step.to } },
        result: undefined,
      };
    },
    { ifMatch },
  );
}
