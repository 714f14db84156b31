import { z } from "@hono/zod-openapi";
import { defineRoute, etagOf, permission } from "../../platform/http/index.ts";
import { notFound } from "../../platform/errors.ts";
import { adjustStock } from "./adjust-stock.ts";
import { findStock } from "./stock.repo.ts";
import { stockBelowReserved } from "./inventory.errors.ts";
import { adjustmentBody, stockSchema } from "./inventory.schema.ts";

const getRoute = defineRoute({
  method: "get",
  path: "/api/v1/inventory/{variant_id}",
  operationId: "getStock",
  tag: "Inventory",
  summary: "Read the stock of a variant",
  access: permission("inventory:manage"),
  params: z.object({ variant_id: z.uuid() }),
  success: [{ status: 200, description: "The stock", schema: stockSchema, headers: { ETag: "Its version" } }],
  handler: async ({ ctx, params }) => {
    const stock = await findStock(ctx, { variantId: params.variant_id });
    if (!stock) throw notFound("There is no such variant.");
    return { body: stock, etag: etagOf(stock.version) };
  },
});

const adjustRoute = defineRoute({
  method: "post",
  path: "/api/v1/inventory/adjustments",
  operationId: "adjustStock",
  tag: "Inventory",
  summary: "Change what is on hand",
  access: permission("inventory:manage"),
  body: adjustmentBody,
  bodyExample: { sku: "MUG-STONE-350-BLU", delta: -1, reason: "Broken in the warehouse" },
  success: [{ status: 201, description: "The stock after the change", schema: stockSchema }],
  errors: [stockBelowReserved],
  handler: async ({ ctx, body }) => {
    const stock = await adjustStock(ctx, body);
    return {
      status: 201,
      body: stock,
      etag: etagOf(stock.version),
      headers: { Location: `/api/v1/inventory/${stock.variant_id}` },
    };
  },
});

export const inventoryRoutes = [getRoute, adjustRoute] as const;
