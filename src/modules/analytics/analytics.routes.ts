import type { z } from "@hono/zod-openapi";
import { defineRoute, permission, type Reply } from "../../platform/http/index.ts";
import { nextPageLink } from "../../platform/pagination.ts";
import {
  productReportQuery,
  productReportSchema,
  refundReportSchema,
  reportQuery,
  reportSchema,
  summaryQuery,
  summarySchema,
} from "./analytics.schema.ts";
import { type ReportName, REPORTS } from "./figures.ts";
import { reportCsv } from "./report-csv.ts";
import { readFigures, readProducts, readRefunds, readSummary } from "./reports.ts";

// Reports for staff, answered from roll-ups; what they count stands in docs/architecture/analytics.md.

const shared = { method: "get", tag: "Analytics", access: permission("order:manage") } as const;

const HEADERS = { "Cache-Control": "private, max-age=60", Vary: "Accept, Authorization, Cookie" };

interface Asked {
  query: { format?: "json" | "csv" | undefined };
  request: { header(name: string): string | undefined };
}

/** JSON, or `rows` as CSV for whoever asks for it. */
function answer(
  { query, request }: Asked,
  body: { currency: string; from: string; to: string },
  rows: Parameters<typeof reportCsv>[0],
  headers: Record<string, string> = {},
): Reply {
  const isCsv =
    query.format === undefined ? /^text\/csv\b/.test(request.header("Accept") ?? "") : query.format === "csv";
  if (!isCsv) return { body, headers: { ...HEADERS, ...headers } };
  const type = {
    "Content-Type": "text/csv; charset=UTF-8",
    "Content-Disposition": `attachment; filename="analytics-${body.from}-${body.to}.csv"`,
  };
  return { text: reportCsv(rows, body.currency), headers: { ...HEADERS, ...headers, ...type } };
}

function success(schema: z.ZodType, headers?: Record<string, string>) {
  const description = "The report; as CSV with `format=csv` or `Accept: text/csv`";
  return [
    {
      status: 200 as const,
      description,
      schema,
      contentTypes: ["text/csv"],
      ...(headers ? { headers } : {}),
    },
  ];
}

function figuresRoute(name: Exclude<ReportName, "refunds">, summary: string) {
  return defineRoute({
    ...shared,
    path: `/api/v1/analytics/${name}`,
    operationId: `getAnalytics${name[0]?.toUpperCase()}${name.slice(1)}`,
    summary,
    query: reportQuery,
    success: success(reportSchema(name)),
    handler: async (input) => {
      const report = await readFigures(input.ctx, name, input.query);
      return answer(input, report, report.data);
    },
  });
}

const refundsRoute = defineRoute({
  ...shared,
  path: "/api/v1/analytics/refunds",
  operationId: "getAnalyticsRefunds",
  summary: "Money that went back, on the day it did",
  query: reportQuery,
  success: success(refundReportSchema),
  handler: async (input) => {
    const report = await readRefunds(input.ctx, input.query);
    return answer(input, report, report.data);
  },
});

const productsRoute = defineRoute({
  ...shared,
  path: "/api/v1/analytics/products",
  operationId: "getAnalyticsProducts",
  summary: "What sold best",
  description:
    "Units and revenue (after discounts) of orders that were paid, more or less what edits and cancellations changed on the days they did; refunds beside it. A period may have 100 days.",
  query: productReportQuery,
  success: success(productReportSchema, { Link: "The next page" }),
  handler: async (input) => {
    const report = await readProducts(input.ctx, input.query);
    return answer(input, report, report.data, nextPageLink(input.request.url, report.pagination));
  },
});

const summaryRoute = defineRoute({
  ...shared,
  path: "/api/v1/analytics/summary",
  operationId: "getAnalyticsSummary",
  summary: "All reports' totals of a period, and of the one before it",
  query: summaryQuery,
  success: success(summarySchema),
  handler: async (input) => {
    const summary = await readSummary(input.ctx, input.query);
    const rows = (Object.keys(REPORTS) as ReportName[]).flatMap((report) =>
      Object.keys(REPORTS[report]).map((figure) => ({
        report,
        figure,
        value: summary[report][figure] ?? null,
        previous: summary.previous[report][figure] ?? null,
      })),
    );
    return answer(input, summary, rows);
  },
});

export const analyticsRoutes = [
  summaryRoute,
  figuresRoute("sales", "What was sold, given back and kept"),
  figuresRoute("orders", "Orders placed, paid and cancelled"),
  figuresRoute("conversion", "How many carts became orders, in all currencies"),
  productsRoute,
  figuresRoute("customers", "New and returning customers"),
  refundsRoute,
] as const;
