import { defineRoute, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { nextPageLink, pageSchema, wholeList } from "../../platform/pagination.ts";
import { PUBLIC_EVENTS } from "./public-events.ts";
import { deliveryOrThrow, listAttempts, listDeliveries, messageOrThrow } from "./read-deliveries.ts";
import { replayDelivery } from "./replay.ts";
import { deliveryNotReplayable } from "./webhooks.errors.ts";
import {
  attemptSchema,
  attemptsQuery,
  deliveriesQuery,
  deliverySchema,
  eventTypeSchema,
  messageSchema,
} from "./webhooks.schema.ts";
import { attemptView, deliveryView, eventTypeView } from "./webhooks.view.ts";

const DELIVERIES = "/api/v1/webhooks/deliveries";
const common = { tag: "Webhooks", access: permission("system:admin") } as const;

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: DELIVERIES,
  operationId: "listWebhookDeliveries",
  summary: "List webhook deliveries, newest first",
  description: "Kept for 30 days.",
  query: deliveriesQuery,
  success: [
    {
      status: 200,
      description: "A page of deliveries",
      schema: pageSchema(deliverySchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const { rows, pagination } = await listDeliveries(ctx, query);
    return {
      body: { data: rows.map(deliveryView), pagination },
      headers: nextPageLink(request.url, pagination),
    };
  },
});

const getRoute = defineRoute({
  ...common,
  method: "get",
  path: `${DELIVERIES}/{id}`,
  operationId: "getWebhookDelivery",
  summary: "Read a webhook delivery",
  params: idParams,
  success: [{ status: 200, description: "The delivery", schema: deliverySchema }],
  handler: async ({ ctx, params }) => ({ body: deliveryView(await deliveryOrThrow(ctx, params.id)) }),
});

const messageRoute = defineRoute({
  ...common,
  method: "get",
  path: `${DELIVERIES}/{id}/message`,
  operationId: "getWebhookMessage",
  summary: "Read what a webhook delivery sends",
  params: idParams,
  success: [{ status: 200, description: "The message", schema: messageSchema }],
  handler: async ({ ctx, params }) => ({ body: await messageOrThrow(ctx, params.id) }),
});

const attemptsRoute = defineRoute({
  ...common,
  method: "get",
  path: `${DELIVERIES}/{id}/attempts`,
  operationId: "listWebhookAttempts",
  summary: "List the attempts of a webhook delivery, the latest first",
  params: idParams,
  query: attemptsQuery,
  success: [
    {
      status: 200,
      description: "A page of attempts, each with what was answered",
      schema: pageSchema(attemptSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, params, query, request }) => {
    const { rows, pagination } = await listAttempts(ctx, params.id, query);
    return {
      body: { data: rows.map(attemptView), pagination },
      headers: nextPageLink(request.url, pagination),
    };
  },
});

const replayRoute = defineRoute({
  ...common,
  method: "post",
  path: `${DELIVERIES}/{id}/replay`,
  operationId: "replayWebhookDelivery",
  summary: "Send a webhook again",
  description: "The same body under the same `webhook-id`, now and with all further tries.",
  params: idParams,
  success: [{ status: 202, description: "The delivery", schema: deliverySchema }],
  errors: [deliveryNotReplayable],
  handler: async ({ ctx, params }) => {
    return { status: 202, body: deliveryView(await replayDelivery(ctx, params.id)) };
  },
});

const typesRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/webhooks/event-types",
  operationId: "listWebhookEventTypes",
  summary: "List the events that can be sent",
  success: [
    { status: 200, description: "All types, with schema and example", schema: pageSchema(eventTypeSchema) },
  ],
  handler: ({ ctx }) =>
    Promise.resolve({
      body: wholeList(PUBLIC_EVENTS.map((event) => eventTypeView(event, ctx.config.PUBLIC_URL))),
    }),
});

export const deliveryRoutes = [
  typesRoute,
  listRoute,
  getRoute,
  messageRoute,
  attemptsRoute,
  replayRoute,
] as const;
