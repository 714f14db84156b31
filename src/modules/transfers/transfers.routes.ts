import { z } from "@hono/zod-openapi";
import { payloadTooLarge, unsupportedMediaType } from "../../platform/errors.ts";
import { defineRoute, permission } from "../../platform/http/index.ts";
import { currencySchema } from "../../platform/http/schemas.ts";
import { currencyNotSold, soldCurrency } from "../catalog/index.ts";
import {
  type CatalogFormat,
  importColumnsMissing,
  importMalformedCsv,
  importProductTooLarge,
  importRowsScattered,
  importTooLarge,
} from "../catalog-files/index.ts";
import { createExport } from "./create-export.ts";
import { createImport } from "./create-import.ts";
import type { JobRow } from "./job.ts";
import { jobAnswer, jobReply } from "./jobs.routes.ts";
import { MAX_FILE_BYTES, tooLarge } from "./store-file.ts";
import { fileEmpty } from "./transfers.errors.ts";
import { formatSchema, jobExample } from "./transfers.schema.ts";

const common = { tag: "Products", access: permission("product:manage") } as const;

const accepted = {
  ...jobAnswer,
  status: 202,
  description: "The job, which has been queued",
  example: { ...jobExample, status: "queued", progress: { total: 50_000, done: 0, failed: 0 }, result: {} },
  headers: { Location: "Where the job tells how far it is" },
} as const;

function acceptedReply(job: JobRow) {
  return { ...jobReply(job), status: 202, headers: { Location: `/api/v1/jobs/${job.id}` } };
}

const CSV_EXAMPLE = `Handle,Title,Variant SKU,Variant Inventory Qty,Variant Price
clay-pot,Clay Pot,POT,12,9.99
`;
const NDJSON_EXAMPLE = `{"slug":"clay-pot","name":"Clay Pot","variants":[{"sku":"POT","prices":{"USD":{"amount":999}},"available":12}]}
`;

const importRoute = defineRoute({
  ...common,
  method: "post",
  path: "/api/v1/products/imports",
  operationId: "createProductImport",
  summary: "Import a large product file in the background",
  description:
    "Takes what POST /products/import takes, and NDJSON with one product a line as an export writes it, up to 100 MiB and 200,000 " +
    "rows. The file is imported in small steps; the job tells how far it is and which rows were refused. Rows of a product " +
    "that stand apart are brought together, up to 500 times a file. Importing a file twice changes nothing the second " +
    "time, so repeating a request whose answer was lost is safe.",
  query: z.object({
    dry_run: z
      .enum(["true", "false"])
      .default("false")
      .openapi({ description: "`true` counts and reports as usual and writes nothing." }),
    currency: currencySchema
      .optional()
      .openapi({ description: "Of a CSV's prices. Default: the shop's first currency." }),
  }),
  streamBody: {
    description: "The file, in UTF-8.",
    contentTypes: {
      "text/csv": { example: CSV_EXAMPLE },
      "application/x-ndjson": { example: NDJSON_EXAMPLE },
    },
  },
  idempotency: "ignored",
  success: [accepted],
  errors: [
    fileEmpty,
    currencyNotSold,
    importColumnsMissing,
    importMalformedCsv,
    importProductTooLarge,
    importRowsScattered,
    importTooLarge,
    payloadTooLarge,
  ],
  handler: async ({ ctx, query, request }) => {
    const format = formatOf(request.header("Content-Type"));
    if (Number(request.header("Content-Length") ?? 0) > MAX_FILE_BYTES) throw tooLarge();
    const currency = soldCurrency(ctx, query.currency, "#/query/currency");
    const { stream } = request;
    return acceptedReply(
      await createImport(ctx, { stream, format, currency, dryRun: query.dry_run === "true" }),
    );
  },
});

const FORMATS: Readonly<Record<string, CatalogFormat>> = {
  "text/csv": "csv",
  "application/x-ndjson": "ndjson",
  "application/ndjson": "ndjson",
};

/** @throws request.unsupported_media_type */
function formatOf(contentType = ""): CatalogFormat {
  const [type = "", ...parameters] = contentType
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith("charset="));
  const format = FORMATS[type];
  if (format && /^(charset="?utf-?8"?)?$/.test(charset ?? "")) return format;
  throw unsupportedMediaType('Send the file as "text/csv" or "application/x-ndjson" in UTF-8.');
}

const exportRoute = defineRoute({
  ...common,
  method: "post",
  path: "/api/v1/products/exports",
  operationId: "createProductExport",
  summary: "Export the whole catalog to a file",
  description:
    "Products of every status, with their variants on sale. The CSV is Shopify's, in one currency; columns that a former import did " +
    "not know come back as they were. NDJSON has everything, ids and metadata included. Importing the file again changes nothing.",
  body: z.strictObject({ format: formatSchema, currency: currencySchema.optional() }),
  bodyExample: { format: "csv" },
  success: [accepted],
  errors: [currencyNotSold],
  handler: async ({ ctx, body }) => {
    const currency = soldCurrency(ctx, body.currency, "#/currency");
    return acceptedReply(await createExport(ctx, { format: body.format, currency }));
  },
});

export const transferRoutes = [importRoute, exportRoute] as const;
