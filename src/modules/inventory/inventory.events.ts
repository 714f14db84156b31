import { z } from "zod";
import { defineEvent } from "../../platform/events.ts";

/** The on-hand or reserved quantity of these variants changed. */
export const stockChanged = defineEvent(
  "inventory.stock_changed",
  z.object({ variant_ids: z.array(z.string()).min(1) }),
);
