import { z } from "@hono/zod-openapi";
import { currencySchema } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery } from "../../platform/pagination.ts";

export const currencyQuery = currencySchema
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

const value = z.string().min(1).max(255);

/** Documented here, read from the URL by `facetFilters`: the names are the shop's own. */
const byName = (what: string, example: Record<string, string>) =>
  z
    .record(z.string(), z.string())
    .optional()
    .openapi({
      param: { style: "deepObject", explode: true },
      description: `${what} by name. Given twice, one of its values is enough. A name or value that no product has finds nothing.`,
      example,
    });

export const searchText = z.string().max(200).openapi({
  description:
    "What to search for in names, SKUs, barcodes, categories, tags, attributes, options, vendors and descriptions. All words must be found, the last one may be unfinished.",
  example: "stoneware mug",
});

const SORTS = ["relevance", "-created_at", "created_at", "price", "-price", "name", "-name"] as const;

/** What every list of products takes. */
export const listQuery = z.object({
  limit: limitQuery,
  cursor: cursorQuery,
  sort: z.enum(SORTS).optional().openapi({
    description:
      "`-` sorts descending. The default is `relevance` for a search and `-created_at`, the newest first, for a list, which has no relevance.",
    example: "-created_at",
  }),
  category: value
    .optional()
    .openapi({ description: "A category's slug; what is in its sub-categories counts too." }),
  tag: z
    .union([value, z.array(value).max(10)])
    .optional()
    .openapi({ type: "string", description: "Given more than once, products have each.", example: "gift" }),
  vendor: value.optional(),
  attributes: byName("Attribute values", { material: "Stoneware" }),
  options: byName("Option values that a product comes in", { Color: "Sage" }),
  min_price: price,
  max_price: price,
  availability: availabilityList,
  currency: currencyQuery,
});

export type ListQuery = z.output<typeof listQuery>;
