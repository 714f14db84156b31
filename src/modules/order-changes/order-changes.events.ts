import { z } from "zod";
import { defineEvent } from "../../platform/events.ts";

/** A step of an order by its place in the timeline. `notify`: whether the customer is to hear of it by mail. */
const orderChange = z.object({ order_id: z.string(), seq: z.int(), notify: z.boolean() });

export const orderCancelled = defineEvent(
  "order.cancelled",
  orderChange,
  "An order was cancelled as a whole: its stock was given back, its money is going back.",
);
export const unitsCancelled = defineEvent(
  "order.units_cancelled",
  orderChange,
  "Units were taken out of an order, the rest goes on.",
);
export const orderEdited = defineEvent(
  "order.edited",
  orderChange,
  "Staff changed what an order consists of, where it goes or how.",
);
export const paymentLinkRequested = defineEvent(
  "order.payment_link_requested",
  z.object({ order_id: z.string() }),
  "The customer is to be mailed the link to pay once more.",
);
