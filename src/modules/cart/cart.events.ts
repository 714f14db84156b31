import { z } from "zod";
import { defineEvent } from "../../platform/events.ts";

/** A cart that holds something was left alone for CART_ABANDONED_HOURS. Once for each filling. */
export const cartAbandoned = defineEvent(
  "cart.abandoned",
  z.object({ cart_id: z.string(), cart_generation: z.int() }),
);
