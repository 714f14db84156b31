import { allows, type Machine } from "../../platform/machine.ts";
import { transitionRefused } from "./orders.errors.ts";

export const ORDER_STATUSES = [
  "pending_payment",
  "payment_failed",
  "expired",
  "confirmed",
  "processing",
  "shipped",
  "delivered",
  "completed",
  "cancelled",
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/**
 * The life cycle of an order: action -> from which states it leads where. Data, so that it can be answered and tested.
 * `settle_late` is for money that arrives after the hold ended and finds the stock still there; with the `refuse_…` steps the
 * order stays as it is and the money goes back.
 */
export const ORDER_TRANSITIONS = {
  settle: { from: ["pending_payment", "payment_failed"], to: "confirmed" },
  fail_payment: { from: ["pending_payment"], to: "payment_failed" },
  retry_payment: { from: ["payment_failed"], to: "pending_payment" },
  expire: { from: ["pending_payment", "payment_failed"], to: "expired" },
  settle_late: { from: ["expired"], to: "confirmed" },
  refuse_late: { from: ["expired"], to: "expired" },
  refuse_cancelled: { from: ["cancelled"], to: "cancelled" },
  process: { from: ["confirmed"], to: "processing" },
  ship: { from: ["processing"], to: "shipped" },
  deliver: { from: ["shipped"], to: "delivered" },
  complete: { from: ["delivered"], to: "completed" },
  cancel: { from: ["pending_payment", "payment_failed", "confirmed", "processing"], to: "cancelled" },
} as const satisfies Machine<OrderStatus, string>;

export type OrderAction = keyof typeof ORDER_TRANSITIONS;

/**
 * What happens to an order without changing its status. Each is a row of the timeline and takes the next version as a step does, so
 * that of two changes that were decided from the same state one loses.
 */
export const ORDER_EVENTS = [
  "note_added",
  "note_deleted",
  "tags_changed",
  "edited",
  "units_cancelled",
  "difference_requested",
  "fulfillment_created",
  "fulfillment_updated",
  "fulfillment_shipped",
  "fulfillment_delivered",
  "fulfillment_cancelled",
  "refund_requested",
  "return_requested",
  "return_approved",
  "return_rejected",
  "return_cancelled",
  "return_received",
  "return_refunded",
  "exchange_placed",
  "held",
  "hold_released",
] as const;

export type OrderEvent = (typeof ORDER_EVENTS)[number];

/** One step of an order. `seq` is the version that it makes: the loser of a race violates its primary key. */
export interface OrderStep {
  orderId: string;
  seq: number;
  from: OrderStatus;
  to: OrderStatus;
  action: OrderAction | OrderEvent;
  reason?: string | undefined;
  /** What it was about: ids, quantities, amounts; nothing about a person. */
  data?: Record<string, unknown> | undefined;
}

/** What a step starts from. */
interface Stepping {
  id: string;
  status: OrderStatus;
  version: number;
}

/** Whether the table allows the action in this state. */
export function canTransition(status: OrderStatus, action: OrderAction): boolean {
  return allows<OrderStatus, OrderAction>(ORDER_TRANSITIONS, status, action);
}

/**
 * The step that an action takes from the order's present state. Pure.
 * @throws order.transition_refused when the table has no such step
 */
export function transition(
  order: Stepping,
  action: OrderAction,
  reason?: string,
  data?: Record<string, unknown>,
): OrderStep {
  if (!canTransition(order.status, action)) {
    throw transitionRefused(`An order that is ${order.status} cannot ${action.replace("_", " ")}.`, {
      facts: { order_status: order.status, action },
    });
  }
  return {
    orderId: order.id,
    seq: order.version + 1,
    from: order.status,
    to: ORDER_TRANSITIONS[action].to,
    action,
    ...(reason === undefined ? {} : { reason }),
    ...(data === undefined ? {} : { data }),
  };
}

/** The row of the timeline for something that leaves the status as it is. Pure. */
export function happening(
  order: Stepping,
  action: OrderEvent,
  data?: Record<string, unknown>,
  reason?: string,
): OrderStep {
  const { id: orderId, status, version } = order;
  return { orderId, seq: version + 1, from: status, to: status, action, reason, data };
}

/** The order as it stands after a step; what the next step of the same commit starts from. */
export function afterStep<Order extends Stepping>(order: Order, step: OrderStep): Order {
  return { ...order, status: step.to, version: step.seq };
}
