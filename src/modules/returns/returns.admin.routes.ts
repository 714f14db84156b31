import { z } from "@hono/zod-openapi";
import { preconditionFailed } from "../../platform/errors.ts";
import { defineRoute, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { refundExceedsCaptured } from "../payments/index.ts";
import { approveReturn } from "./approve-return.ts";
import { outOfStock } from "../inventory/index.ts";
import { exchangeReturn } from "./exchange-return.ts";
import { listReturns } from "./list-returns.ts";
import { receiveReturn } from "./receive-return.ts";
import { refundReturn } from "./refund-return.ts";
import { rejectReturn } from "./reject-return.ts";
import {
  exceedsAnnounced,
  exceedsReceived,
  exceedsValue,
  exchangeImpossible,
  returnTransitionRefused,
} from "./returns.errors.ts";
import { RETURN_STATUSES } from "./returns.machine.ts";
import {
  IF_MATCH,
  returnAnswer,
  returnListQuery,
  returnPage,
  returnPageReply,
  returnReply,
} from "./returns.routes.ts";
import {
  approveReturnBody,
  exchangeReturnBody,
  receiveReturnBody,
  refundReturnBody,
  rejectReturnBody,
} from "./returns.schema.ts";

const common = { tag: "Returns", access: permission("order:manage") } as const;
const change = { ...common, method: "post", params: idParams, requestHeaders: IF_MATCH } as const;

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/returns",
  operationId: "listReturns",
  summary: "List returns",
  query: returnListQuery.extend({
    status: z.enum(RETURN_STATUSES).optional(),
    order_id: z.uuid().optional(),
  }),
  success: [returnPage],
  handler: async ({ ctx, query, request }) =>
    returnPageReply(ctx, await listReturns(ctx, query), request.url),
});

const approveRoute = defineRoute({
  ...change,
  path: "/api/v1/returns/{id}/approve",
  operationId: "approveReturn",
  summary: "Agree to a return",
  description: "The customer is told by mail, with the label's text and the instructions.",
  body: approveReturnBody,
  bodyExample: {
    label: "Returns, 1 Analytical Way, New York NY 10001",
    instructions: "Put the packing slip into the parcel.",
  },
  success: [returnAnswer],
  errors: [returnTransitionRefused, preconditionFailed],
  handler: async ({ ctx, params, body, request }) =>
    returnReply(ctx, await approveReturn(ctx, { id: params.id, ifMatch: request.header("If-Match") }, body)),
});

const rejectRoute = defineRoute({
  ...change,
  path: "/api/v1/returns/{id}/reject",
  operationId: "rejectReturn",
  summary: "Do not agree to a return",
  description: "The customer is told by mail, with the reason.",
  body: rejectReturnBody,
  bodyExample: { reason: "The seal is broken." },
  success: [returnAnswer],
  errors: [returnTransitionRefused, preconditionFailed],
  handler: async ({ ctx, params, body, request }) =>
    returnReply(ctx, await rejectReturn(ctx, { id: params.id, ifMatch: request.header("If-Match") }, body)),
});

const receiveRoute = defineRoute({
  ...change,
  path: "/api/v1/returns/{id}/receive",
  operationId: "receiveReturn",
  summary: "Write down what came back",
  description:
    "As often as parcels come, until every unit is accounted for or `complete` says that no more will come. Restocked units are on hand at once.",
  body: receiveReturnBody,
  bodyExample: {
    line_items: [{ id: "01900000-0000-7000-8000-000000000501", restocked: 1, written_off: 0 }],
  },
  success: [returnAnswer],
  errors: [returnTransitionRefused, exceedsAnnounced, preconditionFailed],
  handler: async ({ ctx, params, body, request }) =>
    returnReply(ctx, await receiveReturn(ctx, { id: params.id, ifMatch: request.header("If-Match") }, body)),
});

const refundRoute = defineRoute({
  ...change,
  path: "/api/v1/returns/{id}/refund",
  operationId: "refundReturn",
  summary: "Give back the price of what came back",
  description:
    "By default the price of all units that came back, taxes included, without shipping, to the payment methods that were used. A refund that Stripe cannot make now stays `requested` and is made later; when one has failed, the same request asks for it again.",
  idempotency: "required",
  body: refundReturnBody,
  bodyExample: { shipping: "return" },
  success: [returnAnswer],
  errors: [returnTransitionRefused, exceedsReceived, exceedsValue, refundExceedsCaptured, preconditionFailed],
  handler: async ({ ctx, params, body, request }) =>
    returnReply(ctx, await refundReturn(ctx, { id: params.id, ifMatch: request.header("If-Match") }, body)),
});

const exchangeRoute = defineRoute({
  ...change,
  path: "/api/v1/returns/{id}/exchange",
  operationId: "exchangeReturn",
  summary: "Send something else for what came back",
  description:
    "Makes a new order to the same person and address, at the prices of now. What came back pays for it: what it is worth more is refunded, what it is worth less is to be paid, for which the customer gets a link by mail. `exchange_order_id` in the answer is the new order.",
  idempotency: "required",
  body: exchangeReturnBody,
  bodyExample: { line_items: [{ sku: "MUG-STONE-350-BLU", quantity: 1 }] },
  success: [
    { ...returnAnswer, status: 201, headers: { ...returnAnswer.headers, Location: "The new order" } },
  ],
  errors: [
    returnTransitionRefused,
    exchangeImpossible,
    outOfStock,
    refundExceedsCaptured,
    preconditionFailed,
  ],
  handler: async ({ ctx, params, body, request }) => {
    const ref = { id: params.id, ifMatch: request.header("If-Match") };
    const row = await exchangeReturn(ctx, ref, body);
    const headers = { Location: `/api/v1/orders/${row.exchange_order_id}` };
    return { ...returnReply(ctx, row), status: 201, headers };
  },
});

export const returnAdminRoutes = [
  listRoute,
  approveRoute,
  rejectRoute,
  receiveRoute,
  refundRoute,
  exchangeRoute,
] as const;
