import type { Ctx } from "../../platform/ctx.ts";
import { anyUser, capability, defineRoute, etagOf, ownOr } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { nextPageLink, pageSchema, type Pagination } from "../../platform/pagination.ts";
import { orderOrThrow } from "./get-order.ts";
import { listOrders, listOwnOrders } from "./list-orders.ts";
import { orderDeskRoutes } from "./order-desk.routes.ts";
import { orderDocumentRoutes } from "./order-documents.routes.ts";
import { listQuery, ownListQuery } from "./order-list.schema.ts";
import type { OrderRow } from "./orders.repo.ts";
import { orderExplanationSchema, orderSchema } from "./orders.schema.ts";
import { explanationView, orderVersion, orderView } from "./orders.view.ts";

const getRoute = defineRoute({
  method: "get",
  path: "/api/v1/orders/{id}",
  operationId: "getOrder",
  tag: "Orders",
  summary: "Read an order",
  description:
    "Staff read any order, signed-in users their own. A guest reads the own one with the access_token that placing it gave.",
  access: capability("order:manage", "X-Order-Token"),
  requestHeaders: { "X-Order-Token": "The order's access_token, for guests." },
  params: idParams,
  success: [{ status: 200, description: "The order", schema: orderSchema, headers: { ETag: "Its version" } }],
  handler: async ({ ctx, params, request }) => {
    const order = await orderOrThrow(ctx, params.id, request.header("X-Order-Token"));
    return { body: orderView(order, ctx), etag: etagOf(orderVersion(order, ctx)) };
  },
});

const explanationRoute = defineRoute({
  method: "get",
  path: "/api/v1/orders/{id}/explanation",
  operationId: "explainOrder",
  tag: "Orders",
  summary: "Say why an order costs what it costs",
  description:
    "The shipping rates, taxes and exemptions that were looked at when the order was placed, and what became of each. The taxes of every line are in the order.",
  access: capability("order:manage", "X-Order-Token"),
  requestHeaders: { "X-Order-Token": "The order's access_token, for guests." },
  params: idParams,
  success: [{ status: 200, description: "The explanation", schema: orderExplanationSchema }],
  handler: async ({ ctx, params, request }) => ({
    body: explanationView(await orderOrThrow(ctx, params.id, request.header("X-Order-Token"))),
  }),
});

const listAnswer = {
  status: 200,
  description: "A page of orders",
  schema: pageSchema(orderSchema),
  headers: { Link: "The next page" },
} as const;

const listRoute = defineRoute({
  method: "get",
  path: "/api/v1/orders",
  operationId: "listOrders",
  tag: "Orders",
  summary: "List orders: all of them for staff, else the own ones",
  description:
    "Filters that are given together must all fit. `q` finds what staff have at hand: an order's number or its beginning (3 characters or more; case, " +
    "dashes and spaces do not matter), an e-mail address, a SKU, a recipient's last name or first and last name. The cursor is good for the same " +
    "filters and sort alone.",
  access: ownOr("order:manage"),
  query: listQuery,
  success: [listAnswer],
  handler: async ({ ctx, query, request }) => pageReply(ctx, await listOrders(ctx, query), request.url),
});

const listOwnRoute = defineRoute({
  method: "get",
  path: "/api/v1/customers/me/orders",
  operationId: "listOwnOrders",
  tag: "Orders",
  summary: "List your own orders",
  access: anyUser,
  // Read in one round trip with the orders.
  standing: "deferred",
  query: ownListQuery,
  success: [listAnswer],
  handler: async ({ ctx, query, request }) => pageReply(ctx, await listOwnOrders(ctx, query), request.url),
});

function pageReply(ctx: Ctx, page: { rows: OrderRow[]; pagination: Pagination }, url: string) {
  const { rows, pagination } = page;
  const data = rows.map((row) => orderView(row, ctx));
  return { body: { data, pagination }, headers: nextPageLink(url, pagination) };
}

export const orderRoutes = [
  listRoute,
  listOwnRoute,
  // Its path would be taken for that of an order.
  ...orderDocumentRoutes,
  getRoute,
  explanationRoute,
  ...orderDeskRoutes,
] as const;
