import { z } from "zod";
import { defineEvent } from "../../platform/events.ts";

const orderRef = z.object({ order_id: z.string() });

/** An order was placed: its stock is held, its payment is open. */
export const orderPlaced = defineEvent(
  "order.placed",
  orderRef.extend({ cart_id: z.string(), cart_generation: z.int() }),
);
/** The order is paid in full (or was free) and will be carried out. */
export const orderPaid = defineEvent("order.paid", orderRef);
/** The hold ended without payment; the stock was given back. */
export const orderExpired = defineEvent("order.expired", orderRef);
/** Money arrived for an order that could not be carried out any more; it is being refunded. */
export const orderPaidTooLate = defineEvent("order.paid_too_late", orderRef);
/** Money that had come too late was given back. */
export const latePaymentRefunded = defineEvent("order.late_payment_refunded", orderRef);
/** Staff wrote to the customer. */
export const orderNoteAdded = defineEvent("order.note_added", orderRef.extend({ note_id: z.string() }));
