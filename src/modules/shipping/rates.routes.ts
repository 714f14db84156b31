import { z } from "@hono/zod-openapi";
import { conflict, preconditionFailed } from "../../platform/errors.ts";
import { defineRoute, etagOf, expectedVersion, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery, nextPageLink, pageSchema } from "../../platform/pagination.ts";
import { currencyNotSold } from "../catalog/index.ts";
import { deleteRate } from "./delete-rate.ts";
import { rateOrThrow } from "./get-zone.ts";
import { listRates } from "./list-zones.ts";
import type { RateRow } from "./rates.repo.ts";
import { rateParams, shippingRateBody, shippingRateSchema } from "./rates.schema.ts";
import { createRate, replaceRate } from "./save-rate.ts";
import { rateView } from "./zones.view.ts";

const RATES = "/api/v1/shipping/zones/{id}/rates";
const requestHeaders = { "If-Match": "Only this version (ETag) is changed." };
const reads = { tag: "Shipping and tax", access: permission("order:manage") } as const;
const writes = { tag: "Shipping and tax", access: permission("system:admin") } as const;

const rateAnswer = {
  status: 200,
  description: "The rate",
  schema: shippingRateSchema,
  headers: { ETag: "Its version" },
} as const;

const example = {
  name: "Standard",
  price: { amount: 599, currency: "USD" },
  max_weight_grams: 20_000,
  free_from: { amount: 10_000, currency: "USD" },
  delivery: { min_days: 2, max_days: 4 },
};

function reply(row: RateRow) {
  return { body: rateView(row), etag: etagOf(row.version) };
}

const listRoute = defineRoute({
  ...reads,
  method: "get",
  path: RATES,
  operationId: "listShippingRates",
  summary: "List the rates of a shipping zone",
  params: idParams,
  query: z.object({ limit: limitQuery, cursor: cursorQuery }),
  success: [
    {
      status: 200,
      description: "A page of rates",
      schema: pageSchema(shippingRateSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, params, query, request }) => {
    const { rows, pagination } = await listRates(ctx, params.id, query);
    return { body: { data: rows.map(rateView), pagination }, headers: nextPageLink(request.url, pagination) };
  },
});

const createRoute = defineRoute({
  ...writes,
  method: "post",
  path: RATES,
  operationId: "createShippingRate",
  summary: "Add a rate to a shipping zone",
  description:
    "A price for a band of weight and of the goods' price. Bands may overlap; what carries the cart is offered, in the order of `position`.",
  params: idParams,
  body: shippingRateBody,
  bodyExample: example,
  success: [{ ...rateAnswer, status: 201, headers: { ...rateAnswer.headers, Location: "The rate" } }],
  errors: [currencyNotSold],
  handler: async ({ ctx, params, body }) => {
    const row = await createRate(ctx, params.id, body);
    const Location = `/api/v1/shipping/zones/${params.id}/rates/${row.id}`;
    return { ...reply(row), status: 201, headers: { Location } };
  },
});

const getRoute = defineRoute({
  ...reads,
  method: "get",
  path: `${RATES}/{rate_id}`,
  operationId: "getShippingRate",
  summary: "Read a shipping rate",
  params: rateParams,
  success: [rateAnswer],
  handler: async ({ ctx, params }) => reply(await rateOrThrow(ctx, params)),
});

const replaceRoute = defineRoute({
  ...writes,
  method: "put",
  path: `${RATES}/{rate_id}`,
  operationId: "replaceShippingRate",
  summary: "Replace a shipping rate",
  requestHeaders,
  params: rateParams,
  body: shippingRateBody,
  bodyExample: example,
  success: [rateAnswer],
  errors: [currencyNotSold, preconditionFailed, conflict],
  handler: async ({ ctx, params, body, request }) => {
    const target = { ...params, expectedVersion: expectedVersion(request.header("If-Match")) };
    return reply(await replaceRate(ctx, target, body));
  },
});

const deleteRoute = defineRoute({
  ...writes,
  method: "delete",
  path: `${RATES}/{rate_id}`,
  operationId: "deleteShippingRate",
  summary: "Delete a shipping rate",
  requestHeaders,
  params: rateParams,
  success: [{ status: 204, description: "It is gone" }],
  errors: [preconditionFailed, conflict],
  handler: async ({ ctx, params, request }) => {
    await deleteRate(ctx, { ...params, expectedVersion: expectedVersion(request.header("If-Match")) });
    return { status: 204 };
  },
});

export const rateRoutes = [listRoute, createRoute, getRoute, replaceRoute, deleteRoute] as const;
