import { offeredTransitions, type OfferedTransition } from "../../platform/machine.ts";
import {
  keptOf,
  type OrderLineJson,
  type OrderPaymentJson,
  outstandingOf,
  refundableOf,
} from "./order.parts.ts";
import { ORDER_TRANSITIONS, type OrderAction, type OrderStatus } from "./orders.machine.ts";
import type { OrderHold } from "./orders.table.ts";

interface Standing {
  status: OrderStatus;
  total: number;
  hold: OrderHold | null;
  /** Whether money of another order that pays for this one is disputed. */
  credit_disputed?: number;
}

type Sent = Pick<OrderLineJson, "shipped">;

/** Why the order cannot be cancelled as a whole, though its status would allow it; undefined when it can. */
export function cancelBlocked(lines: readonly Sent[]): string | undefined {
  return lines.some((line) => line.shipped > 0)
    ? "a part of it has been sent: cancel the rest line by line, and take the part back as a return"
    : undefined;
}

/** Why the customer cannot cancel the order, though its status would allow it to staff; undefined when they can. */
export function customerCancelBlocked({ status }: Pick<Standing, "status">): string | undefined {
  return status === "processing" ? "it is being prepared: ask the shop" : undefined;
}

/** Why nothing of the order can be sent; undefined when it can. */
export function sendingBlocked(order: Pick<Standing, "hold" | "credit_disputed">): string | undefined {
  const hold = holdOf(order);
  if (hold === "disputed") return "its payment is disputed";
  if (hold === "authorization_lapsed") return "its payment was only authorised, and that has lapsed";
  return undefined;
}

/** What keeps the order from being sent: its own hold, or a dispute of the money that it was exchanged for. */
export function holdOf({
  hold,
  credit_disputed = 0,
}: Pick<Standing, "hold" | "credit_disputed">): OrderHold | null {
  return hold ?? (credit_disputed === 0 ? null : "disputed");
}

/** Why the order cannot be edited; undefined when it can. */
export function editBlocked(
  { status }: Pick<Standing, "status">,
  lines: readonly Sent[],
): string | undefined {
  const refusal = beingCarriedOut(status);
  if (refusal !== undefined) return refusal;
  return lines.some((line) => line.shipped > 0) ? "a part of it has been sent" : undefined;
}

/** Why no units of the order can be put into a fulfillment; undefined when some can. */
function fulfillBlocked(
  order: Standing,
  lines: readonly Pick<OrderLineJson, "fulfilled" | "quantity">[],
  payments: readonly OrderPaymentJson[],
): string | undefined {
  const refusal = beingCarriedOut(order.status) ?? sendingBlocked(order);
  if (refusal !== undefined) return refusal;
  if (outstandingOf(payments) > 0) return "an edit made it cost more, and the difference has not been paid";
  if (order.total > 0 && keptOf(payments) <= 0) return "all of its money went back";
  return lines.every((line) => line.fulfilled === line.quantity) ? "all of it is in fulfillments" : undefined;
}

/** Why none of the order's money can be given back; undefined when some can. */
function refundBlocked(payments: readonly OrderPaymentJson[]): string | undefined {
  return payments.some((payment) => refundableOf(payment) > 0)
    ? undefined
    : "there is no money of it to give back";
}

function beingCarriedOut(status: OrderStatus): string | undefined {
  return status === "confirmed" || status === "processing"
    ? undefined
    : `needs confirmed or processing, is ${status}`;
}

/** What the customer can do with the order; steps that only the system takes are left out, here and below. */
const CUSTOMER_ACTIONS: readonly OrderAction[] = ["retry_payment", "cancel"];
const STAFF_ACTIONS: readonly OrderAction[] = [
  "retry_payment",
  "cancel",
  "process",
  "ship",
  "deliver",
  "complete",
];

/** What this reader can do with the order now, and why not the rest. `edit`, `fulfill` and `refund` are no steps of its machine. */
export function orderTransitionsView(
  order: Standing,
  lines: readonly OrderLineJson[],
  payments: readonly OrderPaymentJson[],
  isStaff: boolean,
): OfferedTransition[] {
  const steps = offeredTransitions<OrderStatus, OrderAction>(
    ORDER_TRANSITIONS,
    order.status,
    isStaff ? STAFF_ACTIONS : CUSTOMER_ACTIONS,
    {
      cancel: () => cancelBlocked(lines) ?? (isStaff ? undefined : customerCancelBlocked(order)),
      process: () => sendingBlocked(order),
      ship: () =>
        sendingBlocked(order) ??
        (lines.every((line) => line.shipped === line.quantity) ? undefined : "not all of it has been sent"),
      deliver: () =>
        lines.every((line) => line.delivered === line.quantity) ? undefined : "not all of it has arrived",
    },
  );
  if (!isStaff) return steps;
  return [
    ...steps,
    offered("edit", editBlocked(order, lines)),
    offered("fulfill", fulfillBlocked(order, lines, payments)),
    offered("refund", refundBlocked(payments)),
  ];
}

function offered(action: string, reason: string | undefined): OfferedTransition {
  return reason === undefined ? { action, allowed: true } : { action, allowed: false, reason };
}
