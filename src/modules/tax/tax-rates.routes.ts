import { conflict, preconditionFailed } from "../../platform/errors.ts";
import { defineRoute, etagOf, expectedVersion, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery, nextPageLink, pageSchema } from "../../platform/pagination.ts";
import { deleteTaxRate } from "./delete-tax-rate.ts";
import { taxRateOrThrow } from "./get-tax-rate.ts";
import { listTaxRates } from "./list-tax-rates.ts";
import { createTaxRate, replaceTaxRate } from "./save-tax-rate.ts";
import { taxRateTaken } from "./tax.errors.ts";
import { taxRateView } from "./tax-rate.view.ts";
import type { TaxRateRow } from "./tax-rates.repo.ts";
import { taxRateBody, taxRateFilter, taxRateSchema } from "./tax-rates.schema.ts";

const RATES = "/api/v1/tax/rates";
const requestHeaders = { "If-Match": "Only this version (ETag) is changed." };
const reads = { tag: "Shipping and tax", access: permission("order:manage") } as const;
const writes = { tag: "Shipping and tax", access: permission("system:admin") } as const;

const rateAnswer = {
  status: 200,
  description: "The tax rate",
  schema: taxRateSchema,
  headers: { ETag: "Its version" },
} as const;

const example = {
  name: "New York sales tax",
  country: "US",
  region: "NY",
  rate_ppm: 88_750,
  applies_to_shipping: true,
};

function reply(row: TaxRateRow) {
  return { body: taxRateView(row), etag: etagOf(row.version) };
}

const listRoute = defineRoute({
  ...reads,
  method: "get",
  path: RATES,
  operationId: "listTaxRates",
  summary: "List tax rates",
  query: taxRateFilter.extend({ limit: limitQuery, cursor: cursorQuery }),
  success: [
    {
      status: 200,
      description: "A page of tax rates",
      schema: pageSchema(taxRateSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const { rows, pagination } = await listTaxRates(ctx, query);
    return {
      body: { data: rows.map(taxRateView), pagination },
      headers: nextPageLink(request.url, pagination),
    };
  },
});

const createRoute = defineRoute({
  ...writes,
  method: "post",
  path: RATES,
  operationId: "createTaxRate",
  summary: "Add a tax rate",
  description:
    "A rate is for a country, a region or postal codes in it, and for a class of goods. Whether prices include it: PUT /api/v1/tax/settings.",
  body: taxRateBody,
  bodyExample: example,
  success: [{ ...rateAnswer, status: 201, headers: { ...rateAnswer.headers, Location: "The tax rate" } }],
  errors: [taxRateTaken],
  handler: async ({ ctx, body }) => {
    const row = await createTaxRate(ctx, body);
    return { ...reply(row), status: 201, headers: { Location: `${RATES}/${row.id}` } };
  },
});

const getRoute = defineRoute({
  ...reads,
  method: "get",
  path: `${RATES}/{id}`,
  operationId: "getTaxRate",
  summary: "Read a tax rate",
  params: idParams,
  success: [rateAnswer],
  handler: async ({ ctx, params }) => reply(await taxRateOrThrow(ctx, params.id)),
});

const replaceRoute = defineRoute({
  ...writes,
  method: "put",
  path: `${RATES}/{id}`,
  operationId: "replaceTaxRate",
  summary: "Replace a tax rate",
  requestHeaders,
  params: idParams,
  body: taxRateBody,
  bodyExample: example,
  success: [rateAnswer],
  errors: [taxRateTaken, preconditionFailed, conflict],
  handler: async ({ ctx, params, body, request }) =>
    reply(
      await replaceTaxRate(
        ctx,
        { id: params.id, expectedVersion: expectedVersion(request.header("If-Match")) },
        body,
      ),
    ),
});

const deleteRoute = defineRoute({
  ...writes,
  method: "delete",
  path: `${RATES}/{id}`,
  operationId: "deleteTaxRate",
  summary: "Delete a tax rate",
  requestHeaders,
  params: idParams,
  success: [{ status: 204, description: "It is gone" }],
  errors: [preconditionFailed, conflict],
  handler: async ({ ctx, params, request }) => {
    await deleteTaxRate(ctx, {
      id: params.id,
      expectedVersion: expectedVersion(request.header("If-Match")),
    });
    return { status: 204 };
  },
});

export const taxRateRoutes = [listRoute, createRoute, getRoute, replaceRoute, deleteRoute] as const;
