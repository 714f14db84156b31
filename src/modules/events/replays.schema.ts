import { z } from "@hono/zod-openapi";
import { cursorQuery, limitQuery } from "../../platform/pagination.ts";
import { timeSchema } from "./dead-letters.schema.ts";

export const replaysQuery = z.object({ limit: limitQuery, cursor: cursorQuery });

export const replayBody = z
  .strictObject({
    subscriber: z.string().min(1).max(100).openapi({ example: "search.project-products" }),
    from: timeSchema.openapi({ description: "Events that occurred at this time or later." }),
    to: timeSchema.optional().openapi({ description: "… and before this time. Default: now." }),
    again: z.boolean().default(false).openapi({
      description: "Also those that it has processed. Only for subscribers that are repeatable.",
    }),
  })
  .openapi("CreateEventReplay");

export const replaySchema = z
  .object({
    id: z.uuid(),
    subscriber: z.string(),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    again: z.boolean(),
    status: z.enum(["running", "done"]),
    total: z.int().openapi({ description: "Events of the range when it was asked for." }),
    done: z
      .int()
      .openapi({ description: "Those that the subscriber is through with, dead letters included." }),
    skipped: z.int().openapi({ description: "Those of them that it had processed before." }),
    created_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable(),
  })
  .openapi("EventReplay");

export const backlogSchema = z
  .object({
    undelivered: z.int().openapi({ description: "Events that the queue has not delivered yet." }),
    oldest_undelivered_seconds: z.int(),
    retrying: z
      .int()
      .openapi({ description: "Deliveries to single subscribers that failed and are tried again." }),
    oldest_retry_seconds: z.int(),
    replaying: z.int().openapi({ description: "Events of the past that wait for their subscriber." }),
    dead_letters_open: z.int(),
    queue: z
      .object({ messages: z.int(), bytes: z.int() })
      .optional()
      .openapi({ description: "What the queue says of itself, where it does." }),
  })
  .openapi("EventBacklog");

export const eventTypeSchema = z
  .object({
    type: z.string(),
    version: z.int(),
    description: z.string(),
    subscribers: z.array(z.object({ name: z.string(), repeatable: z.boolean() })),
  })
  .openapi("EventType");

export type EventBacklog = z.output<typeof backlogSchema>;
export type ReplayBody = z.output<typeof replaySchema>;
export type CreateReplay = z.output<typeof replayBody>;
