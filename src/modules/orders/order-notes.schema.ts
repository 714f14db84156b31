import { z } from "@hono/zod-openapi";
import { NOTE_VISIBILITIES } from "./orders.table.ts";

/** No control characters but tabs and line breaks, and no marks that turn the direction of writing. */
const READABLE = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]*$/;

const visibilitySchema = z.enum(NOTE_VISIBILITIES).openapi({
  description: "`internal`: for staff alone. `customer`: the customer reads it, too, and gets it by mail.",
});

export const addNoteBody = z
  .strictObject({
    body: z
      .string()
      .trim()
      .min(1)
      .max(5_000)
      .regex(READABLE, "must not contain control characters other than tabs and line breaks"),
    visibility: visibilitySchema,
  })
  .openapi("AddOrderNote");

export const orderNoteSchema = z
  .object({
    id: z.uuid(),
    order_id: z.uuid(),
    visibility: visibilitySchema,
    body: z.string(),
    author: z
      .object({ kind: z.string(), id: z.string().optional() })
      .optional()
      .openapi({ description: "Who wrote it; for staff." }),
    created_at: z.iso.datetime(),
  })
  .openapi("OrderNote");

export const noteParams = z.object({ id: z.uuid(), note_id: z.uuid() });
