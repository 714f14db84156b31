import { z } from "@hono/zod-openapi";
import { anyone, defineRoute, type Reply } from "../../platform/http/index.ts";
import { currencySchema } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery, pageSchema } from "../../platform/pagination.ts";
import { categorySchema, currencyNotSold, productSchema, soldCurrency } from "../catalog/index.ts";
import type { CachedText } from "./catalog-cache.ts";
import { listCategories } from "./list-categories.ts";
import { listProducts } from "./list-products.ts";
import { readProduct } from "./read-product.ts";

/** Shared caches may keep catalog answers this long; after that they revalidate in the background. */
const CACHE_CONTROL = "public, max-age=15, stale-while-revalidate=60";

const currencyQuery = currencySchema
  .optional()
  .openapi({ description: "Default: the shop's first currency." });
const price = z
  .string()
  .regex(/^\d{1,15}$/, "must be a whole number of minor units")
  .transform(Number)
  .optional()
  .openapi({ type: "integer", minimum: 0, example: 1999 });
const availabilityList = z
  .string()
  .transform((text) => text.split(","))
  .pipe(z.array(z.enum(["in_stock", "low_stock", "out_of_stock"])).min(1))
  .optional()
  .openapi({
    type: "string",
    description: "One or more classes, separated by commas.",
    example: "in_stock,low_stock",
  });

function cachedReply(cached: CachedText): Reply {
  return {
    text: cached.text,
    etag: cached.etag,
    shared: true,
    headers: { "Cache-Control": CACHE_CONTROL, Vary: "Origin", ...cached.headers },
  };
}

const listRoute = defineRoute({
  method: "get",
  path: "/api/v1/products",
  operationId: "listProducts",
  tag: "Products",
  summary: "List the products on sale",
  description: "Keyset pages: follow `next_cursor`. Prices to filter by are in minor units of the currency.",
  access: anyone,
  query: z.object({
    limit: limitQuery,
    cursor: cursorQuery,
    sort: z
      .enum(["-created_at", "created_at", "price", "-price", "name", "-name"])
      .default("-created_at")
      .openapi({ description: "`-` sorts descending; the default shows the newest first." }),
    category: z
      .string()
      .max(255)
      .optional()
      .openapi({ description: "A category's slug; what is in its sub-categories counts too." }),
    min_price: price,
    max_price: price,
    availability: availabilityList,
    currency: currencyQuery,
  }),
  success: [
    {
      status: 200,
      description: "A page of products",
      schema: pageSchema(productSchema),
      headers: { Link: "The next page" },
    },
  ],
  errors: [currencyNotSold],
  handler: async ({ ctx, query, request }) =>
    cachedReply(
      await listProducts(
        ctx,
        {
          currency: soldCurrency(ctx, query.currency, "#/query/currency"),
          sort: query.sort,
          limit: query.limit,
          cursor: query.cursor,
          category: query.category,
          minPrice: query.min_price,
          maxPrice: query.max_price,
          availability: query.availability,
        },
        request.url,
      ),
    ),
});

const getRoute = defineRoute({
  method: "get",
  path: "/api/v1/products/{id}",
  operationId: "getProduct",
  tag: "Products",
  summary: "Read a product by id or slug",
  access: anyone,
  params: z.object({ id: z.string().min(1).max(255).openapi({ description: "The product's id or slug." }) }),
  query: z.object({ currency: currencyQuery }),
  success: [
    { status: 200, description: "The product", schema: productSchema, headers: { ETag: "Its version" } },
  ],
  errors: [currencyNotSold],
  handler: async ({ ctx, params, query }) =>
    cachedReply(await readProduct(ctx, soldCurrency(ctx, query.currency, "#/query/currency"), params.id)),
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

export const searchRoutes = [listRoute, getRoute, categoriesRoute] as const;
