import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { assignUnitsStmts } from "../inventory/index.ts";
import { changeOrder, happening, linesOf, type OrderRow, paymentsOf, transition } from "../orders/index.ts";
import { countersChanged, fulfillmentOrThrow } from "./change-fulfillment.ts";
import { fulfillmentCreated } from "./fulfillment.events.ts";
import { type FulfillmentRow, insertFulfillmentStmts } from "./fulfillment.repo.ts";
import type { Tracking } from "./fulfillment.schema.ts";
import { plannedUnits, type WantedUnits } from "./plan-units.ts";
import { sendingRefused } from "./sending-guards.ts";
import { shippingWork, stepsWhen } from "./shipping-work.ts";
import { chainSteps } from "./step-chain.ts";
import { trackingOf } from "./tracking.ts";

export interface CreateFulfillment extends Tracking {
  orderId: string;
  /** Default: all units that are in no fulfillment yet and whose price was not given back. */
  line_items?: WantedUnits[] | undefined;
  /** They are with the carrier already. */
  ship?: boolean | undefined;
}

/**
 * Puts units of an order together to be sent, and with `ship` says at once that they were. A confirmed order is processing from then on;
 * one whose last units were sent is shipped. Of parallel ones for the same units one succeeds.
 * @throws fulfillment.order_not_fulfillable, fulfillment.on_hold, fulfillment.unpaid; fulfillment.exceeds_order with what is left;
 *   request.invalid for lines that are not the order's
 */
export async function createFulfillment(ctx: Ctx, input: CreateFulfillment): Promise<FulfillmentRow> {
  requirePermission(ctx, "order:manage");
  const { orderId, ship = false } = input;
  const id = ctx.newId();
  await changeOrder(ctx, orderId, async (order) => {
    const refused = sendingRefused({ ...order, payments: paymentsOf(order) });
    if (refused) throw refused;
    const units = plannedUnits(linesOf(order), input.line_items);
    const stock = await assignUnitsStmts(
      ctx,
      orderId,
      id,
      units.map((unit) => ({ orderLineId: unit.id, quantity: unit.quantity })),
    );
    const shipping = ship ? shippingWork(ctx, { orderId, id }) : { statements: [], events: [] };
    return {
      steps: stepsOf(order, id, units, ship),
      statements: [
        ...insertFulfillmentStmts(ctx, { id, orderId, ...trackingOf(input) }, units),
        ...stock.statements,
        ...shipping.statements,
      ],
      events: [fulfillmentCreated({ order_id: orderId, fulfillment_id: id }), ...shipping.events],
      audit: {
        action: "fulfillment.create",
        after: {
          fulfillment_id: id,
          status: ship ? "shipped" : "created",
          line_items: units,
          ...trackingOf(input),
        },
      },
      constraints: { ...countersChanged, ...stock.constraints },
      result: undefined,
    };
  });
  return fulfillmentOrThrow(ctx, orderId, id);
}

function stepsOf(order: OrderRow, fulfillmentId: string, units: readonly WantedUnits[], ship: boolean) {
  const about = { fulfillment_id: fulfillmentId, line_items: units };
  const created = (at: OrderRow) => happening(at, "fulfillment_created", about);
  const shipped = (at: OrderRow) => happening(at, "fulfillment_shipped", about);
  const rest = ship ? [shipped] : [];
  const { steps, after } =
    order.status === "confirmed"
      ? chainSteps(order, (at) => transition(at, "process"), created, ...rest)
      : chainSteps(order, created, ...rest);
  if (ship) steps.push(...stepsWhen(after, "shipped", units));
  return steps;
}
