import { z } from "@hono/zod-openapi";
import { cursorQuery, limitQuery } from "../../platform/pagination.ts";

const statusSchema = z.enum(["open", "replayed", "discarded"]);
const typeField = z.string().min(1).max(100).openapi({ example: "order.paid" });
const subscriberField = z.string().min(1).max(100).openapi({ example: "notifications.order-confirmation" });

export const timeSchema = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString())
  .openapi({ example: "2026-11-02T09:30:00.000Z" });

export const deadLettersQuery = z.object({
  limit: limitQuery,
  cursor: cursorQuery,
  status: statusSchema.default("open"),
  type: typeField.optional(),
  subscriber: subscriberField.optional(),
});

export const deadLetterSchema = z
  .object({
    id: z.uuid(),
    event_id: z.string(),
    type: typeField,
    subscriber: subscriberField.openapi({
      description: "Whom the event did not get to. `*` (from former releases): all subscribers of the type.",
    }),
    status: statusSchema,
    error: z.string().nullable().openapi({ description: "Of the last try, masked." }),
    attempts: z.int().openapi({ description: "All tries." }),
    deaths: z
      .int()
      .openapi({ description: "How often it was given up: more than once when replays failed, too." }),
    first_failed_at: z.iso.datetime(),
    last_failed_at: z.iso.datetime(),
    closed_at: z.iso.datetime().nullable().openapi({ description: "When it was replayed or discarded." }),
    reason: z.string().nullable().openapi({ description: "Why it was discarded." }),
    allowed_transitions: z.array(z.enum(["replay", "discard"])),
    event: z.object({
      id: z.string(),
      type: z.string(),
      version: z.int(),
      occurred_at: z.iso.datetime(),
      payload: z.unknown(),
    }),
  })
  .openapi("DeadLetter");

export const replayManyBody = z
  .strictObject({
    ids: z.array(z.uuid()).min(1).max(500).optional(),
    type: typeField.optional(),
    subscriber: subscriberField.optional(),
    before: timeSchema.optional().openapi({ description: "Those that failed last before this time." }),
  })
  .refine((body) => Object.values(body).some((value) => value !== undefined), "must name what to replay")
  .openapi("ReplayDeadLetters");

export const replayedSchema = z
  .object({
    replayed: z.int(),
    has_more: z.boolean().openapi({ description: "More are open that match: repeat the request." }),
  })
  .openapi("ReplayedDeadLetters");

export const discardBody = z
  .strictObject({ reason: z.string().trim().min(1).max(1_000) })
  .openapi("DiscardDeadLetter");

export type DeadLetterBody = z.output<typeof deadLetterSchema>;
