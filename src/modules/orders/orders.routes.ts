import { z } from "@hono/zod-openapi";
import { capability, defineRoute, etagOf, permission } from "../../platform/http/index.ts";
import { emailSchema, idParams } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery, nextPageLink, pageSchema } from "../../platform/pagination.ts";
import { orderOrThrow } from "./get-order.ts";
import { listOrders } from "./list-orders.ts";
import { ORDER_STATUSES } from "./orders.machine.ts";
import { orderSchema } from "./orders.schema.ts";
import { orderVersion, orderView } from "./orders.view.ts";

const getRoute = defineRoute({
  method: "get",
  path: "/api/v1/orders/{id}",
  operationId: "getOrder",
  tag: "Orders",
  summary: "Read an order",
  description: "Staff read any order. A guest reads the own one with the access_token that placing it gave.",
  access: capability("order:manage", "X-Order-Token"),
  requestHeaders: { "X-Order-Token": "The order's access_token, for guests." },
  params: idParams,
  success: [{ status: 200, description: "The order", schema: orderSchema, headers: { ETag: "Its version" } }],
  handler: async ({ ctx, params, request }) => {
    const order = await orderOrThrow(ctx, params.id, request.header("X-Order-Token"));
    return { body: orderView(order), etag: etagOf(orderVersion(order)) };
  },
});

const listRoute = defineRoute({
  method: "get",
  path: "/api/v1/orders",
  operationId: "listOrders",
  tag: "Orders",
  summary: "List all orders",
  access: permission("order:manage"),
  query: z.object({
    limit: limitQuery,
    cursor: cursorQuery,
    sort: z.enum(["-created_at", "created_at"]).default("-created_at"),
    status: z.enum(ORDER_STATUSES).optional(),
    email: emailSchema.optional(),
    number: z.string().max(40).optional(),
  }),
  success: [
    {
      status: 200,
      description: "A page of orders",
      schema: pageSchema(orderSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const { rows, pagination } = await listOrders(ctx, query);
    return {
      body: { data: rows.map(orderView), pagination },
      headers: nextPageLink(request.url, pagination),
    };
  },
});

export const orderRoutes = [listRoute, getRoute] as const;
