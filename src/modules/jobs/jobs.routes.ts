import { z } from "@hono/zod-openapi";
import { defineRoute, permission } from "../../platform/http/index.ts";
import { jobRunning, runNow } from "../../platform/jobs.ts";
import {
  cursorQuery,
  decodeCursor,
  limitQuery,
  nextPageLink,
  pageOf,
  pageSchema,
} from "../../platform/pagination.ts";
import { jobView } from "./job.view.ts";
import { cronJobExample, cronJobSchema, runSchema } from "./jobs.schema.ts";
import { jobOrThrow, listJobs } from "./list-jobs.ts";

const JOBS = "/api/v1/ops/jobs";
const common = { tag: "Operations", access: permission("system:admin") } as const;
const params = z.object({ name: z.string().max(100).openapi({ example: "inventory.check-nightly" }) });

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: JOBS,
  operationId: "listCronJobs",
  summary: "List the scheduled jobs: when each is due, and how its last run went",
  query: z.object({ limit: limitQuery, cursor: cursorQuery }),
  success: [
    {
      status: 200,
      description: "A page of jobs, by name",
      schema: pageSchema(cronJobSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const after = decodeCursor(query.cursor, "name")?.id ?? "";
    const found = (await listJobs(ctx)).filter(({ job }) => job.name > after);
    const { rows, pagination } = pageOf(found, query.limit, ({ job }) => {
      return { sort: "name", value: job.name, id: job.name };
    });
    const now = ctx.now();
    const body = { data: rows.map(({ job, record }) => jobView(job, record, now)), pagination };
    return { body, headers: nextPageLink(request.url, pagination) };
  },
});

const getRoute = defineRoute({
  ...common,
  method: "get",
  path: `${JOBS}/{name}`,
  operationId: "getCronJob",
  summary: "Read a scheduled job",
  params,
  success: [{ status: 200, description: "The job", schema: cronJobSchema, example: cronJobExample }],
  handler: async ({ ctx, params: { name } }) => {
    const job = jobOrThrow(name);
    const record = (await listJobs(ctx)).find((known) => known.job === job)?.record;
    return { body: jobView(job, record, ctx.now()) };
  },
});

const runRoute = defineRoute({
  ...common,
  method: "post",
  path: `${JOBS}/{name}/run`,
  operationId: "runCronJob",
  summary: "Run a scheduled job now",
  description:
    "Answers when the run has ended, also when it failed. Its schedule goes on as if it had not been.",
  params,
  success: [{ status: 200, description: "What came of it", schema: runSchema }],
  errors: [jobRunning],
  handler: async ({ ctx, params: { name } }) => {
    const { started, finished, duration, result, error, unfinished } = await runNow(ctx, jobOrThrow(name));
    return {
      body: {
        ...{ started_at: started, finished_at: finished, duration_ms: duration },
        ...{ result, error, more: unfinished },
      },
    };
  },
});

export const jobRoutes = [listRoute, getRoute, runRoute] as const;
