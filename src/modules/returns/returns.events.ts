import { z } from "zod";
import { defineEvent } from "../../platform/events.ts";

const returnRef = z.object({ order_id: z.string(), return_id: z.string() });

export const returnRequested = defineEvent(
  "order.return_requested",
  returnRef,
  "Units of an order are to come back, if the shop agrees.",
);
export const returnApproved = defineEvent(
  "order.return_approved",
  returnRef,
  "The shop agreed: the units may be sent.",
);
export const returnRejected = defineEvent("order.return_rejected", returnRef, "The shop did not agree.");
export const returnCancelled = defineEvent(
  "order.return_cancelled",
  returnRef,
  "It was called off before the units came.",
);
export const returnReceived = defineEvent(
  "order.return_received",
  returnRef,
  "All units of it that will come have come.",
);
export const returnExchanged = defineEvent(
  "order.return_exchanged",
  returnRef.extend({ exchange_order_id: z.string() }),
  "What came back was exchanged: another order was placed, which it pays for as far as it goes.",
);
export const returnRefunded = defineEvent(
  "order.return_refunded",
  returnRef,
  "What came back is being paid back; the refunds tell how that goes.",
);
