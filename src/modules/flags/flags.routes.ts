import { z } from "@hono/zod-openapi";
import type { Ctx } from "../../platform/ctx.ts";
import { conflict, preconditionFailed } from "../../platform/errors.ts";
import { defineRoute, etagOf, expectedVersion, permission } from "../../platform/http/index.ts";
import {
  cursorQuery,
  decodeCursor,
  limitQuery,
  nextPageLink,
  pageOf,
  pageSchema,
} from "../../platform/pagination.ts";
import { flagBody, flagExample, flagParams, flagSchema } from "./flags.schema.ts";
import { type FlagState, flagOrThrow, flagView, listFlags } from "./read-flag.ts";
import { resetFlag, setFlag } from "./set-flag.ts";

const FLAGS = "/api/v1/ops/flags";
const common = { tag: "Operations", access: permission("system:admin") } as const;
const requestHeaders = { "If-Match": 'Only this version (ETag) is changed; "0" while it is not set.' };
const answer = {
  status: 200,
  description: "The flag",
  schema: flagSchema,
  example: flagExample,
  headers: { ETag: "Its version" },
} as const;

function reply(ctx: Ctx, state: FlagState) {
  const body = flagView(ctx, state);
  return { body, etag: etagOf(body.version) };
}

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: FLAGS,
  operationId: "listFlags",
  summary: "List the feature flags and what they are set to",
  query: z.object({ limit: limitQuery, cursor: cursorQuery }),
  success: [
    {
      status: 200,
      description: "A page of flags",
      schema: pageSchema(flagSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const after = decodeCursor(query.cursor, "name")?.id ?? "";
    const found = (await listFlags(ctx)).filter(({ flag }) => flag.name > after);
    const { rows, pagination } = pageOf(found, query.limit, ({ flag }) => {
      return { sort: "name", value: flag.name, id: flag.name };
    });
    const data = rows.map((state) => flagView(ctx, state));
    return { body: { data, pagination }, headers: nextPageLink(request.url, pagination) };
  },
});

const getRoute = defineRoute({
  ...common,
  method: "get",
  path: `${FLAGS}/{name}`,
  operationId: "getFlag",
  summary: "Read a feature flag",
  params: flagParams,
  success: [answer],
  handler: async ({ ctx, params }) => reply(ctx, await flagOrThrow(ctx, params.name)),
});

const setRoute = defineRoute({
  ...common,
  method: "put",
  path: `${FLAGS}/{name}`,
  operationId: "setFlag",
  summary: "Set a feature flag",
  description: "All servers heed it within about a minute, the one that answers at once.",
  requestHeaders,
  params: flagParams,
  body: flagBody,
  bodyExample: {
    enabled: true,
    message: "Back at noon.",
    retry_after: 1_800,
    reason: "Moving the warehouse's data",
  },
  success: [answer],
  errors: [preconditionFailed, conflict],
  handler: async ({ ctx, params, body, request }) => {
    const target = { name: params.name, expectedVersion: expectedVersion(request.header("If-Match")) };
    return reply(ctx, await setFlag(ctx, target, body));
  },
});

const resetRoute = defineRoute({
  ...common,
  method: "delete",
  path: `${FLAGS}/{name}`,
  operationId: "resetFlag",
  summary: "Let a feature flag's default hold again",
  requestHeaders,
  params: flagParams,
  success: [{ status: 204, description: "It is not set any more" }],
  errors: [preconditionFailed, conflict],
  handler: async ({ ctx, params, request }) => {
    await resetFlag(ctx, { name: params.name, expectedVersion: expectedVersion(request.header("If-Match")) });
    return { status: 204 };
  },
});

export const flagRoutes = [listRoute, getRoute, setRoute, resetRoute] as const;
