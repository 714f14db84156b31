import { notFound } from "../../platform/errors.ts";
import { defineRoute, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { nextPageLink, pageSchema } from "../../platform/pagination.ts";
import {
  deadLetterSchema,
  deadLettersQuery,
  discardBody,
  replayedSchema,
  replayManyBody,
} from "./dead-letters.schema.ts";
import { deadLetterView } from "./dead-letters.view.ts";
import { discardDeadLetter } from "./discard-dead-letter.ts";
import { notOpen, subscriberUnknown } from "./events.errors.ts";
import { deadLetterOrThrow, listDeadLetters } from "./list-dead-letters.ts";
import { replayDeadLetter, replayDeadLetters } from "./replay-dead-letters.ts";

const common = { tag: "Operations", access: permission("system:admin") } as const;
const PATH = "/api/v1/ops/dead-letters";

const EXAMPLE = {
  id: "0197a3c0-7b1e-7c3a-9d52-1f6f0f1c2b3a",
  event_id: "0197a3c0-1111-7c3a-9d52-1f6f0f1c2b3a",
  type: "order.paid",
  subscriber: "notifications.order-confirmation",
  status: "open",
  error: "The mail provider answered 500.",
  attempts: 20,
  deaths: 1,
  first_failed_at: "2026-11-02T09:30:00.000Z",
  last_failed_at: "2026-11-02T21:12:00.000Z",
  closed_at: null,
  reason: null,
  allowed_transitions: ["replay", "discard"],
  event: {
    id: "0197a3c0-1111-7c3a-9d52-1f6f0f1c2b3a",
    type: "order.paid",
    version: 1,
    occurred_at: "2026-11-02T09:29:58.000Z",
    payload: { order_id: "0197a3c0-2222-7c3a-9d52-1f6f0f1c2b3a" },
  },
};

const one = { status: 200, description: "The dead letter", schema: deadLetterSchema } as const;

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: PATH,
  operationId: "listDeadLetters",
  summary: "List events that a subscriber did not take in after all tries",
  query: deadLettersQuery,
  success: [
    {
      status: 200,
      description: "A page of dead letters, the latest failure first",
      schema: pageSchema(deadLetterSchema),
      example: { data: [EXAMPLE], pagination: { limit: 20, next_cursor: null, has_more: false } },
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const { rows, pagination } = await listDeadLetters(ctx, query);
    return {
      body: { data: rows.map(deadLetterView), pagination },
      headers: nextPageLink(request.url, pagination),
    };
  },
});

const replayManyRoute = defineRoute({
  ...common,
  method: "post",
  path: `${PATH}/replay`,
  operationId: "replayDeadLetters",
  summary: "Try many dead letters again",
  description:
    "Those that are open and match all that is named, the latest first, up to 500 a request. A subscriber that has processed an event does nothing.",
  body: replayManyBody,
  bodyExample: { subscriber: "notifications.order-confirmation" },
  success: [
    {
      status: 200,
      description: "How many are tried again",
      schema: replayedSchema,
      example: { replayed: 12, has_more: false },
    },
  ],
  handler: async ({ ctx, body }) => ({ body: await replayDeadLetters(ctx, body) }),
});

const getRoute = defineRoute({
  ...common,
  method: "get",
  path: `${PATH}/{id}`,
  operationId: "getDeadLetter",
  summary: "Read a dead letter",
  params: idParams,
  success: [one],
  errors: [notFound],
  handler: async ({ ctx, params }) => ({ body: deadLetterView(await deadLetterOrThrow(ctx, params.id)) }),
});

const replayRoute = defineRoute({
  ...common,
  method: "post",
  path: `${PATH}/{id}/replay`,
  operationId: "replayDeadLetter",
  summary: "Try a dead letter again",
  description:
    "With as many tries as a new event has. When they all fail it is open again, and `deaths` counts it.",
  params: idParams,
  success: [one],
  errors: [notFound, notOpen, subscriberUnknown],
  handler: async ({ ctx, params }) => ({ body: deadLetterView(await replayDeadLetter(ctx, params.id)) }),
});

const discardRoute = defineRoute({
  ...common,
  method: "post",
  path: `${PATH}/{id}/discard`,
  operationId: "discardDeadLetter",
  summary: "Put a dead letter away",
  params: idParams,
  body: discardBody,
  bodyExample: { reason: "The order was a test" },
  success: [one],
  errors: [notFound, notOpen],
  handler: async ({ ctx, params, body }) => ({
    body: deadLetterView(await discardDeadLetter(ctx, params.id, body.reason)),
  }),
});

/** `/replay` comes before `/{id}`. */
export const deadLetterRoutes = [listRoute, replayManyRoute, getRoute, replayRoute, discardRoute] as const;
