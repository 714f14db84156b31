import { z } from "@hono/zod-openapi";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { conflict, preconditionFailed } from "../../platform/errors.ts";
import { defineRoute, etagOf, expectedVersion, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery, nextPageLink, pageSchema } from "../../platform/pagination.ts";
import { deleteEndpoint } from "./delete-endpoint.ts";
import type { EndpointRow } from "./endpoints.repo.ts";
import { endpointOrThrow, listEndpoints } from "./read-endpoint.ts";
import { replayRange } from "./replay.ts";
import { rotateSecret } from "./rotate-secret.ts";
import { createEndpoint, updateEndpoint } from "./save-endpoint.ts";
import { testEndpoint } from "./test-endpoint.ts";
import { deliveryNotReplayable, tooManyEndpoints } from "./webhooks.errors.ts";
import {
  endpointBody,
  endpointPatch,
  endpointSchema,
  endpointWithSecretSchema,
  replayBody,
  replayedSchema,
  rotateBody,
  testResultSchema,
} from "./webhooks.schema.ts";
import { endpointView } from "./webhooks.view.ts";

const ENDPOINTS = "/api/v1/webhooks/endpoints";
const common = { tag: "Webhooks", access: permission("system:admin") } as const;
const requestHeaders = { "If-Match": "Only this version (ETag) is changed." };

const answer = {
  status: 200,
  description: "The endpoint",
  schema: endpointSchema,
  headers: { ETag: "Its version" },
} as const;

const secretAnswer = {
  ...answer,
  description: "The endpoint, with its secret",
  schema: endpointWithSecretSchema,
} as const;

function reply(ctx: Ctx, row: EndpointRow) {
  return { body: endpointView(row, isoTime(ctx.now())), etag: etagOf(row.version) };
}

function secretReply(ctx: Ctx, { row, secret }: { row: EndpointRow; secret: string }) {
  const { body, etag } = reply(ctx, row);
  return { body: { ...body, secret }, etag };
}

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: ENDPOINTS,
  operationId: "listWebhookEndpoints",
  summary: "List webhook endpoints",
  query: z.object({ limit: limitQuery, cursor: cursorQuery }),
  success: [
    {
      status: 200,
      description: "A page of endpoints",
      schema: pageSchema(endpointSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const { rows, pagination } = await listEndpoints(ctx, query);
    const now = isoTime(ctx.now());
    return {
      body: { data: rows.map((row) => endpointView(row, now)), pagination },
      headers: nextPageLink(request.url, pagination),
    };
  },
});

const createRoute = defineRoute({
  ...common,
  method: "post",
  path: ENDPOINTS,
  operationId: "createWebhookEndpoint",
  summary: "Have events sent to a URL",
  description:
    "Messages are signed as standardwebhooks.com says. The answer holds the secret to verify them with: it is shown this once. " +
    "Whatever answers with 2xx within 10 seconds has them; else they come again, ten times over three days, under the same `webhook-id`. " +
    "They may come twice and in any order.",
  stepUp: true,
  idempotency: "once",
  body: endpointBody,
  bodyExample: { url: "https://erp.example.com/hooks/shop", event_types: ["order.*"], description: "ERP" },
  success: [{ ...secretAnswer, status: 201, headers: { ...answer.headers, Location: "The endpoint" } }],
  errors: [tooManyEndpoints],
  handler: async ({ ctx, body }) => {
    const made = await createEndpoint(ctx, body);
    return {
      ...secretReply(ctx, made),
      status: 201,
      headers: { Location: `${ENDPOINTS}/${made.row.id}` },
    };
  },
});

const getRoute = defineRoute({
  ...common,
  method: "get",
  path: `${ENDPOINTS}/{id}`,
  operationId: "getWebhookEndpoint",
  summary: "Read a webhook endpoint",
  params: idParams,
  success: [answer],
  handler: async ({ ctx, params }) => reply(ctx, await endpointOrThrow(ctx, params.id)),
});

