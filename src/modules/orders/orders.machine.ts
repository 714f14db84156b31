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
} as const satisfies Record<string, { from: readonly OrderStatus[]; to: OrderStatus }>;

export type OrderAction = keyof typeof ORDER_TRANSITIONS;

/** One step of an order. `seq` is the version that it makes: the loser of a race violates its primary key. */
export interface OrderStep {
  orderId: string;
  seq: number;
  from: OrderStatus;
  to: OrderStatus;
  action: OrderAction;
  reason?: string | undefined;
}

/** Whether the table allows the action in this state. */
export function canTransition(status: OrderStatus, action: OrderAction): boolean {
  return (ORDER_TRANSITIONS[action].from as readonly OrderStatus[]).includes(status);
}

/**
 * The step that an action takes from the order's present state. Pure.
 * @throws order.transition_refused when the table has no such step
 */
export function transition(
  order: { id: string; status: OrderStatus; version: number },
  action: OrderAction,
  reason?: string,
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
  };
}
