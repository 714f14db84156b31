import { z } from "@hono/zod-openapi";
import type { Ctx } from "../../platform/ctx.ts";
import { preconditionFailed } from "../../platform/errors.ts";
import { capability, defineRoute, etagOf } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery, nextPageLink, pageSchema } from "../../platform/pagination.ts";
import { orderOrThrow } from "../orders/index.ts";
import { cancelReturn } from "./cancel-return.ts";
import { visibleReturnOrThrow } from "./get-return.ts";
import { listReturns } from "./list-returns.ts";
import { requestReturn } from "./request-return.ts";
import {
  notAccepted,
  exceedsShipped,
  notDelivered,
  periodOver,
  returnTransitionRefused,
} from "./returns.errors.ts";
import type { ReturnRow } from "./returns.repo.ts";
import { requestReturnBody, returnSchema } from "./returns.schema.ts";
import { returnVersion, returnView } from "./returns.view.ts";

const common = {
  tag: "Returns",
  access: capability("order:manage", "X-Order-Token"),
  params: idParams,
} as const;
const ORDER_TOKEN = { "X-Order-Token": "The order's access_token, for guests." };
export const IF_MATCH = { "If-Match": "Only this version (ETag) of the return is changed." };

export const returnAnswer = {
  status: 200,
  description: "The return",
  schema: returnSchema,
  headers: { ETag: "Its version" },
} as const;

export const returnPage = {
  status: 200,
  description: "A page of returns",
  schema: pageSchema(returnSchema),
  headers: { Link: "The next page" },
} as const;

export const returnListQuery = z.object({
  limit: limitQuery,
  cursor: cursorQuery,
  sort: z.enum(["-created_at", "created_at"]).default("-created_at"),
});

/** The reply with a return as this caller sees it. */
export function returnReply(ctx: Ctx, row: ReturnRow) {
  return { body: returnView(row, ctx), etag: etagOf(returnVersion(row, ctx)) };
}

/** The reply with a page of returns as this caller sees them. */
export function returnPageReply(ctx: Ctx, page: Awaited<ReturnType<typeof listReturns>>, url: string) {
  const { rows, pagination } = page;
  const data = rows.map((row) => returnView(row, ctx));
  return { body: { data, pagination }, headers: nextPageLink(url, pagination) };
}

const requestRoute = defineRoute({
  ...common,
  method: "post",
  path: "/api/v1/orders/{id}/returns",
  operationId: "requestReturn",
  summary: "Ask for units of an order to be taken back",
  description:
    "Customers can ask for what was delivered, for as many days as the shop's setting RETURN_DAYS says; staff for whatever was sent. The units cannot be returned a second time unless the return is rejected or cancelled.",
  requestHeaders: ORDER_TOKEN,
  body: requestReturnBody,
  bodyExample: {
    line_items: [{ id: "01900000-0000-7000-8000-000000000501", quantity: 1, reason: "Too small" }],
    exchange: true,
  },
  success: [{ ...returnAnswer, status: 201, headers: { ...returnAnswer.headers, Location: "The return" } }],
  errors: [notAccepted, exceedsShipped, notDelivered, periodOver],
  handler: async ({ ctx, params, body, request }) => {
    const row = await requestReturn(ctx, params.id, request.header("X-Order-Token"), body);
    return { ...returnReply(ctx, row), status: 201, headers: { Location: `/api/v1/returns/${row.id}` } };
  },
});

const listOfOrderRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/orders/{id}/returns",
  operationId: "listReturnsOfOrder",
  summary: "List the returns of an order",
  requestHeaders: ORDER_TOKEN,
  query: returnListQuery,
  success: [returnPage],
  handler: async ({ ctx, params, query, request }) => {
    const order = await orderOrThrow(ctx, params.id, request.header("X-Order-Token"));
    return returnPageReply(ctx, await listReturns(ctx, { ...query, order_id: order.id }), request.url);
  },
});

const getRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/returns/{id}",
  operationId: "getReturn",
  summary: "Read a return",
  requestHeaders: ORDER_TOKEN,
  success: [returnAnswer],
  handler: async ({ ctx, params, request }) =>
    returnReply(ctx, await visibleReturnOrThrow(ctx, params.id, request.header("X-Order-Token"))),
});

const cancelRoute = defineRoute({
  ...common,
  method: "post",
  path: "/api/v1/returns/{id}/cancel",
  operationId: "cancelReturn",
  summary: "Call a return off",
  description: "Customers while it is only asked for, staff until something has come back.",
  requestHeaders: { ...ORDER_TOKEN, ...IF_MATCH },
  success: [returnAnswer],
  errors: [returnTransitionRefused, preconditionFailed],
  handler: async ({ ctx, params, request }) => {
    const ref = { id: params.id, ifMatch: request.header("If-Match") };
    return returnReply(ctx, await cancelReturn(ctx, ref, request.header("X-Order-Token")));
  },
});

export const returnRoutes = [requestRoute, listOfOrderRoute, getRoute, cancelRoute] as const;
