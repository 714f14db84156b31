import { z } from "zod";
import { defineEvent } from "../../platform/events.ts";

export const cartAbandoned = defineEvent(
  "cart.abandoned",
  z.object({ cart_id: z.string(), cart_generation: z.int() }),
  "A cart that holds something was left alone for CART_ABANDONED_HOURS. Once for each filling.",
);

export const cartStarted = defineEvent(
  "cart.started",
  z.object({
    carts: z.array(z.object({ cart_id: z.string(), generation: z.int(), started_at: z.string() })),
  }),
  "Fillings of carts were begun. Straight from the cart to the queue, so it may get lost; the same one may be told twice.",
);
