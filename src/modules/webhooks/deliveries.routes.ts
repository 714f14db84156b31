import { defineRoute, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { nextPageLink, pageSchema } from "../../platform/pagination.ts";
import { PUBLIC_EVENTS } from "./public-events.ts";
import { deliveryOrThrow, listDeliveries } from "./read-deliveries.ts";
import { replayDelivery } from "./replay.ts";
import { deliveryNotReplayable } from "./webhooks.errors.ts";
import {
  deliveriesQuery,
  deliveryDetailSchema,
  deliverySchema,
  eventTypesSchema,
} from "./webhooks.schema.ts";
import { deliveryDetailView, deliveryView, eventTypeView } from "./webhooks.view.ts";

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
  summary: "Read a webhook delivery with its body and its latest attempts",
  params: idParams,
  success: [{ status: 200, description: "The delivery", schema: deliveryDetailSchema }],
  handler: async ({ ctx, params }) => {
    const { delivery, attempts } = await deliveryOrThrow(ctx, params.id);
    return { body: deliveryDetailView(delivery, attempts) };
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
    const { delivery } = await replayDelivery(ctx, params.id);
    return { status: 202, body: deliveryView(delivery) };
  },
});

const typesRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/webhooks/event-types",
  operationId: "listWebhookEventTypes",
  summary: "List the events that can be sent",
  success: [{ status: 200, description: "All types, with schema and example", schema: eventTypesSchema }],
  handler: ({ ctx }) =>
    Promise.resolve({
      body: { data: PUBLIC_EVENTS.map((event) => eventTypeView(event, ctx.config.PUBLIC_URL)) },
    }),
});

export const deliveryRoutes = [typesRoute, listRoute, getRoute, replayRoute] as const;
