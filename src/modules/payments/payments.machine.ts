import { allows, type Machine, offeredTransitions, type OfferedTransition } from "../../platform/machine.ts";
import { type OrderStatus, refundableOf } from "../orders/index.ts";
import type { PaymentState } from "./payments.table.ts";

/** What staff can do with a payment. Everything else that happens to one is the customer's or Stripe's doing. */
export const PAYMENT_TRANSITIONS = {
  capture: { from: ["requires_capture"], to: "succeeded" },
  void: { from: ["requires_capture"], to: "canceled" },
  refund: { from: ["succeeded"], to: "succeeded" },
} as const satisfies Machine<PaymentState, string>;

export type PaymentAction = keyof typeof PAYMENT_TRANSITIONS;

const ACTIONS = Object.keys(PAYMENT_TRANSITIONS) as PaymentAction[];

interface Standing {
  status: PaymentState;
  captured: number;
  refunded: number;
  refunding: number;
  disputed: number;
  /** What of it pays for other orders. */
  credited?: number;
}

/** Whether the table allows the action in this state. */
export function canDo(status: PaymentState, action: PaymentAction): boolean {
  return allows<PaymentState, PaymentAction>(PAYMENT_TRANSITIONS, status, action);
}

/** Why nothing of a payment that was captured can be given back now; undefined when something can. Pure. */
export function refundBlocked(payment: Omit<Standing, "status">): string | undefined {
  if (payment.disputed > 0)
    return "the customer's bank disputes it: what it has taken cannot be given back once more";
  return refundableOf(payment) > 0 ? undefined : "nothing is left to give back";
}

/** Why an authorisation must not be captured; undefined when it may be. Pure. */
export function captureBlocked(order: { status: OrderStatus }): string | undefined {
  return order.status === "cancelled" || order.status === "expired"
    ? `its order is ${order.status}`
    : undefined;
}

/** What can be done with a payment, and why the rest cannot. Pure. */
export function paymentTransitions(payment: Standing, order: { status: OrderStatus }): OfferedTransition[] {
  return offeredTransitions<PaymentState, PaymentAction>(PAYMENT_TRANSITIONS, payment.status, ACTIONS, {
    capture: () => captureBlocked(order),
    refund: () => refundBlocked(payment),
  });
}
