import { z } from "@hono/zod-openapi";
import { conflict, preconditionFailed } from "../../platform/errors.ts";
import { defineRoute, etagOf, expectedVersion, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery, nextPageLink, pageSchema } from "../../platform/pagination.ts";
import { cancelJob } from "./cancel-job.ts";
import { jobOrThrow } from "./get-job.ts";
import type { JobRow } from "./job.ts";
import { jobView } from "./job.view.ts";
import { listJobErrors, listJobs } from "./list-jobs.ts";
import { readResult } from "./read-result.ts";
import { fileMissing, jobFinished, jobNotFinished } from "./transfers.errors.ts";
import { jobErrorSchema, jobExample, jobKindSchema, jobSchema, jobStatusSchema } from "./transfers.schema.ts";

const common = { tag: "Jobs", access: permission("product:manage") } as const;

/** The answer that is a single job. */
export const jobAnswer = {
  status: 200,
  description: "The job",
  schema: jobSchema,
  example: jobExample,
} as const;

export function jobReply(job: JobRow) {
  return { body: jobView(job), etag: etagOf(job.version) };
}

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/jobs",
  operationId: "listJobs",
  summary: "List imports and exports",
  query: z.object({
    limit: limitQuery,
    cursor: cursorQuery,
    sort: z.enum(["-created_at", "created_at"]).default("-created_at"),
    kind: jobKindSchema.optional(),
    status: jobStatusSchema.optional(),
  }),
  success: [
    {
      status: 200,
      description: "A page of jobs",
      schema: pageSchema(jobSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const { rows, pagination } = await listJobs(ctx, query);
    return { body: { data: rows.map(jobView), pagination }, headers: nextPageLink(request.url, pagination) };
  },
});

const getRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/jobs/{id}",
  operationId: "getJob",
  summary: "Read how far a job is",
  params: idParams,
  success: [jobAnswer],
  handler: async ({ ctx, params }) => jobReply(await jobOrThrow(ctx, params.id)),
});

const errorsRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/jobs/{id}/errors",
  operationId: "listJobErrors",
  summary: "List the rows that a job refused",
  description: "The first 10,000 are kept; `progress.failed` of the job counts all.",
  params: idParams,
  query: z.object({ limit: limitQuery, cursor: cursorQuery }),
  success: [
    {
      status: 200,
      description: "A page of refused rows",
      schema: pageSchema(jobErrorSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, params, query, request }) => {
    const { rows, pagination } = await listJobErrors(ctx, { id: params.id, ...query });
    return {
      body: { data: rows.map(({ line, code, message }) => ({ line, code, message })), pagination },
      headers: nextPageLink(request.url, pagination),
    };
  },
});

const cancelRoute = defineRoute({
  ...common,
  method: "post",
  path: "/api/v1/jobs/{id}/cancel",
  operationId: "cancelJob",
  summary: "Cancel a job",
  description: "What was imported before stays. Cancelling a job that has finished is refused.",
  params: idParams,
  requestHeaders: { "If-Match": "Cancel only when the job is at this version." },
  success: [jobAnswer],
  errors: [jobFinished, preconditionFailed, conflict],
  handler: async ({ ctx, params, request }) =>
    jobReply(await cancelJob(ctx, { id: params.id, expected: expectedVersion(request.header("If-Match")) })),
});

const CONTENT_TYPES = { csv: "text/csv; charset=utf-8", ndjson: "application/x-ndjson" } as const;

const resultRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/jobs/{id}/result",
  operationId: "getJobResult",
  summary: "Download the file of an export",
  params: idParams,
  success: [{ status: 200, description: "The file", contentTypes: ["text/csv", "application/x-ndjson"] }],
  errors: [jobNotFinished, fileMissing],
  handler: async ({ ctx, params }) => {
    const { job, stream } = await readResult(ctx, params.id);
    const { format } = job.input;
    return {
      stream,
      headers: {
        "Content-Type": CONTENT_TYPES[format],
        "Content-Disposition": `attachment; filename="products-${job.created_at.slice(0, 10)}.${format}"`,
      },
    };
  },
});

export const jobRoutes = [listRoute, getRoute, errorsRoute, cancelRoute, resultRoute] as const;
