import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";
import type { DomainEvent } from "../../platform/events.ts";
import { sellStmts } from "../inventory/index.ts";
import {
  fulfillmentStepsAfter,
  linesOf,
  type OrderLineJson,
  type OrderRow,
  type OrderStep,
} from "../orders/index.ts";
import { fulfillmentShipped } from "./fulfillment.events.ts";
import { stepStmts, type TrackingRow } from "./fulfillment.repo.ts";
import type { WantedUnits } from "./plan-units.ts";

/** What sending a fulfillment writes beside its row of the timeline: its units leave the stock if they have not left it already. */
export function shippingWork(
  ctx: Ctx,
  fulfillment: { orderId: string; id: string },
  tracking: Partial<TrackingRow> = {},
): { statements: Statement[]; events: DomainEvent[] } {
  const { orderId, id } = fulfillment;
  return {
    statements: [...stepStmts(ctx, id, "shipped", tracking), ...sellStmts(ctx, [orderId], id)],
    events: [fulfillmentShipped({ order_id: orderId, fulfillment_id: id })],
  };
}

/** The steps that an order takes when more units of it have been sent, or have arrived. Pure. */
export function stepsWhen(
  order: OrderRow,
  counter: "shipped" | "delivered",
  units: readonly WantedUnits[],
): OrderStep[] {
  const moved = (line: OrderLineJson) => units.find(({ id }) => id === line.id)?.quantity ?? 0;
  const lines = linesOf(order).map((line) => ({ ...line, [counter]: line[counter] + moved(line) }));
  return fulfillmentStepsAfter(order, lines);
}
