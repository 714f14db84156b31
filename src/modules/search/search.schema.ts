import { z } from "@hono/zod-openapi";
import { moneySchema } from "../../platform/http/schemas.ts";
import { pageSchema } from "../../platform/pagination.ts";
import { productSchema } from "../catalog/index.ts";

const countSchema = z.object({ value: z.string(), count: z.int() });
const namedCountsSchema = z.object({ name: z.string(), values: z.array(countSchema) });

export const facetsSchema = z
  .object({
    categories: z.array(z.object({ slug: z.string(), name: z.string(), count: z.int() })),
    tags: z.array(countSchema),
    vendors: z.array(countSchema),
    attributes: z.array(namedCountsSchema),
    options: z.array(namedCountsSchema),
    availability: z.array(
      z.object({ value: z.enum(["in_stock", "low_stock", "out_of_stock"]), count: z.int() }),
    ),
    price: z.object({ min: moneySchema, max: moneySchema }).nullable().openapi({
      description: "null when nothing matches, or when more match by words or facets than are counted.",
    }),
    counted: z.int().openapi({ description: "How many products were counted." }),
    complete: z.boolean().openapi({
      description: "False when more than 250 products match: then 250 of them were counted.",
    }),
  })
  .openapi("Facets", {
    description:
      "How many of the products that match all filters have each value; up to 100 values of a facet.",
  });

export type Facets = z.output<typeof facetsSchema>;

const searchedSchema = z
  .object({
    text: z.string(),
    corrected: z.string().optional().openapi({
      description: "Nothing matched the text as it was written; these are the products for this one.",
    }),
  })
  .openapi("SearchedQuery");

/** A page of products, with what was searched for and the facets where they were asked for. */
export const productListSchema = pageSchema(productSchema).extend({
  facets: facetsSchema.optional(),
  query: searchedSchema.optional(),
});

export const suggestionsSchema = z.object({
  data: z.array(
    z
      .object({ kind: z.enum(["category", "product"]), text: z.string(), slug: z.string() })
      .openapi("Suggestion"),
  ),
});

export const rebuildSchema = z
  .object({
    status: z.enum(["waiting", "running", "done"]),
    requested_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    finished_at: z.iso.datetime().nullable(),
    projected: z.int().openapi({ description: "Products that were rebuilt so far." }),
  })
  .openapi("SearchRebuild");
