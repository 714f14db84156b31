import { z } from "@hono/zod-openapi";

export const stockSchema = z
  .object({
    variant_id: z.uuid(),
    sku: z.string(),
    levels: z.array(
      z.object({ location_id: z.uuid(), on_hand: z.int(), reserved: z.int(), available: z.int() }),
    ),
    on_hand: z.int(),
    reserved: z
      .int()
      .openapi({ description: "Held by orders that are not yet paid or not yet booked as sold." }),
    available: z.int(),
    version: z.int(),
  })
  .openapi("Stock");

export type Stock = z.output<typeof stockSchema>;

export const adjustmentBody = z
  .strictObject({
    variant_id: z.uuid().optional(),
    sku: z.string().min(1).max(255).optional(),
    location_id: z.uuid().optional().openapi({ description: "Default: the main location." }),
    delta: z
      .int()
      .min(-1_000_000)
      .max(1_000_000)
      .refine((delta) => delta !== 0, "must not be 0"),
    reason: z.string().trim().min(1).max(500),
  })
  .refine((body) => (body.variant_id === undefined) !== (body.sku === undefined), {
    path: ["variant_id"],
    message: "give either variant_id or sku",
  })
  .openapi("StockAdjustment");

export type StockAdjustment = z.output<typeof adjustmentBody>;
