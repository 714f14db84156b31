import type { Schema } from "../api.ts";

type Order = Schema<"Order">;

interface Words {
  title: string;
  text: string;
}

/** What the order's state means to who has placed it. */
export function orderWords(order: Order): Words {
  if (order.payments.some(({ status }) => status === "processing") && isOpen(order)) {
    return {
      title: "Your payment is being processed",
      text: "Your bank is still working on it. This page tells you when it is done.",
    };
  }
  if (order.on_hold !== undefined) {
    return {
      title: "Your order is on hold",
      text: "There is a question about its payment. The shop will get in touch with you.",
    };
  }
  return {
    ...WORDS[order.status],
    ...(order.outstanding.amount > 0 && order.status === "confirmed" ? DIFFERENCE : {}),
  };
}

/** Whether the order still waits for its first payment. */
export function isOpen({ status }: Pick<Order, "status">): boolean {
  return status === "pending_payment" || status === "payment_failed";
}

const WORDS: Record<Order["status"], Words> = {
  pending_payment: {
    title: "Waiting for your payment",
    text: "Everything is reserved for you until you pay.",
  },
  payment_failed: {
    title: "Your payment did not go through",
    text: "Everything is still reserved for you. Try again, or use another method.",
  },
  expired: {
    title: "This order was not paid in time",
    text: "Nothing was charged. You are welcome to order again.",
  },
  confirmed: {
    title: "Thank you for your order",
    text: "It is paid and confirmed. We will tell you when it is on its way.",
  },
  processing: { title: "We are preparing your order", text: "We will tell you when it is on its way." },
  shipped: {
    title: "Your order is on its way",
    text: "Follow it with the tracking link, where the carrier gives one.",
  },
  delivered: { title: "Your order was delivered", text: "We hope that you like it." },
  completed: { title: "Your order is complete", text: "Thank you. We hope to see you again." },
  cancelled: { title: "This order was cancelled", text: "What you have paid goes back to you." },
};

const DIFFERENCE: Words = {
  title: "A part of your order is to be paid",
  text: "The shop has changed your order, and it costs more now. It is sent when the difference is paid.",
};

/** The same in a word or two, for lists. */
export const STATUS_WORDS: Record<Order["status"], string> = {
  pending_payment: "Waiting for payment",
  payment_failed: "Payment did not go through",
  expired: "Not paid in time",
  confirmed: "Confirmed",
  processing: "Being prepared",
  shipped: "On its way",
  delivered: "Delivered",
  completed: "Completed",
  cancelled: "Cancelled",
};

/** The state of a payment. */
export function paymentWords(payment: Order["payments"][number]): string {
  if (payment.purpose === "credit") return "Paid with what you sent back";
  if (payment.refunded.amount > 0)
    return payment.refunded.amount >= payment.captured.amount ? "Refunded" : "Partly refunded";
  return PAYMENT_WORDS[payment.status] ?? "Waiting for payment";
}

const PAYMENT_WORDS: Record<string, string> = {
  succeeded: "Paid",
  processing: "Being processed by your bank",
  requires_capture: "Authorised",
  canceled: "Cancelled",
  requires_action: "Waiting for your confirmation",
  requires_payment_method: "Not paid",
};

/** The state of a return. */
export const RETURN_WORDS: Record<Schema<"Return">["status"], string> = {
  requested: "Asked for",
  approved: "Approved: please send it back",
  rejected: "Not accepted",
  received: "Arrived at the shop",
  refunded: "Refunded",
  cancelled: "Called off",
};

/** The state of a fulfillment. */
export const FULFILLMENT_WORDS: Record<Schema<"Fulfillment">["status"], string> = {
  created: "Being prepared",
  shipped: "On its way",
  delivered: "Delivered",
  cancelled: "Cancelled",
};

/** What happened, for the timeline; undefined for what customers need not read. */
export function eventWords({ type, data }: Schema<"OrderEvent">): string | undefined {
  if (type === "order.note_added")
    return typeof data["body"] === "string" ? `Note: ${data["body"]}` : undefined;
  if (type === "mail.sent")
    return typeof data["subject"] === "string" ? `Mail sent: ${data["subject"]}` : "Mail sent";
  return EVENTS[type];
}

const EVENTS: Record<string, string> = {
  "order.place": "Order placed",
  "order.settle": "Order confirmed",
  "order.settle_late": "Order confirmed",
  "order.expire": "Order expired",
  "order.process": "Order is being prepared",
  "order.ship": "Order sent",
  "order.deliver": "Order delivered",
  "order.complete": "Order completed",
  "order.cancel": "Order cancelled",
  "order.edited": "Order changed by the shop",
  "order.units_cancelled": "Part of the order cancelled",
  "order.difference_requested": "Difference to be paid",
  "order.fulfillment_shipped": "Parcel sent",
  "order.fulfillment_delivered": "Parcel delivered",
  "order.return_requested": "Return asked for",
  "order.return_approved": "Return approved",
  "order.return_rejected": "Return not accepted",
  "order.return_cancelled": "Return called off",
  "order.return_received": "Return arrived",
  "order.return_refunded": "Return refunded",
  "order.exchange_placed": "Exchange placed",
  "order.held": "Order put on hold",
  "order.hold_released": "Order goes on",
  "payment.authorized": "Payment authorised",
  "payment.captured": "Payment received",
  "payment.failed": "Payment declined",
  "payment.voided": "Authorised amount released",
  "payment.refunded": "Money sent back",
  "payment.refund_failed": "Money could not be sent back",
  "payment.disputed": "Payment disputed",
  "payment.dispute_reinstated": "Dispute ended",
  "refund.requested": "Refund started",
};
