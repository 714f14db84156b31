import type { DomainError } from "../../platform/errors.ts";
import { money } from "../../platform/money.ts";
import {
  holdOf,
  keptOf,
  type OrderPaymentJson,
  type OrderRow,
  outstandingOf,
  sendingBlocked,
} from "../orders/index.ts";
import { notFulfillable, onHold, unpaid } from "./fulfillment.errors.ts";

/** What of a payment decides whether anything of its order may be sent. */
export type SendingPayment = Pick<
  OrderPaymentJson,
  "status" | "amount" | "captured" | "authorized" | "refunded" | "refunding" | "disputed"
>;

/** What decides whether anything of an order may be sent. */
export interface Sending
  extends
    Pick<OrderRow, "status" | "hold" | "currency" | "total">,
    Partial<Pick<OrderRow, "credit_disputed">> {
  payments: readonly SendingPayment[];
}

const NOT_TO_BE_SENT: readonly OrderRow["status"][] = [
  "pending_payment",
  "payment_failed",
  "expired",
  "cancelled",
];

/** Why nothing of the order may be put together and sent now; undefined when it may. Pure. */
export function sendingRefused(order: Sending): DomainError | undefined {
  const { status, currency } = order;
  if (NOT_TO_BE_SENT.includes(status)) {
    return notFulfillable(`The order is ${status.replace("_", " ")}.`, { facts: { order_status: status } });
  }
  const blocked = sendingBlocked(order);
  if (blocked !== undefined) {
    return onHold(`The order is on hold: ${blocked}.`, { facts: { hold: holdOf(order) } });
  }
  const outstanding = outstandingOf(order.payments);
  if (outstanding > 0) {
    return unpaid("An edit made the order cost more, and the difference has not been paid.", {
      facts: { outstanding: money(outstanding, currency) },
    });
  }
  if (order.total === 0 || keptOf(order.payments) > 0) return undefined;
  return unpaid("All of the order's money went back: cancel what is not to be sent.", {
    facts: { outstanding: money(0, currency) },
  });
}
