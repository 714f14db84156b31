import { z } from "zod";
import { defineEvent } from "../../platform/events.ts";

export const stockChanged = defineEvent(
  "inventory.stock_changed",
  z.object({ variant_ids: z.array(z.string()).min(1) }),
  "What can be sold of these variants changed.",
);

export const lowStock = defineEvent(
  "inventory.low_stock",
  z.object({ variant_id: z.string() }),
  "What is available of a variant fell below its threshold. Once for each time that it does.",
);

export const locationSwitched = defineEvent(
  "inventory.location_switched",
  z.object({ location_id: z.string(), after: z.string().optional() }),
  "A location was opened or closed, so all that lies there can be sold or cannot. `after` is the variant to go on from.",
);
