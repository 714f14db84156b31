import { z } from "@hono/zod-openapi";
import { fingerprint } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { conflict, preconditionFailed } from "../../platform/errors.ts";
import { defineRoute, expectedVersion, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery, nextPageLink, pageSchema } from "../../platform/pagination.ts";
import { currencyNotSold } from "../catalog/index.ts";
import { outOfStock } from "../inventory/index.ts";
import { orderView } from "../orders/index.ts";
import { notServed } from "../shipping/index.ts";
import { cancelDraft } from "./cancel-draft.ts";
import { draftIncomplete, draftTransitionRefused } from "./draft-orders.errors.ts";
import { DRAFT_STATUSES } from "./draft-orders.machine.ts";
import type { DraftRow } from "./draft-orders.repo.ts";
import { draftBody, draftPatch, draftSchema, sendDraftBody, sentDraftSchema } from "./draft-orders.schema.ts";
import { draftOrThrow, listDrafts, showDraft } from "./read-draft.ts";
import { createDraft, patchDraft, replaceDraft } from "./save-draft.ts";
import { sendDraft } from "./send-draft.ts";

const DRAFTS = "/api/v1/draft-orders";
const shared = { tag: "Draft orders", access: permission("order:manage") } as const;
const requestHeaders = { "If-Match": "Only this version (ETag) is changed." };

const answer = {
  status: 200,
  description: "The draft",
  schema: draftSchema,
  headers: { ETag: "Its version" },
} as const;

const example = {
  email: "ada@example.com",
  line_items: [
    { sku: "MUG-01", quantity: 12, unit_price: { amount: 1500, currency: "USD" }, price_reason: "a dozen" },
  ],
  shipping_address: {
    first_name: "Ada",
    last_name: "Lovelace",
    line1: "1 Analytical Way",
    city: "New York",
    region: "NY",
    postal_code: "10001",
    country: "US",
  },
};

/** The prices and the stock of now belong to the answer, and are no part of the version. */
async function reply(ctx: Ctx, row: DraftRow) {
  const body = await showDraft(ctx, row);
  return { body, etag: `"${row.version}-${fingerprint(JSON.stringify(body))}"` };
}

const listRoute = defineRoute({
  ...shared,
  method: "get",
  path: DRAFTS,
  operationId: "listDraftOrders",
  summary: "List draft orders, newest first",
  query: z.object({
    limit: limitQuery,
    cursor: cursorQuery,
    status: z.enum(DRAFT_STATUSES).optional(),
    customer_id: z.uuid().optional(),
  }),
  success: [
    {
      status: 200,
      description: "A page of drafts",
      schema: pageSchema(draftSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const page = await listDrafts(ctx, query);
    return { body: page, headers: nextPageLink(request.url, page.pagination) };
  },
});

const createRoute = defineRoute({
  ...shared,
  method: "post",
  path: DRAFTS,
  operationId: "createDraftOrder",
  summary: "Write an order for a customer",
  description:
    "A draft holds no stock and no price: what it shows is what it would cost now. Sending it places the order and mails the customer the link to pay.",
  body: draftBody,
  bodyExample: example,
  success: [{ ...answer, status: 201, headers: { ...answer.headers, Location: "The draft" } }],
  errors: [currencyNotSold],
  handler: async ({ ctx, body }) => {
    const row = await createDraft(ctx, body);
    return { ...(await reply(ctx, row)), status: 201, headers: { Location: `${DRAFTS}/${row.id}` } };
  },
});

const getRoute = defineRoute({
  ...shared,
  method: "get",
  path: `${DRAFTS}/{id}`,
  operationId: "getDraftOrder",
  summary: "Read a draft order with its totals, shipping options and what is missing",
  params: idParams,
  success: [answer],
  handler: async ({ ctx, params }) => reply(ctx, await draftOrThrow(ctx, params.id)),
});

const replaceRoute = defineRoute({
  ...shared,
  method: "put",
  path: `${DRAFTS}/{id}`,
  operationId: "replaceDraftOrder",
  summary: "Replace a draft order",
  requestHeaders,
  params: idParams,
  body: draftBody,
  bodyExample: example,
  success: [answer],
  errors: [currencyNotSold, draftTransitionRefused, preconditionFailed, conflict],
  handler: async ({ ctx, params, body, request }) =>
    reply(ctx, await replaceDraft(ctx, targetOf(params.id, request), body)),
});

const patchRoute = defineRoute({
  ...shared,
  method: "patch",
  path: `${DRAFTS}/{id}`,
  operationId: "updateDraftOrder",
  summary: "Change parts of a draft order",
  requestHeaders,
  params: idParams,
  body: draftPatch,
  bodyExample: { note: "Please ring twice" },
  success: [answer],
  errors: [currencyNotSold, draftTransitionRefused, preconditionFailed, conflict],
  handler: async ({ ctx, params, body, request }) =>
    reply(ctx, await patchDraft(ctx, targetOf(params.id, request), body)),
});

const deleteRoute = defineRoute({
  ...shared,
  method: "delete",
  path: `${DRAFTS}/{id}`,
  operationId: "cancelDraftOrder",
  summary: "Give a draft order up",
  requestHeaders,
  params: idParams,
  success: [{ status: 204, description: "It is cancelled; it can still be read" }],
  errors: [draftTransitionRefused, preconditionFailed, conflict],
  handler: async ({ ctx, params, request }) => {
    await cancelDraft(ctx, targetOf(params.id, request));
    return { status: 204 };
  },
});

const sendRoute = defineRoute({
  ...shared,
  method: "post",
  path: `${DRAFTS}/{id}/send`,
  operationId: "sendDraftOrder",
  summary: "Place a draft as an order and mail the customer the link to pay",
  description:
    "Prices, rates and taxes are those of now, and the stock is held for DRAFT_HOLD_HOURS. A draft becomes one order: sending it again answers that order, and mails nothing.",
  requestHeaders,
  params: idParams,
  body: sendDraftBody,
  bodyExample: { notify: true },
  success: [
    {
      status: 201,
      description: "The order and the link to pay it",
      schema: sentDraftSchema,
      headers: { Location: "The order" },
    },
  ],
  errors: [draftTransitionRefused, draftIncomplete, notServed, outOfStock, preconditionFailed, conflict],
  handler: async ({ ctx, params, body, request }) => {
    const { order, paymentUrl } = await sendDraft(ctx, {
      ...targetOf(params.id, request),
      notify: body.notify,
    });
    return {
      status: 201,
      body: { order: orderView(order, ctx), payment_url: paymentUrl },
      headers: { Location: `/api/v1/orders/${order.id}` },
    };
  },
});

function targetOf(id: string, request: { header(name: string): string | undefined }) {
  return { id, expectedVersion: expectedVersion(request.header("If-Match")) };
}

export const draftOrderRoutes = [
  listRoute,
  createRoute,
  getRoute,
  replaceRoute,
  patchRoute,
  deleteRoute,
  sendRoute,
] as const;
