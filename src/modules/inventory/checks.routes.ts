import { z } from "@hono/zod-openapi";
import { conflict } from "../../platform/errors.ts";
import { defineRoute, permission } from "../../platform/http/index.ts";
import { cursorQuery, limitQuery, nextPageLink, pageSchema } from "../../platform/pagination.ts";
import { listChecks } from "./check-stock.ts";
import { checkSchema, repairBody, repairSchema } from "./checks.schema.ts";
import { repairStock } from "./repair-stock.ts";

const common = { tag: "Inventory", access: permission("inventory:manage") } as const;

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/inventory/checks",
  operationId: "listStockChecks",
  summary: "List the reports of the nightly check, the latest first",
  query: z.object({ limit: limitQuery, cursor: cursorQuery }),
  success: [
    {
      status: 200,
      description: "A page of reports",
      schema: pageSchema(checkSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const page = await listChecks(ctx, query);
    return { body: page, headers: nextPageLink(request.url, page.pagination) };
  },
});

const repairRoute = defineRoute({
  ...common,
  method: "post",
  path: "/api/v1/inventory/checks/repair",
  operationId: "repairStock",
  summary: "Check the stock now, and put right what is wrong",
  description:
    "Only reports unless `dry_run` is false. on_hand stays as it is and the ledger gets what it lacks; reserved becomes what open orders hold.",
  body: repairBody,
  bodyExample: { dry_run: false, reason: "After restoring a backup" },
  success: [{ status: 200, description: "What was found", schema: repairSchema }],
  errors: [conflict],
  handler: async ({ ctx, body }) => ({
    body: await repairStock(ctx, { dryRun: body.dry_run, reason: body.reason }),
  }),
});

export const checkRoutes = [listRoute, repairRoute] as const;