const updateRoute = defineRoute({
  ...common,
  method: "patch",
  path: `${ENDPOINTS}/{id}`,
  operationId: "updateWebhookEndpoint",
  summary: "Change, disable or enable a webhook endpoint",
  description: "Once it is enabled again, what was waiting for it is sent. What happened meanwhile is not.",
  stepUp: true,
  requestHeaders,
  params: idParams,
  body: endpointPatch,
  bodyExample: { status: "enabled" },
  success: [answer],
  errors: [preconditionFailed, conflict],
  handler: async ({ ctx, params, body, request }) =>
    reply(
      ctx,
      await updateEndpoint(
        ctx,
        { id: params.id, expectedVersion: expectedVersion(request.header("If-Match")) },
        body,
      ),
    ),
});

const deleteRoute = defineRoute({
  ...common,
  method: "delete",
  path: `${ENDPOINTS}/{id}`,
  operationId: "deleteWebhookEndpoint",
  summary: "Delete a webhook endpoint",
  requestHeaders,
  params: idParams,
  success: [{ status: 204, description: "It is gone" }],
  errors: [preconditionFailed, conflict],
  handler: async ({ ctx, params, request }) => {
    await deleteEndpoint(ctx, {
      id: params.id,
      expectedVersion: expectedVersion(request.header("If-Match")),
    });
    return { status: 204 };
  },
});

const rotateRoute = defineRoute({
  ...common,
  method: "post",
  path: `${ENDPOINTS}/{id}/secret/rotate`,
  operationId: "rotateWebhookSecret",
  summary: "Replace the secret of a webhook endpoint",
  description: "During the overlap messages carry the signatures of both secrets.",
  stepUp: true,
  idempotency: "once",
  requestHeaders,
  params: idParams,
  body: rotateBody,
  bodyExample: { overlap_hours: 24 },
  success: [secretAnswer],
  errors: [preconditionFailed, conflict],
  handler: async ({ ctx, params, body, request }) => {
    const target = { id: params.id, expectedVersion: expectedVersion(request.header("If-Match")) };
    return secretReply(ctx, await rotateSecret(ctx, target, body.overlap_hours));
  },
});

const testRoute = defineRoute({
  ...common,
  method: "post",
  path: `${ENDPOINTS}/{id}/test`,
  operationId: "testWebhookEndpoint",
  summary: "Send a test event now and tell what was answered",
  params: idParams,
  success: [{ status: 200, description: "What came of it", schema: testResultSchema }],
  handler: async ({ ctx, params }) => {
    const { messageId, result } = await testEndpoint(ctx, params.id);
    const { succeeded, status, durationMs, error, response } = result;
    return {
      body: {
        succeeded,
        message_id: messageId,
        response_status: status,
        duration_ms: durationMs,
        error,
        response,
      },
    };
  },
});

const replayRoute = defineRoute({
  ...common,
  method: "post",
  path: `${ENDPOINTS}/{id}/replay`,
  operationId: "replayWebhooks",
  summary: "Send an endpoint again what it missed",
  description: "Up to 2000 a request; ask again from `next_from` on. They leave with the next minutes.",
  params: idParams,
  body: replayBody,
  bodyExample: { from: "2026-01-30T00:00:00Z", to: "2026-01-31T00:00:00Z", status: "failed" },
  success: [{ status: 202, description: "How many will be sent", schema: replayedSchema }],
  errors: [deliveryNotReplayable],
  handler: async ({ ctx, params, body }) => {
    const { replayed, nextFrom } = await replayRange(ctx, params.id, body);
    return { status: 202, body: { replayed, next_from: nextFrom } };
  },
});

export const endpointRoutes = [
  listRoute,
  createRoute,
  getRoute,
  updateRoute,
  deleteRoute,
  rotateRoute,
  testRoute,
  replayRoute,
] as const;
