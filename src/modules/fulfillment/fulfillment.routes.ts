import { z } from "@hono/zod-openapi";
import { preconditionFailed } from "../../platform/errors.ts";
import { capability, defineRoute, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { nextPageLink, pageSchema } from "../../platform/pagination.ts";
import { orderOrThrow } from "../orders/index.ts";
import { cancelFulfillment } from "./cancel-fulfillment.ts";
import { fulfillmentOrThrow } from "./change-fulfillment.ts";
import { createFulfillment } from "./create-fulfillment.ts";
import { deliverFulfillment } from "./deliver-fulfillment.ts";
import { exceedsOrder, notFulfillable, onHold, transitionRefused, unpaid } from "./fulfillment.errors.ts";
import {
  fulfillmentBody,
  fulfillmentPatch,
  fulfillmentSchema,
  orderFulfillmentsQuery,
  shipBody,
} from "./fulfillment.schema.ts";
import { fulfillmentReply, fulfillmentView } from "./fulfillment.view.ts";
import { listOrderFulfillments } from "./list-fulfillments.ts";
import { shipFulfillment } from "./ship-fulfillment.ts";
import { updateFulfillment } from "./update-fulfillment.ts";

const PATH = "/api/v1/orders/{id}/fulfillments";
const tag = "Fulfillment";
const staff = { tag, access: permission("order:manage") } as const;
const reader = {
  tag,
  access: capability("order:manage", "X-Order-Token"),
  requestHeaders: { "X-Order-Token": "The order's access_token, for guests." },
} as const;
const params = idParams.extend({ fulfillment_id: z.uuid() });
const requestHeaders = { "If-Match": "Only this version (ETag) is changed." };
const answer = {
  status: 200,
  description: "The fulfillment",
  schema: fulfillmentSchema,
  headers: { ETag: "Its version" },
} as const;

const createRoute = defineRoute({
  ...staff,
  method: "post",
  path: PATH,
  operationId: "createFulfillment",
  summary: "Put units of an order together to be sent",
  description:
    "Without `line_items` all units that are in no fulfillment yet and were not refunded. An order may have several. The first one makes a confirmed order " +
    "`processing`. With `ship` it counts as handed to the carrier at once.",
  params: idParams,
  body: fulfillmentBody,
  bodyExample: {
    line_items: [{ id: "01900000-0000-7000-8000-00000000dead", quantity: 1 }],
    carrier: "UPS",
    tracking_number: "1Z999AA10123456784",
  },
  success: [
    {
      status: 201,
      description: "The fulfillment",
      schema: fulfillmentSchema,
      headers: { ETag: "Its version", Location: "Its address" },
    },
  ],
  errors: [exceedsOrder, onHold, unpaid, notFulfillable],
  handler: async ({ ctx, params: { id }, body }) => {
    const row = await createFulfillment(ctx, { orderId: id, ...body });
    const headers = { Location: `/api/v1/orders/${id}/fulfillments/${row.id}` };
    return { status: 201, ...fulfillmentReply(row, ctx), headers };
  },
});

const listRoute = defineRoute({
  ...reader,
  method: "get",
  path: PATH,
  operationId: "listOrderFulfillments",
  summary: "List the fulfillments of an order",
  params: idParams,
  query: orderFulfillmentsQuery,
  success: [
    {
      status: 200,
      description: "A page of fulfillments",
      schema: pageSchema(fulfillmentSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, params: { id }, query, request }) => {
    const order = { id, token: request.header("X-Order-Token") };
    const { rows, pagination } = await listOrderFulfillments(ctx, order, query);
    const data = rows.map((row) => fulfillmentView(row, ctx));
    return { body: { data, pagination }, headers: nextPageLink(request.url, pagination) };
  },
});

const getRoute = defineRoute({
  ...reader,
  method: "get",
  path: `${PATH}/{fulfillment_id}`,
  operationId: "getFulfillment",
  summary: "Read a fulfillment",
  params,
  success: [answer],
  handler: async ({ ctx, params: { id, fulfillment_id }, request }) => {
    await orderOrThrow(ctx, id, request.header("X-Order-Token"));
    return fulfillmentReply(await fulfillmentOrThrow(ctx, id, fulfillment_id), ctx);
  },
});

const patchRoute = defineRoute({
  ...staff,
  method: "patch",
  path: `${PATH}/{fulfillment_id}`,
  operationId: "updateFulfillment",
  summary: "Change the tracking data of a fulfillment",
  description: "A merge patch: what is absent stays, null takes it away. Also after it was sent.",
  requestHeaders,
  params,
  body: fulfillmentPatch,
  bodyExample: { tracking_number: "1Z999AA10123456784" },
  success: [answer],
  errors: [transitionRefused, preconditionFailed],
  handler: async ({ ctx, params: { id, fulfillment_id }, body, request }) => {
    const ref = { orderId: id, id: fulfillment_id, ifMatch: request.header("If-Match") };
    return fulfillmentReply(await updateFulfillment(ctx, ref, body), ctx);
  },
});

const shipRoute = defineRoute({
  ...staff,
  method: "post",
  path: `${PATH}/{fulfillment_id}/ship`,
  operationId: "shipFulfillment",
  summary: "Say that a fulfillment was handed to the carrier",
  description:
    "What it holds of the stock leaves the books, if it was not sold with the payment. The customer gets a mail with the tracking data.",
  requestHeaders,
  params,
  body: shipBody,
  bodyExample: { carrier: "UPS", tracking_number: "1Z999AA10123456784" },
  success: [answer],
  errors: [transitionRefused, onHold, unpaid, notFulfillable, preconditionFailed],
  handler: async ({ ctx, params: { id, fulfillment_id }, body, request }) => {
    const ref = { orderId: id, id: fulfillment_id, ifMatch: request.header("If-Match") };
    return fulfillmentReply(await shipFulfillment(ctx, ref, body), ctx);
  },
});

const deliverRoute = defineRoute({
  ...staff,
  method: "post",
  path: `${PATH}/{fulfillment_id}/deliver`,
  operationId: "deliverFulfillment",
  summary: "Say that a fulfillment has arrived",
  requestHeaders,
  params,
  success: [answer],
  errors: [transitionRefused, preconditionFailed],
  handler: async ({ ctx, params: { id, fulfillment_id }, request }) => {
    const ref = { orderId: id, id: fulfillment_id, ifMatch: request.header("If-Match") };
    return fulfillmentReply(await deliverFulfillment(ctx, ref), ctx);
  },
});

const cancelRoute = defineRoute({
  ...staff,
  method: "post",
  path: `${PATH}/{fulfillment_id}/cancel`,
  operationId: "cancelFulfillment",
  summary: "Give up a fulfillment that was not sent",
  description: "Its units are to be fulfilled again. What was sent comes back as a return.",
  requestHeaders,
  params,
  success: [answer],
  errors: [transitionRefused, preconditionFailed],
  handler: async ({ ctx, params: { id, fulfillment_id }, request }) => {
    const ref = { orderId: id, id: fulfillment_id, ifMatch: request.header("If-Match") };
    return fulfillmentReply(await cancelFulfillment(ctx, ref), ctx);
  },
});

export const orderFulfillmentRoutes = [
  createRoute,
  listRoute,
  getRoute,
  patchRoute,
  shipRoute,
  deliverRoute,
  cancelRoute,
] as const;
