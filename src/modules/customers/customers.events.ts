import { z } from "zod";
import { defineEvent } from "../../platform/events.ts";

/**
 * A person was erased, or orders of somebody erased before were closed and lost their personal data, too. Whoever keeps something about
 * the customer or these orders forgets whom it was about. One event names at most 100 orders; doing it twice must do no harm.
 */
export const customerErased = defineEvent(
  "customer.erased",
  z.object({ customer_id: z.string(), order_ids: z.array(z.string()) }),
);
