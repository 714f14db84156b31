import { z } from "@hono/zod-openapi";
import { isoTime } from "../../platform/clock.ts";
import { emailSchema, plainText } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery } from "../../platform/pagination.ts";
import { FULFILLMENT_STATUSES, PAYMENT_STATUSES } from "./order-statuses.ts";
import { tagSchema } from "./order-tags.schema.ts";
import { ORDER_STATUSES } from "./orders.machine.ts";
import { ORDER_SOURCES } from "./orders.table.ts";

const time = (description: string) =>
  z.iso
    .datetime({ offset: true })
    .transform((text) => isoTime(new Date(text)))
    .optional()
    .openapi({ type: "string", format: "date-time", description, example: "2026-11-01T00:00:00Z" });

/** What everybody may ask of the own orders. */
export const ownListQuery = z.object({
  limit: limitQuery,
  cursor: cursorQuery,
  sort: z.enum(["-created_at", "created_at"]).default("-created_at"),
  status: z.enum(ORDER_STATUSES).optional(),
  payment_status: z.enum(PAYMENT_STATUSES).optional(),
  fulfillment_status: z.enum(FULFILLMENT_STATUSES).optional(),
  number: z.string().trim().max(40).optional().openapi({ example: "7K3FQ-9M2TX" }),
  sku: z
    .string()
    .trim()
    .min(1)
    .max(255)
    .optional()
    .openapi({ description: "Orders that have a line of it." }),
  placed_from: time("Placed at this time or later."),
  placed_to: time("Placed before this time."),
});

/** What staff may ask of all of them. */
export const listQuery = ownListQuery.extend({
  q: plainText(200).min(1).optional().openapi({ description: "See above.", example: "7k3fq" }),
  email: emailSchema.optional(),
  customer_id: z.uuid().optional(),
  tag: tagSchema.optional().openapi({ description: "For staff." }),
  source: z.enum(ORDER_SOURCES).optional(),
  on_hold: z
    .enum(["true", "false"])
    .transform((text) => text === "true")
    .optional()
    .openapi({ type: "string", enum: ["true", "false"] }),
});

/** So many orders a file has at most: some megabytes, read in a few dozen portions. */
const EXPORTED = 10_000;

export const exportQuery = listQuery.extend({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(EXPORTED)
    .default(EXPORTED)
    .openapi({
      description: `How many orders the file holds at most (1 to ${EXPORTED}). The Link header tells where the next one goes on.`,
    }),
  format: z.enum(["csv"]).default("csv"),
});
