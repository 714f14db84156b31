import { notFound } from "../../platform/errors.ts";
import { defineRoute, permission } from "../../platform/http/index.ts";
import { type Rebuild, readRebuild } from "./read-rebuild.ts";
import { requestRebuild } from "./request-rebuild.ts";
import { rebuildSchema } from "./search.schema.ts";

const PATH = "/api/v1/search/rebuild";

function view({ status, requested_at, started_at, finished_at, projected }: Rebuild) {
  return { status, requested_at, started_at, finished_at, projected };
}

const example = view({
  status: "waiting",
  for: "",
  requested_at: "2026-11-22T10:00:00.000Z",
  started_at: null,
  finished_at: null,
  after: "",
  projected: 0,
});

const requestRoute = defineRoute({
  method: "post",
  path: PATH,
  operationId: "rebuildSearch",
  tag: "Search",
  summary: "Rebuild the catalog that shoppers see and search",
  description:
    "From the system of record, in slices and without downtime. While one waits or runs, the answer is that one.",
  access: permission("system:admin"),
  idempotency: "ignored",
  success: [
    {
      status: 202,
      description: "It will start within a minute",
      schema: rebuildSchema,
      example,
      headers: { Location: "Where its progress is read" },
    },
  ],
  handler: async ({ ctx }) => ({
    status: 202,
    body: view(await requestRebuild(ctx)),
    headers: { Location: PATH },
  }),
});

const progressRoute = defineRoute({
  method: "get",
  path: PATH,
  operationId: "getSearchRebuild",
  tag: "Search",
  summary: "How far the last rebuild is",
  access: permission("system:admin"),
  success: [{ status: 200, description: "The last rebuild", schema: rebuildSchema, example }],
  errors: [notFound],
  handler: async ({ ctx }) => {
    const rebuild = await readRebuild(ctx);
    if (!rebuild) throw notFound("The catalog was never rebuilt.");
    return { body: view(rebuild) };
  },
});

export const rebuildRoutes = [requestRoute, progressRoute] as const;
