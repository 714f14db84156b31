import { z } from "@hono/zod-openapi";
import { anyone, defineRoute } from "../../platform/http/index.ts";
import { currencyNotSold, soldCurrency } from "../catalog/index.ts";
import { cachedReply } from "./cached-reply.ts";
import { listProducts } from "./list-products.ts";
import { listInput, listUrl } from "./list-query.ts";
import { currencyQuery, listQuery, searchText } from "./list-query.schema.ts";
import { productListSchema, suggestionsSchema } from "./search.schema.ts";
import { suggestCompletions } from "./suggest-completions.ts";

const page = {
  status: 200,
  description: "A page of products",
  schema: productListSchema,
  headers: { Link: "The next page" },
} as const;

const listRoute = defineRoute({
  method: "get",
  path: "/api/v1/products",
  operationId: "listProducts",
  tag: "Products",
  summary: "List the products on sale",
  description: "Keyset pages: follow `next_cursor`. Prices to filter by are in minor units of the currency.",
  access: anyone,
  query: listQuery.extend({
    q: searchText.optional(),
    facets: z
      .enum(["true", "false"])
      .optional()
      .openapi({ description: "`true`: the first page tells how many products have which value." }),
  }),
  success: [page],
  errors: [currencyNotSold],
  handler: async ({ ctx, query, request }) => {
    const q = query.q?.trim() === "" ? undefined : query.q;
    const input = listInput(ctx, request.url, query, { q, facets: query.facets === "true" });
    const url = new URL(listUrl(request.url, input));
    if (input.facets) url.searchParams.set("facets", "true");
    return cachedReply(await listProducts(ctx, input, url.href));
  },
});

const searchRoute = defineRoute({
  method: "get",
  path: "/api/v1/search",
  operationId: "searchProducts",
  tag: "Search",
  summary: "Search the products on sale",
  description:
    "The most relevant first. When no product has all words, mistyped ones are corrected: `query.corrected`. The first page tells the facets.",
  access: anyone,
  query: listQuery.extend({ q: searchText }),
  success: [page],
  errors: [currencyNotSold],
  handler: async ({ ctx, query, request }) => {
    const input = listInput(ctx, request.url, query, { q: query.q, facets: true });
    return cachedReply(await listProducts(ctx, input, listUrl(request.url, input)));
  },
});

const suggestRoute = defineRoute({
  method: "get",
  path: "/api/v1/search/suggest",
  operationId: "suggestCompletions",
  tag: "Search",
  summary: "Complete what is being typed",
  description: "Up to 10 categories and products whose name has the words, the last one unfinished.",
  access: anyone,
  query: z.object({ q: searchText, currency: currencyQuery }),
  success: [
    {
      status: 200,
      description: "Completions, the best first",
      schema: suggestionsSchema,
      example: {
        data: [{ kind: "product", text: "Speckled Stoneware Mug", slug: "speckled-stoneware-mug" }],
      },
    },
  ],
  errors: [currencyNotSold],
  handler: async ({ ctx, query }) => {
    const currency = soldCurrency(ctx, query.currency, "#/query/currency");
    return cachedReply(await suggestCompletions(ctx, currency, query.q));
  },
});

export const listRoutes = [listRoute, searchRoute, suggestRoute] as const;
