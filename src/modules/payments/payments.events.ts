import { z } from "zod";
import { defineEvent } from "../../platform/events.ts";

/** Stripe told of something that concerns a PaymentIntent. Says "look again", not what to believe. */
export const intentChanged = defineEvent(
  "payment.intent_changed",
  z.object({ intent_id: z.string(), stripe_event_id: z.string() }),
);

/** A refund was decided on and its money set aside; Stripe is to be asked for it. */
export const refundRequested = defineEvent(
  "payment.refund_requested",
  z.object({ refund_id: z.string(), order_id: z.string() }),
);
