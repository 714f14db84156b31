import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { changeOrder, holdOf, sendingBlocked, transition } from "../orders/index.ts";
import { onHold } from "./fulfillment.errors.ts";

/**
 * Says that somebody has begun to get a confirmed order ready: from then on the customer cannot cancel it. Creating a fulfillment does
 * it by itself.
 * @throws order.transition_refused; fulfillment.on_hold
 */
export async function processOrder(ctx: Ctx, orderId: string, ifMatch: string | undefined): Promise<void> {
  requirePermission(ctx, "order:manage");
  await changeOrder(
    ctx,
    orderId,
    (order) => {
      const step = transition(order, "process");
      const blocked = sendingBlocked(order);
      if (blocked !== undefined) {
        throw onHold(`The order is on hold: ${blocked}.`, { facts: { hold: holdOf(order) } });
      }
      return {
        steps: [step],
        statements: [],
        audit: { action: "order.process", before: { status: step.from }, after: { status: step.to } },
        result: undefined,
      };
    },
    { ifMatch },
  );
}
