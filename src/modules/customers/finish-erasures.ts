import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { eraseClosedOrdersStmts, findErasableOrders, requestLateErasuresStmt } from "../orders/index.ts";
import { eraseAroundOrdersStmts, erasedEvents } from "./erase-around-orders.ts";

const ORDERS_A_RUN = 100;

/** Erases the personal data of orders that were open when their customer was erased, and are closed by now. */
export async function finishErasures(ctx: Ctx): Promise<string> {
  await commit(ctx, { statements: [requestLateErasuresStmt(ctx)] });
  const due = await findErasableOrders(ctx, ORDERS_A_RUN);
  const byCustomer = Map.groupBy(due, (order) => order.customer_id);
  for (const [customerId, orders] of byCustomer) {
    const orderIds = orders.map((order) => order.id);
    await commit(ctx, {
      statements: [
        ...eraseClosedOrdersStmts(ctx, { orderIds }),
        ...eraseAroundOrdersStmts(customerId, orderIds),
      ],
      audit: orderIds.map((id) => ({ action: "order.erase", entity: "order", entityId: id })),
      events: erasedEvents(customerId, orderIds),
    });
  }
  return `${due.length} orders erased`;
}
