import { z } from "@hono/zod-openapi";
import { preconditionFailed } from "../../platform/errors.ts";
import { defineRoute, expectedVersion, permission } from "../../platform/http/index.ts";
import { nextPageLink, pageSchema } from "../../platform/pagination.ts";
import { checkRoutes } from "./checks.routes.ts";
import { backordersOpen } from "./inventory.errors.ts";
import { policyBody, stockExample, stockQuery, stockSchema } from "./inventory.schema.ts";
import { ledgerRoutes } from "./ledger.routes.ts";
import { locationRoutes } from "./locations.routes.ts";
import { listStock, stockOrThrow } from "./read-stock.ts";
import { setStockPolicy } from "./set-stock-policy.ts";
import { stockChangeRoutes } from "./stock-changes.routes.ts";
import { stockReply } from "./stock.view.ts";

const common = { tag: "Inventory", access: permission("inventory:manage") } as const;
const params = z.object({ variant_id: z.uuid() });
const stockAnswer = {
  status: 200,
  description: "The stock",
  schema: stockSchema,
  example: stockExample,
  headers: { ETag: "Its version" },
} as const;

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/inventory",
  operationId: "listStock",
  summary: "List the stock of variants, by SKU",
  query: stockQuery,
  success: [
    {
      status: 200,
      description: "A page of variants",
      schema: pageSchema(stockSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const { archived, low_stock, ...filter } = query;
    const page = await listStock(ctx, {
      ...filter,
      archived: archived === "true",
      ...(low_stock === undefined ? {} : { low_stock: true }),
    });
    return { body: page, headers: nextPageLink(request.url, page.pagination) };
  },
});

const getRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/inventory/{variant_id}",
  operationId: "getStock",
  summary: "Read the stock of a variant",
  params,
  success: [stockAnswer],
  handler: async ({ ctx, params: { variant_id } }) => stockReply(await stockOrThrow(ctx, variant_id)),
});

const policyRoute = defineRoute({
  ...common,
  method: "patch",
  path: "/api/v1/inventory/{variant_id}",
  operationId: "setStockPolicy",
  summary: "Change when a variant is low, and whether it may be back-ordered",
  description:
    "`backorder.limit` is how many units may be promised beyond what is on hand. `backorder.allowed` is the variant's `inventory_policy`.",
  requestHeaders: { "If-Match": "Only this version (ETag) is changed." },
  params,
  body: policyBody,
  bodyExample: { low_stock_threshold: 20, backorder: { allowed: true, limit: 50 } },
  success: [stockAnswer],
  errors: [preconditionFailed, backordersOpen],
  handler: async ({ ctx, params: { variant_id }, body, request }) => {
    const target = {
      variantId: variant_id,
      expectedVersion: expectedVersion(request.header("If-Match")),
    };
    return stockReply(await setStockPolicy(ctx, target, body));
  },
});

// Paths with a name come before the one with a variant's id.
export const inventoryRoutes = [
  listRoute,
  ...locationRoutes,
  ...ledgerRoutes,
  ...checkRoutes,
  ...stockChangeRoutes,
  getRoute,
  policyRoute,
] as const;
