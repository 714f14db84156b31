import { defineRoute, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { nextPageLink, pageSchema } from "../../platform/pagination.ts";
import {
  apiKeySchema,
  createApiKeyBody,
  issuedApiKeySchema,
  listApiKeysQuery,
  rotateApiKeyBody,
} from "./api-keys.schema.ts";
import { apiKeyView, issuedApiKeyView } from "./api-keys.view.ts";
import { createApiKey } from "./create-api-key.ts";
import { keyNotRotatable, scopesTooWide } from "./identity.errors.ts";
import type { IssuedKey } from "./issue-api-key.ts";
import { apiKeyOrThrow, listApiKeys } from "./list-api-keys.ts";
import { revokeApiKey } from "./revoke-api-key.ts";
import { rotateApiKey } from "./rotate-api-key.ts";

const common = { tag: "API keys", access: permission("apikey:manage") } as const;

const issuedAnswer = {
  status: 201,
  description: "The new key, shown this once",
  schema: issuedApiKeySchema,
  headers: { Location: "The key's own address" },
} as const;

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/auth/api-keys",
  operationId: "listApiKeys",
  summary: "List all API keys, newest first",
  query: listApiKeysQuery,
  success: [
    {
      status: 200,
      description: "A page of keys",
      schema: pageSchema(apiKeySchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const { rows, pagination } = await listApiKeys(ctx, query);
    const now = ctx.now();
    return {
      body: { data: rows.map((row) => apiKeyView(row, now)), pagination },
      headers: nextPageLink(request.url, pagination),
    };
  },
});

const createRoute = defineRoute({
  ...common,
  method: "post",
  path: "/api/v1/auth/api-keys",
  operationId: "createApiKey",
  summary: "Create an API key",
  description:
    "The scopes are permissions that the caller holds. The key belongs to the caller, or to the owner of the key that calls: it can be used " +
    "while that account is active, and never for more than that user may. One that a key makes ends with that key. The owner gets a mail.",
  stepUp: true,
  idempotency: "once",
  body: createApiKeyBody,
  bodyExample: { name: "Warehouse", scopes: ["inventory:manage"], expires_at: "2027-06-30T00:00:00Z" },
  success: [issuedAnswer],
  errors: [scopesTooWide],
  handler: async ({ ctx, body }) => issuedReply(await createApiKey(ctx, body)),
});

const getRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/auth/api-keys/{id}",
  operationId: "getApiKey",
  summary: "Read an API key, without the key itself",
  params: idParams,
  success: [{ status: 200, description: "The key", schema: apiKeySchema }],
  handler: async ({ ctx, params }) => ({
    body: apiKeyView(await apiKeyOrThrow(ctx, params.id), ctx.now()),
  }),
});

const rotateRoute = defineRoute({
  ...common,
  method: "post",
  path: "/api/v1/auth/api-keys/{id}/rotate",
  operationId: "rotateApiKey",
  summary: "Replace an API key by a new one",
  description:
    "The new key has the name, the expiry and the usable scopes of the old one and belongs to the caller. A key can be rotated once. " +
    "Other keys that were made with the old one end with it.",
  stepUp: true,
  idempotency: "once",
  params: idParams,
  body: rotateApiKeyBody,
  bodyExample: { expire_old_in: 3600 },
  success: [issuedAnswer],
  errors: [keyNotRotatable, scopesTooWide],
  handler: async ({ ctx, params, body }) =>
    issuedReply(await rotateApiKey(ctx, { id: params.id, expireOldIn: body.expire_old_in })),
});

const revokeRoute = defineRoute({
  ...common,
  method: "delete",
  path: "/api/v1/auth/api-keys/{id}",
  operationId: "revokeApiKey",
  summary: "Revoke an API key",
  description:
    "Any key, also one with permissions that the caller lacks; with it end all keys that were made with it. It stops working at once, for " +
    "reads within 10 seconds.",
  stepUp: true,
  params: idParams,
  success: [{ status: 204, description: "It is revoked" }],
  handler: async ({ ctx, params }) => {
    await revokeApiKey(ctx, params.id);
    return {};
  },
});

function issuedReply(issued: IssuedKey) {
  const body = issuedApiKeyView(issued);
  return { status: 201, body, headers: { Location: `/api/v1/auth/api-keys/${body.id}` } };
}

export const apiKeyRoutes = [listRoute, createRoute, getRoute, rotateRoute, revokeRoute] as const;
