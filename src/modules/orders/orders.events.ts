import { z } from "zod";
import { defineEvent } from "../../platform/events.ts";

const orderRef = z.object({ order_id: z.string() });

export const orderPlaced = defineEvent(
  "order.placed",
  orderRef.extend({ cart_id: z.string(), cart_generation: z.int() }),
  "An order was placed: its stock is held, its payment is open.",
);
export const orderPaid = defineEvent(
  "order.paid",
  orderRef,
  "The order is paid in full (or was free) and will be carried out.",
);
export const orderExpired = defineEvent(
  "order.expired",
  orderRef,
  "The hold ended without payment; the stock was given back.",
);
export const orderPaidTooLate = defineEvent(
  "order.paid_too_late",
  orderRef,
  "Money arrived for an order that could not be carried out any more; it is being refunded.",
);
export const latePaymentRefunded = defineEvent(
  "order.late_payment_refunded",
  orderRef,
  "Money that had come too late was given back.",
);
export const orderNoteAdded = defineEvent(
  "order.note_added",
  orderRef.extend({ note_id: z.string() }),
  "Staff wrote to the customer.",
);
