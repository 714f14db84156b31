import { z } from "zod";
import { defineEvent } from "../../platform/events.ts";

/** One event names at most 100 orders; doing it twice must do no harm. */
export const customerErased = defineEvent(
  "customer.erased",
  z.object({ customer_id: z.string(), order_ids: z.array(z.string()) }),
  "A person was erased, or orders of theirs were closed after that: whoever keeps something about them forgets whom it was about.",
);

export const customerAskedForNews = defineEvent(
  "customer.asked_for_news",
  z.object({ customer_id: z.string() }),
  "A customer turned news on: what they had unsubscribed from counts no more.",
);
