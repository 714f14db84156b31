import { z } from "@hono/zod-openapi";
import { cartSchema } from "../cart/index.ts";

export const reorderedSchema = z
  .object({
    cart: cartSchema,
    skipped: z.array(
      z.object({ sku: z.string(), reason: z.enum(["unavailable", "limit_reached", "other_currency"]) }),
    ),
  })
  .openapi("Reordered");
