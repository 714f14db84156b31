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
import { invariantsJob } from "./check-invariants.ts";
import { findReports, type InvariantReport } from "./invariants.repo.ts";

const INVARIANTS = "/api/v1/ops/invariants";
const SORT = "-started_at";
const common = { tag: "Operations", access: permission("system:admin") } as const;

const reportSchema = z
  .object({
    id: z.uuid(),
    started_at: z.iso.datetime(),
    finished_at: z.iso.datetime(),
    orders: z.int().openapi({ description: "How many orders were looked at." }),
    breaches: z.int().openapi({ description: "0: all is well." }),
    findings: z
      .array(
        z.object({
          code: z.string().openapi({ example: "order_total" }),
          entity: z.enum(["order", "event"]),
          entity_id: z.string(),
          details: z.record(z.string(), z.unknown()),
        }),
      )
      .openapi({ description: "The first 100 of them." }),
  })
  .openapi("InvariantsReport");

function reportView({ id, started_at, finished_at, orders, breaches, findings }: InvariantReport) {
  return { id, started_at, finished_at, orders, breaches, findings };
}

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: INVARIANTS,
  operationId: "listInvariantReports",
  summary: "List the reports of the nightly check of the books, the latest first",
  query: z.object({ limit: limitQuery, cursor: cursorQuery }),
  success: [
    {
      status: 200,
      description: "A page of reports",
      schema: pageSchema(reportSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const reports = await findReports(ctx, decodeCursor(query.cursor, SORT), query.limit + 1);
    const { rows, pagination } = pageOf(reports, query.limit, ({ id, started_at: value }) => {
      return { sort: SORT, value, id };
    });
    const body = { data: rows.map(reportView), pagination };
    return { body, headers: nextPageLink(request.url, pagination) };
  },
});

const runRoute = defineRoute({
  ...common,
  method: "post",
  path: INVARIANTS,
  operationId: "checkInvariants",
  summary: "Check the books now",
  success: [{ status: 200, description: "The latest report", schema: reportSchema }],
  errors: [jobRunning],
  handler: async ({ ctx }) => {
    const { error } = await runNow(ctx, invariantsJob);
    const [report] = await findReports(ctx, undefined, 1);
    if (error !== null || !report) throw new Error(`the check failed: ${error}`);
    return { body: reportView(report) };
  },
});

export const invariantRoutes = [listRoute, runRoute] as const;
