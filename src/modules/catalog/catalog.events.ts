import { z } from "zod";
import { defineEvent } from "../../platform/events.ts";

export const productChanged = defineEvent(
  "product.changed",
  z.object({ product_ids: z.array(z.string()).min(1) }),
  "These products were created or changed in any way that shoppers can see.",
);

export const categoryChanged = defineEvent(
  "category.changed",
  z.object({ category_id: z.string(), after: z.string().optional() }),
  "A category was created, changed, moved or deleted: what is listed of it, and of the products below it, is out of date. `after` is the product to go on from.",
);
