import { z } from "zod";
import { defineEvent } from "../../platform/events.ts";

export const draftSent = defineEvent(
  "draft_order.sent",
  z.object({ draft_id: z.string(), order_id: z.string(), notify: z.boolean() }),
  "A draft was placed as an order. `notify`: whether the customer is to be mailed the link to pay it.",
);
