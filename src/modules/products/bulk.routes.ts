import { defineRoute, permission } from "../../platform/http/index.ts";
import { bulkProducts } from "./bulk-products.ts";
import { bulkBody, bulkResultSchema } from "./bulk.schema.ts";

const bulkRoute = defineRoute({
  method: "post",
  path: "/api/v1/products/bulk",
  operationId: "bulkProducts",
  tag: "Products",
  summary: "Create, change and delete many products",
  description:
    "At most 100 operations, carried out one after another, each by itself: the answer is 200 whatever became of them, " +
    "with a result for each.",
  access: permission("product:manage"),
  body: bulkBody,
  bodyExample: {
    operations: [
      { op: "create", body: { name: "Stone mug", sku: "MUG", price: { amount: 1999, currency: "USD" } } },
      {
        op: "update",
        id: "01900000-0000-7000-8000-00000000dead",
        version: 3,
        body: { is_active: true },
      },
    ],
  },
  maxBodyBytes: 4 * 1024 * 1024,
  success: [{ status: 200, description: "What became of each operation", schema: bulkResultSchema }],
  handler: async ({ ctx, body }) => ({ body: { results: await bulkProducts(ctx, body.operations) } }),
});

export const bulkRoutes = [bulkRoute] as const;
