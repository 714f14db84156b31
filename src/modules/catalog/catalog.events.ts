import { z } from "zod";
import { defineEvent } from "../../platform/events.ts";

/** These products were created or changed in any way that shoppers can see. */
export const productChanged = defineEvent(
  "product.changed",
  z.object({ product_ids: z.array(z.string()).min(1) }),
);
