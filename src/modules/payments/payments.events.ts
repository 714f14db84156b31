import { z } from "zod";
import { defineEvent } from "../../platform/events.ts";

export const intentChanged = defineEvent(
  "payment.intent_changed",
  z.object({ intent_id: z.string(), stripe_event_id: z.string(), about: z.string().optional() }),
  'Stripe told of something that concerns a PaymentIntent. Says "look again", not what to believe. `about`: the event\'s type.',
);

const refundRef = z.object({ refund_id: z.string(), payment_id: z.string(), order_id: z.string() });

export const refundRequested = defineEvent(
  "payment.refund_requested",
  z.object({ refund_id: z.string(), order_id: z.string() }),
  "A refund was decided on and its money set aside; Stripe is to be asked for it.",
);
export const refundMade = defineEvent(
  "payment.refunded",
  refundRef,
  "Stripe has made a refund: the money is on its way to the customer.",
);
export const refundFailed = defineEvent(
  "payment.refund_failed",
  refundRef,
  "A refund will not be made, or the bank sent its money back.",
);
export const disputeOpened = defineEvent(
  "payment.disputed",
  z.object({ dispute_id: z.string(), payment_id: z.string(), order_id: z.string() }),
  "The customer's bank disputes a payment, or asks about it.",
);
export const authorizationLapsed = defineEvent(
  "payment.authorization_lapsed",
  z.object({ payment_id: z.string(), order_id: z.string() }),
  "What was only authorised cannot be captured any more, and its order is not done.",
);
