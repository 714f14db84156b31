import { z } from "@hono/zod-openapi";
import { notFound } from "../../platform/errors.ts";
import { anyone, defineRoute } from "../../platform/http/index.ts";
import { pageSchema } from "../../platform/pagination.ts";
import { categorySchema, currencyNotSold, productSchema, soldCurrency } from "../catalog/index.ts";
import { asksAsStaff } from "./asks-as-staff.ts";
import { CACHE_HEADERS, cachedReply, timingHeader } from "./cached-reply.ts";
import { listCategories } from "./list-categories.ts";
import { currencyQuery } from "./list-query.schema.ts";
import { readFreshProduct } from "./read-fresh-product.ts";
import { findProduct } from "./read-product.ts";

/** A cache between us must not answer staff with what everybody gets. */
const VARY = { Vary: "Origin, Authorization, Cookie" } as const;

const getRoute = defineRoute({
  method: "get",
  path: "/api/v1/products/{id}",
  operationId: "getProduct",
  tag: "Products",
  summary: "Read a product by id or slug",
  description:
    "A slug that it had before is answered by 301 with the one that it has now. Who may change products and says so by their credentials gets it uncached, as it was last changed.",
  access: anyone,
  params: z.object({ id: z.string().min(1).max(255).openapi({ description: "The product's id or slug." }) }),
  query: z.object({ currency: currencyQuery }),
  success: [
    { status: 200, description: "The product", schema: productSchema, headers: { ETag: "Its version" } },
    { status: 301, description: "It has another slug now", headers: { Location: "Where it is now" } },
  ],
  errors: [currencyNotSold],
  handler: async ({ ctx, params, query, request }) => {
    const currency = soldCurrency(ctx, query.currency, "#/query/currency");
    const fresh = await asksAsStaff(ctx, request);
    const { value: found, level } = await (fresh ? readFreshProduct : findProduct)(ctx, currency, params.id);
    const headers = { ...(fresh ? {} : CACHE_HEADERS), ...VARY, ...timingHeader(level) };
    if ("text" in found) return { text: found.text, etag: found.etag, shared: !fresh, headers };
    const { movedTo } = found;
    if (movedTo === undefined)
      throw notFound(`There is no product "${params.id}".`, { headers: timingHeader(level) });
    const Location = `/api/v1/products/${encodeURIComponent(movedTo)}${new URL(request.url).search}`;
    return { status: 301, headers: { ...headers, Location } };
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
