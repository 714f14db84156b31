import { z } from "@hono/zod-openapi";
import { plainText } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery } from "../../platform/pagination.ts";
import { MOVEMENT_KINDS } from "./inventory.table.ts";

const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());

export const movementSchema = z
  .object({
    id: z.uuid(),
    variant_id: z.uuid(),
    sku: z.string(),
    location_id: z.uuid(),
    delta: z.int(),
    balance: z.int().nullable().openapi({
      description: "What was on hand at the location after it; null for movements of the first releases.",
    }),
    kind: z.enum(MOVEMENT_KINDS),
    reason: z.string().nullable(),
    reference: z.string().nullable().openapi({
      description: "What belongs together: both movements of a transfer, all of a receipt.",
    }),
    order_id: z.uuid().nullable(),
    actor: z.object({ kind: z.string(), id: z.string().nullable() }),
    created_at: z.iso.datetime(),
  })
  .openapi("StockMovement");

export const movementQuery = z.object({
  limit: limitQuery,
  cursor: cursorQuery,
  sort: z.enum(["-created_at", "created_at"]).default("-created_at"),
  variant_id: z.uuid().optional(),
  location_id: z.uuid().optional(),
  kind: z.enum(MOVEMENT_KINDS).optional(),
  order_id: z.uuid().optional(),
  reference: plainText(100).min(1).optional(),
  from: time.optional().openapi({ description: "Not before this time." }),
  to: time.optional().openapi({ description: "Before this time." }),
});

export const reservationSchema = z
  .object({
    id: z.uuid(),
    order_id: z.uuid(),
    order_number: z.string().nullable(),
    order_status: z.string().nullable(),
    order_line_id: z.uuid(),
    variant_id: z.uuid(),
    sku: z.string(),
    location_id: z.uuid(),
    quantity: z.int(),
    created_at: z.iso.datetime(),
    expires_at: z.iso
      .datetime()
      .nullable()
      .openapi({ description: "When the order's hold ends, as long as it is unpaid." }),
  })
  .openapi("StockReservation");

export const reservationQuery = z.object({
  limit: limitQuery,
  cursor: cursorQuery,
  variant_id: z.uuid().optional(),
  location_id: z.uuid().optional(),
  order_id: z.uuid().optional(),
});
