import { z } from "zod";
import { defineEvent } from "../../platform/events.ts";

const fulfillmentRef = z.object({ order_id: z.string(), fulfillment_id: z.string() });

export const fulfillmentCreated = defineEvent(
  "order.fulfillment_created",
  fulfillmentRef,
  "Units of an order were put together to be sent.",
);
export const fulfillmentShipped = defineEvent(
  "order.fulfillment_shipped",
  fulfillmentRef,
  "They have been handed to the carrier.",
);
export const fulfillmentDelivered = defineEvent(
  "order.fulfillment_delivered",
  fulfillmentRef,
  "They have arrived.",
);
export const fulfillmentCancelled = defineEvent(
  "order.fulfillment_cancelled",
  fulfillmentRef,
  "They will not be sent like this: they are to be fulfilled again.",
);
