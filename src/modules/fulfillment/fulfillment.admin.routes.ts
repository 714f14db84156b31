import { preconditionFailed } from "../../platform/errors.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { defineRoute, etagOf, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { nextPageLink, pageSchema } from "../../platform/pagination.ts";
import { orderOrThrow, orderSchema, orderVersion, orderView, transitionRefused } from "../orders/index.ts";
import { bulkFulfillments } from "./bulk-fulfillments.ts";
import { completeOrder } from "./complete-order.ts";
import { onHold } from "./fulfillment.errors.ts";
import {
  fulfillmentSchema,
  fulfillmentsBulkBody,
  fulfillmentsBulkSchema,
  fulfillmentsQuery,
} from "./fulfillment.schema.ts";
import { fulfillmentView } from "./fulfillment.view.ts";
import { listFulfillments } from "./list-fulfillments.ts";
import { processOrder } from "./process-order.ts";

const common = { tag: "Fulfillment", access: permission("order:manage") } as const;
const requestHeaders = { "If-Match": "Only this version (ETag) of the order is changed." };
const orderAnswer = {
  status: 200,
  description: "The order",
  schema: orderSchema,
  headers: { ETag: "Its version" },
} as const;

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/fulfillments",
  operationId: "listFulfillments",
  summary: "List the fulfillments of all orders",
  query: fulfillmentsQuery,
  success: [
    {
      status: 200,
      description: "A page of fulfillments",
      schema: pageSchema(fulfillmentSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const { rows, pagination } = await listFulfillments(ctx, query);
    const data = rows.map((row) => fulfillmentView(row, ctx));
    return { body: { data, pagination }, headers: nextPageLink(request.url, pagination) };
  },
});

const bulkRoute = defineRoute({
  ...common,
  method: "post",
  path: "/api/v1/fulfillments/bulk",
  operationId: "bulkFulfillments",
  summary: "Create fulfillments for many orders",
  description:
    "At most 100, one after another, each by itself: the answer is 200 whatever became of them, with a result for each. Send an " +
    "Idempotency-Key, so that a repeated request does not put the rest of an order into a second fulfillment.",
  body: fulfillmentsBulkBody,
  bodyExample: {
    items: [
      {
        order_id: "01900000-0000-7000-8000-00000000dead",
        carrier: "UPS",
        tracking_number: "1Z999AA10123456784",
        ship: true,
      },
    ],
  },
  maxBodyBytes: 1024 * 1024,
  success: [{ status: 200, description: "What became of each item", schema: fulfillmentsBulkSchema }],
  handler: async ({ ctx, body }) => ({ body: { results: await bulkFulfillments(ctx, body.items) } }),
});

const processRoute = defineRoute({
  ...common,
  method: "post",
  path: "/api/v1/orders/{id}/process",
  operationId: "processOrder",
  summary: "Say that an order is being got ready",
  description: "A fulfillment does it by itself. From then on the customer cannot cancel the order.",
  requestHeaders,
  params: idParams,
  success: [orderAnswer],
  errors: [transitionRefused, onHold, preconditionFailed],
  handler: async ({ ctx, params: { id }, request }) => {
    await processOrder(ctx, id, request.header("If-Match"));
    return orderReply(ctx, id);
  },
});

const completeRoute = defineRoute({
  ...common,
  method: "post",
  path: "/api/v1/orders/{id}/complete",
  operationId: "completeOrder",
  summary: "Close a delivered order",
  description: "It happens by itself some days after the delivery (setting COMPLETE_AFTER_DAYS).",
  requestHeaders,
  params: idParams,
  success: [orderAnswer],
  errors: [transitionRefused, preconditionFailed],
  handler: async ({ ctx, params: { id }, request }) => {
    await completeOrder(ctx, id, request.header("If-Match"));
    return orderReply(ctx, id);
  },
});

async function orderReply(ctx: Ctx, id: string) {
  const order = await orderOrThrow(ctx, id, undefined);
  return { body: orderView(order, ctx), etag: etagOf(orderVersion(order, ctx)) };
}

export const fulfillmentAdminRoutes = [listRoute, bulkRoute, processRoute, completeRoute] as const;
