import type { Ctx } from "../../platform/ctx.ts";
import { money } from "../../platform/money.ts";
import { cancelOpenFulfillments } from "../fulfillment/index.ts";
import { giveBackStmts } from "../inventory/index.ts";
import {
  afterStep,
  canTransition,
  cancelBlocked,
  happening,
  linesOf,
  type OrderChange,
  type OrderRow,
  type OrderStep,
  paymentsOf,
  refundableOf,
  transition,
} from "../orders/index.ts";
import { cancellableLines } from "./cancel-units.ts";
import { moneyWork } from "./money-work.ts";
import { orderNotCancellable } from "./order-changes.errors.ts";
import { orderCancelled } from "./order-changes.events.ts";
import type { CancelBody } from "./order-changes.schema.ts";

/**
 * The change that cancels all of an order: its fulfillments that were not sent end, its stock comes back, all of its money that is
 * left goes back. The lines stay as they were; the status says that nothing of them is to be had. Answers the refunds' ids.
 * @throws order.transition_refused, order.not_cancellable
 */
export async function cancelWhole(
  ctx: Ctx,
  order: OrderRow,
  { reason, restock, notify }: Pick<CancelBody, "reason" | "restock" | "notify">,
): Promise<OrderChange<string[]>> {
  const lines = linesOf(order);
  const blocked = canTransition(order.status, "cancel") ? cancelBlocked(lines) : undefined;
  if (blocked !== undefined) {
    throw orderNotCancellable(`The order cannot be cancelled: ${blocked}.`, {
      facts: { order_status: order.status, line_items: cancellableLines(lines) },
    });
  }
  // Refused here when the table has no such step.
  transition(order, "cancel");
  const refund = paymentsOf(order).reduce((sum, payment) => sum + refundableOf(payment), 0);
  const goods = await cancelOpenFulfillments(ctx, order.id);
  const units = lines.map((line) => ({ orderLineId: line.id, quantity: line.quantity }));
  const isPaid = order.status === "confirmed" || order.status === "processing";
  // Of an unpaid order nothing has left the shelf.
  const stock = await giveBackStmts(ctx, order.id, units, { restock: restock || !isPaid });
  const back = moneyWork(ctx, order, { refund, charge: 0 }, { source: "cancellation", reason });
  const steps: OrderStep[] = [];
  let at = order;
  for (const id of goods.ids) {
    const step = happening(at, "fulfillment_cancelled", { fulfillment_id: id });
    steps.push(step);
    at = afterStep(at, step);
  }
  const data = {
    amount: money(refund, order.currency),
    ...(refund > 0 ? { refund_ids: back.refundIds } : {}),
    ...(isPaid ? { restocked: restock } : {}),
  };
  const cancel = transition(at, "cancel", reason, data);
  const [first = cancel, ...more] = steps;
  return {
    steps: first === cancel ? [cancel] : [first, ...more, cancel],
    statements: [...goods.statements, ...stock.statements, ...back.statements],
    events: [
      orderCancelled({ order_id: order.id, seq: cancel.seq, notify }),
      ...goods.events,
      ...stock.events,
      ...back.events,
    ],
    constraints: { ...stock.constraints, ...back.constraints },
    audit: {
      action: "order.cancel",
      before: { status: order.status, total: order.total },
      after: { status: cancel.to, refund, restock },
    },
    result: back.refundIds,
  };
}
