import { notFound } from "../../platform/errors.ts";
import { defineRoute, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { nextPageLink, pageSchema, wholeList } from "../../platform/pagination.ts";
import { createReplay, replayOrThrow } from "./create-replay.ts";
import { eventBacklog } from "./event-backlog.ts";
import { notRepeatable, subscriberUnknown } from "./events.errors.ts";
import { eventTypesView, replayView } from "./events.view.ts";
import { listReplays } from "./list-replays.ts";
import { backlogSchema, eventTypeSchema, replayBody, replaySchema, replaysQuery } from "./replays.schema.ts";

const common = { tag: "Operations", access: permission("system:admin") } as const;
const PATH = "/api/v1/ops/events";

const EXAMPLE = {
  id: "0197a3c0-7b1e-7c3a-9d52-1f6f0f1c2b3a",
  subscriber: "search.project-products",
  from: "2026-11-01T00:00:00.000Z",
  to: "2026-11-02T00:00:00.000Z",
  again: true,
  status: "running",
  total: 1200,
  done: 480,
  skipped: 0,
  created_at: "2026-11-02T09:30:00.000Z",
  finished_at: null,
};

const typesRoute = defineRoute({
  ...common,
  method: "get",
  path: `${PATH}/types`,
  operationId: "listEventTypes",
  summary: "The catalog of events, and who hears them",
  success: [{ status: 200, description: "All types by name", schema: pageSchema(eventTypeSchema) }],
  handler: () => Promise.resolve({ body: wholeList(eventTypesView()) }),
});

const backlogRoute = defineRoute({
  ...common,
  method: "get",
  path: `${PATH}/backlog`,
  operationId: "getEventBacklog",
  summary: "What has not got through yet, and since when",
  success: [{ status: 200, description: "The backlog", schema: backlogSchema }],
  handler: async ({ ctx }) => ({ body: await eventBacklog(ctx) }),
});

const createRoute = defineRoute({
  ...common,
  method: "post",
  path: `${PATH}/replays`,
  operationId: "createEventReplay",
  summary: "Hand events of the past to one subscriber",
  description:
    "Those of the last 30 days that it has not processed. It goes on in the background, 10,000 events a minute. What fails is tried again as usual and ends in the dead letters.",
  body: replayBody,
  bodyExample: { subscriber: "search.project-products", from: "2026-11-01T00:00:00Z", again: true },
  success: [
    {
      status: 202,
      description: "The replay, which has begun",
      schema: replaySchema,
      example: EXAMPLE,
      headers: { Location: "Where it tells how far it is" },
    },
  ],
  errors: [subscriberUnknown, notRepeatable],
  handler: async ({ ctx, body }) => {
    const replay = await createReplay(ctx, body);
    return { status: 202, body: replayView(replay), headers: { Location: `${PATH}/replays/${replay.id}` } };
  },
});

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: `${PATH}/replays`,
  operationId: "listEventReplays",
  summary: "List replays",
  query: replaysQuery,
  success: [
    {
      status: 200,
      description: "A page of replays, the latest first",
      schema: pageSchema(replaySchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const { rows, pagination } = await listReplays(ctx, query);
    return {
      body: { data: rows.map(replayView), pagination },
      headers: nextPageLink(request.url, pagination),
    };
  },
});

const getRoute = defineRoute({
  ...common,
  method: "get",
  path: `${PATH}/replays/{id}`,
  operationId: "getEventReplay",
  summary: "Read how far a replay is",
  params: idParams,
  success: [{ status: 200, description: "The replay", schema: replaySchema, example: EXAMPLE }],
  errors: [notFound],
  handler: async ({ ctx, params }) => ({ body: replayView(await replayOrThrow(ctx, params.id)) }),
});

export const replayRoutes = [typesRoute, backlogRoute, createRoute, listRoute, getRoute] as const;
