import { z } from "zod";
import { defineEvent } from "../../platform/events.ts";

const orderRef = z.object({ order_id: z.string() });

/** What subscribers would otherwise read an order for. Events of the release before this one have none. */
const orderFacts = z.object({ currency: z.string(), total: z.int(), source: z.string() });

/** The facts of an order's row. */
export function factsOf({ currency, total, source }: z.infer<typeof orderFacts>): z.infer<typeof orderFacts> {
  return { currency, total, source };
}

export const orderPlaced = defineEvent(
  "order.placed",
  orderRef.extend({ cart_id: z.string(), cart_generation: z.int(), order: orderFacts.optional() }),
  "An order was placed: its stock is held, its payment is open.",
);
export const orderPaid = defineEvent(
  "order.paid",
  orderRef.extend({ order: orderFacts.optional() }),
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
