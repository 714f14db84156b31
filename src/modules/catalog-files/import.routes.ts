import { z } from "@hono/zod-openapi";
import { unsupportedMediaType } from "../../platform/errors.ts";
import { defineRoute, permission } from "../../platform/http/index.ts";
import { currencySchema } from "../../platform/http/schemas.ts";
import { currencyNotSold, importReportSchema, soldCurrency } from "../catalog/index.ts";
import { importProducts } from "./import-products.ts";
import { importColumnsMissing, importMalformedCsv, importTooLarge } from "./import.errors.ts";

const EXAMPLE = `Handle,Title,Type,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Image Src
clay-pot,Clay Pot,Garden,Size,Small,POT-S,12,9.99,https://example.com/pot.jpg
clay-pot,,,,Large,POT-L,4,15.99,
`;

const importRoute = defineRoute({
  method: "post",
  path: "/api/v1/products/import",
  operationId: "importProducts",
  tag: "Products",
  summary: "Import products from a CSV file",
  description:
    "Takes the CSV that Shopify exports: rows with the same `Handle` make one product. Known products are updated, " +
    "variants keep their ids, variants missing from the file are archived. Importing a file twice changes nothing. " +
    "Wrong rows are listed in the report, all others are imported. At most 5,000 rows and 4 MiB; UTF-8.",
  access: permission("product:manage"),
  query: z.object({
    dry_run: z
      .enum(["true", "false"])
      .default("false")
      .openapi({ description: "`true` answers the same report and writes nothing." }),
    currency: currencySchema
      .optional()
      .openapi({ description: "Of the file's prices. Default: the shop's first currency." }),
  }),
  textBody: { contentType: "text/csv", description: "The file.", example: EXAMPLE },
  maxBodyBytes: 4 * 1024 * 1024,
  success: [
    {
      status: 200,
      description: "What the import did, or would do",
      schema: importReportSchema,
      example: {
        created: 1,
        updated: 0,
        unchanged: 0,
        failed: 1,
        errors: [{ line: 3, code: "price_missing", message: "A variant needs a Variant Price." }],
      },
    },
  ],
  errors: [importMalformedCsv, importColumnsMissing, importTooLarge, currencyNotSold],
  handler: async ({ ctx, query, request }) => {
    requireCsv(request.header("Content-Type"));
    const currency = soldCurrency(ctx, query.currency, "#/query/currency");
    const report = await importProducts(ctx, {
      csv: await request.text(),
      currency,
      dryRun: query.dry_run === "true",
    });
    return { body: report };
  },
});

/** @throws request.unsupported_media_type */
function requireCsv(contentType: string | undefined): void {
  const [type, ...parameters] = (contentType ?? "")
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  const charset = parameters
    .find((parameter) => parameter.startsWith("charset="))
    ?.replace(/^charset=|"/g, "");
  if (type !== "text/csv" || (charset !== undefined && charset !== "utf-8" && charset !== "utf8")) {
    throw unsupportedMediaType('Send the file as "Content-Type: text/csv" in UTF-8.');
  }
}

export const importRoutes = [importRoute] as const;
