import { z } from "@hono/zod-openapi";
import { capability, defineRoute, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { nextPageLink } from "../../platform/pagination.ts";
import { exportOrders } from "./export-orders.ts";
import { exportQuery } from "./order-list.schema.ts";
import { printHeaders } from "./print.page.ts";
import { isLocale, localeFor } from "./print-wording.ts";
import { printInvoice, printPackingSlip } from "./print-order.ts";

// Orders as files and as pages for paper.

const exportRoute = defineRoute({
  method: "get",
  path: "/api/v1/orders/export",
  operationId: "exportOrders",
  tag: "Orders",
  summary: "Export orders as CSV",
  description:
    "The filters of the list, in the columns of Shopify's export of orders: one row a line item, what is said of the whole order in the first of them. " +
    "Cells that a spreadsheet would take for a formula begin with an apostrophe. A file that does not arrive whole breaks off as a " +
    "connection does.",
  access: permission("order:manage"),
  query: exportQuery,
  success: [
    {
      status: 200,
      description: "The file",
      contentTypes: ["text/csv"],
      headers: { Link: "The next file, when there are more orders" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const { format: _, ...selection } = query;
    const { csv, pagination } = await exportOrders(ctx, selection);
    return {
      stream: csv,
      headers: {
        "Content-Type": "text/csv; charset=UTF-8",
        "Content-Disposition": 'attachment; filename="orders.csv"',
        ...nextPageLink(request.url, pagination),
      },
    };
  },
});

const printQuery = z.object({
  locale: z
    .string()
    .max(35)
    .refine(isLocale, "must be a language tag that is known here")
    .optional()
    .openapi({
      description: "How amounts and days are written; by default as the browser's first language has it.",
      example: "de-DE",
    }),
});

const page = { status: 200, description: "A page to be printed", contentTypes: ["text/html"] } as const;

const invoiceRoute = defineRoute({
  method: "get",
  path: "/api/v1/orders/{id}/invoice",
  operationId: "printInvoice",
  tag: "Orders",
  summary: "An order's invoice as a page to be printed",
  access: capability("order:manage", "X-Order-Token"),
  requestHeaders: { "X-Order-Token": "The order's access_token, for guests." },
  params: idParams,
  query: printQuery,
  success: [page],
  handler: async ({ ctx, params, query, request }) => {
    const locale = localeFor(query.locale, request.header("Accept-Language"));
    const orderToken = request.header("X-Order-Token");
    return {
      text: await printInvoice(ctx, { orderId: params.id, orderToken, locale }),
      headers: await printHeaders(),
    };
  },
});

const packingSlipRoute = defineRoute({
  method: "get",
  path: "/api/v1/orders/{id}/packing-slip",
  operationId: "printPackingSlip",
  tag: "Orders",
  summary: "What is to be sent, as a page to be printed",
  description: "Without prices. With `fulfillment` what is in that one, else all that has not been sent yet.",
  access: permission("order:manage"),
  params: idParams,
  query: printQuery.extend({ fulfillment: z.uuid().optional() }),
  success: [page],
  handler: async ({ ctx, params, query, request }) => {
    const locale = localeFor(query.locale, request.header("Accept-Language"));
    return {
      text: await printPackingSlip(ctx, { orderId: params.id, fulfillmentId: query.fulfillment, locale }),
      headers: await printHeaders(),
    };
  },
});

export const orderDocumentRoutes = [exportRoute, invoiceRoute, packingSlipRoute] as const;
