import { z } from "@hono/zod-openapi";
import { plainText } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery } from "../../platform/pagination.ts";
import { matchesType, PUBLIC_EVENTS } from "./public-events.ts";
import { DELIVERY_STATUSES, DISABLED_REASONS, ENDPOINT_STATUSES } from "./webhooks.table.ts";

const time = z.iso.datetime();
const MOST_FILTERS = 50;
const WEEK_HOURS = 7 * 24;

const filter = z
  .string()
  .max(100)
  .refine(
    (text) => PUBLIC_EVENTS.some(({ type }) => matchesType(text, type)),
    "must be an event type of GET /api/v1/webhooks/event-types, the beginning of one as in order.*, or *",
  );

const eventTypes = z
  .array(filter)
  .min(1)
  .max(MOST_FILTERS)
  .openapi({ description: "Which events to send: their types, `order.*` or `*`.", example: ["order.*"] });

const url = z.string().trim().max(2_048).openapi({
  description:
    "Where to send them: https, port 443 or 8443, a public host. Its name is looked up now and before each attempt.",
  example: "https://erp.example.com/hooks/shop",
});

const description = plainText(200);
const status = z.enum(ENDPOINT_STATUSES);

export const endpointBody = z
  .strictObject({
    url,
    description: description.default(""),
    event_types: eventTypes,
    status: status.default("enabled"),
  })
  .openapi("WebhookEndpointInput");

export const endpointPatch = z
  .strictObject({ url, description, event_types: eventTypes, status })
  .partial()
  .openapi("WebhookEndpointPatch");

export const endpointSchema = z
  .object({
    id: z.uuid(),
    url: z.string(),
    description: z.string(),
    event_types: z.array(z.string()),
    status,
    disabled_reason: z.enum(DISABLED_REASONS).optional().openapi({
      description: "`gone`: it answered 410. `failing`: it has not answered well for 5 days.",
    }),
    disabled_at: time.optional(),
    failing_since: time.optional().openapi({ description: "No attempt has succeeded since." }),
    old_secret_valid_until: time.optional().openapi({
      description: "Until then messages are signed with the secret before the present one, too.",
    }),
    created_at: time,
    updated_at: time,
    version: z.int(),
  })
  .openapi("WebhookEndpoint");

export const endpointWithSecretSchema = endpointSchema
  .extend({
    secret: z.string().openapi({
      description: "Verifies the signatures (standardwebhooks.com). Shown this once.",
      example: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=",
    }),
  })
  .openapi("WebhookEndpointWithSecret");

export const rotateBody = z
  .strictObject({
    overlap_hours: z.int().min(0).max(WEEK_HOURS).default(24).openapi({
      description: "How long the old secret signs beside the new one. 0: not at all.",
    }),
  })
  .openapi("RotateWebhookSecret");

const attemptFields = {
  response_status: z.int().nullable().openapi({ description: "Null when there was no answer." }),
  duration_ms: z.int().nullable(),
  error: z.string().nullable(),
  response: z
    .string()
    .nullable()
    .openapi({ description: "The first 1024 characters of the answer, addresses and secrets masked." }),
};

export const testResultSchema = z
  .object({ succeeded: z.boolean(), message_id: z.uuid(), ...attemptFields })
  .openapi("WebhookTestResult");

export const deliverySchema = z
  .object({
    id: z.uuid(),
    endpoint_id: z.uuid(),
    message_id: z.uuid().openapi({ description: "The header webhook-id: the same with each attempt." }),
    type: z.string(),
    status: z.enum(DELIVERY_STATUSES).openapi({
      description: "`failed`: ten tries, over three days. It can be replayed.",
    }),
    attempts: z.int(),
    next_attempt_at: time.optional(),
    response_status: z.int().nullable(),
    error: z.string().nullable(),
    created_at: time,
    finished_at: time.optional(),
  })
  .openapi("WebhookDelivery");

export const attemptSchema = z
  .object({ number: z.int(), at: time, ...attemptFields })
  .openapi("WebhookAttempt");

export const messageSchema = z
  .object({
    id: z.uuid().openapi({ description: "The header webhook-id." }),
    type: z.string(),
    body: z.string().nullable().openapi({
      description: "The text that is sent. Null once the person that it tells of was erased.",
    }),
  })
  .openapi("WebhookMessage");

export const attemptsQuery = z.object({ limit: limitQuery, cursor: cursorQuery });

export const deliveriesQuery = z.object({
  limit: limitQuery,
  cursor: cursorQuery,
  endpoint_id: z.uuid().optional(),
  status: z.enum(DELIVERY_STATUSES).optional(),
  event_type: z.string().max(100).optional(),
});

export const replayBody = z
  .strictObject({
    from: time,
    to: time,
    status: z.enum(["failed", "succeeded"]).optional().openapi({ description: "Default: both." }),
  })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
    path: ["to"],
    message: "must be after from",
  })
  .openapi("ReplayWebhooks");

export const replayedSchema = z
  .object({
    replayed: z.int(),
    next_from: time.nullable().openapi({
      description: "There are more: ask again with this as `from`. Null when there are none.",
    }),
  })
  .openapi("ReplayedWebhooks");

export const eventTypeSchema = z
  .object({
    type: z.string(),
    version: z.int(),
    description: z.string(),
    schema: z.record(z.string(), z.unknown()).openapi({
      description: "JSON Schema of the body. Its resources are those of /openapi.json.",
    }),
    example: z.record(z.string(), z.unknown()),
  })
  .openapi("WebhookEventType");

export type EndpointBody = z.output<typeof endpointBody>;
export type EndpointPatch = z.output<typeof endpointPatch>;
export type Endpoint = z.output<typeof endpointSchema>;
export type Delivery = z.output<typeof deliverySchema>;
export type Attempt = z.output<typeof attemptSchema>;
export type AttemptsQuery = z.output<typeof attemptsQuery>;
export type DeliveriesQuery = z.output<typeof deliveriesQuery>;
export type ReplayBody = z.output<typeof replayBody>;
