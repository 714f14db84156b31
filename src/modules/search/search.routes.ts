import { z } from "@hono/zod-openapi";
import { notFound } from "../../platform/errors.ts";
import { anyone, defineRoute } from "../../platform/http/index.ts";
import { pageSchema } from "../../platform/pagination.ts";
import {
  categorySchema,
  currencyNotSold,
  findSlugTarget,
  productSchema,
  soldCurrency,
} from "../catalog/index.ts";
import { CACHE_HEADERS, cachedReply } from "./cached-reply.ts";
import { listCategories } from "./list-categories.ts";
import { currencyQuery } from "./list-query.schema.ts";
import { findProduct } from "./read-product.ts";

const getRoute = defineRoute({
  method: "get",
  path: "/api/v1/products/{id}",
  operationId: "getProduct",
  tag: "Products",
  summary: "Read a product by id or slug",
  description: "A slug that it had before is answered by 301 with the one that it has now.",
  access: anyone,
  params: z.object({ id: z.string().min(1).max(255).openapi({ description: "The product's id or slug." }) }),
  query: z.object({ currency: currencyQuery }),
  success: [
    { status: 200, description: "The product", schema: productSchema, headers: { ETag: "Its version" } },
  ],
  errors: [currencyNotSold],
  handler: async ({ ctx, params, query, request }) => {
    const currency = soldCurrency(ctx, query.currency, "#/query/currency");
    const product = await findProduct(ctx, currency, params.id);
    if (product) return cachedReply(product);
    const movedTo = await findSlugTarget(ctx, "product", params.id);
    if (movedTo === undefined) throw notFound(`There is no product "${params.id}".`);
    const Location = `/api/v1/products/${encodeURIComponent(movedTo)}${new URL(request.url).search}`;
    return { status: 301, headers: { ...CACHE_HEADERS, Location } };
  },
});

const categoriesRoute = defineRoute({
  method: "get",
  path: "/api/v1/categories",
  operationId: "listCategories",
  tag: "Products",
  summary: "List all categories",
  description: "The whole tree in one page; `parent_id` links a category to the one above it.",
  access: anyone,
  success: [{ status: 200, description: "All categories", schema: pageSchema(categorySchema) }],
  handler: async ({ ctx }) => cachedReply(await listCategories(ctx)),
});

export const searchRoutes = [getRoute, categoriesRoute] as const;
