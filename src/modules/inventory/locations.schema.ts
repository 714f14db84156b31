import { z } from "@hono/zod-openapi";
import { plainText } from "../../platform/http/schemas.ts";

export const locationSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    priority: z.int().openapi({ description: "Orders take from the lowest number first." }),
    active: z.boolean().openapi({
      description: "A closed location gives nothing to new orders; what orders hold there stays held.",
    }),
    is_main: z.boolean().openapi({
      description: "Imported stock and back-orders belong to the main location. It is always active.",
    }),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    version: z.int(),
  })
  .openapi("Location");

export type Location = z.output<typeof locationSchema>;

const name = plainText(100).min(1);
const priority = z.int().min(0).max(1_000_000);

export const locationBody = z
  .strictObject({ name, priority: priority.default(0), active: z.boolean().default(true) })
  .openapi("NewLocation");

export type LocationBody = z.output<typeof locationBody>;

export const locationPatch = z
  .strictObject({ name: name.optional(), priority: priority.optional(), active: z.boolean().optional() })
  .openapi("LocationPatch");

export type LocationPatch = z.output<typeof locationPatch>;
