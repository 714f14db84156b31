import { z } from "@hono/zod-openapi";
import { conflict, preconditionFailed } from "../../platform/errors.ts";
import { defineRoute, etagOf, expectedVersion, permission } from "../../platform/http/index.ts";
import {
  cursorQuery,
  decodeCursor,
  limitQuery,
  nextPageLink,
  pageOf,
  pageSchema,
} from "../../platform/pagination.ts";
import { deleteTaxSettings } from "./delete-tax-settings.ts";
import { taxSettingsOrThrow } from "./get-tax-settings.ts";
import { saveTaxSettings } from "./save-tax-settings.ts";
import { defaultTaxSettings } from "./tax.errors.ts";
import { findAllTaxSettings, type TaxSettingsRow } from "./tax-settings.repo.ts";
import { taxSettingsBody, taxSettingsParams, taxSettingsSchema } from "./tax-settings.schema.ts";

const SETTINGS = "/api/v1/tax/settings";
const requestHeaders = { "If-Match": "Only this version (ETag) is changed." };
const reads = { tag: "Shipping and tax", access: permission("order:manage") } as const;
const writes = { tag: "Shipping and tax", access: permission("system:admin") } as const;

const answer = {
  status: 200,
  description: "The tax settings",
  schema: taxSettingsSchema,
  headers: { ETag: "Their version" },
} as const;

function settingsView(row: TaxSettingsRow) {
  return {
    ...row,
    country: row.country === "*" ? "default" : row.country,
    prices_include_tax: row.prices_include_tax === 1,
  };
}

function reply(row: TaxSettingsRow) {
  return { body: settingsView(row), etag: etagOf(row.version) };
}

/** How the database calls a country of the path. */
function countryOf(params: { country: string }): string {
  return params.country === "default" ? "*" : params.country;
}

const listRoute = defineRoute({
  ...reads,
  method: "get",
  path: SETTINGS,
  operationId: "listTaxSettings",
  summary: "List the tax settings of all countries that have some",
  query: z.object({ limit: limitQuery, cursor: cursorQuery }),
  success: [
    {
      status: 200,
      description: "A page of tax settings",
      schema: pageSchema(taxSettingsSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const after = decodeCursor(query.cursor, "country")?.id ?? "";
    const found = await findAllTaxSettings(ctx, after, query.limit + 1);
    const { rows, pagination } = pageOf(found, query.limit, ({ country }) => {
      return { sort: "country", value: country, id: country };
    });
    return {
      body: { data: rows.map(settingsView), pagination },
      headers: nextPageLink(request.url, pagination),
    };
  },
});

const getRoute = defineRoute({
  ...reads,
  method: "get",
  path: `${SETTINGS}/{country}`,
  operationId: "getTaxSettings",
  summary: "Read the tax settings of a country",
  params: taxSettingsParams,
  success: [answer],
  handler: async ({ ctx, params }) => reply(await taxSettingsOrThrow(ctx, countryOf(params))),
});

const saveRoute = defineRoute({
  ...writes,
  method: "put",
  path: `${SETTINGS}/{country}`,
  operationId: "saveTaxSettings",
  summary: "Say whether prices include tax in a country",
  requestHeaders,
  params: taxSettingsParams,
  body: taxSettingsBody,
  bodyExample: { prices_include_tax: true, rounding: "order" },
  success: [answer, { ...answer, status: 201, description: "The country's first tax settings" }],
  errors: [preconditionFailed, conflict],
  handler: async ({ ctx, params, body, request }) => {
    const version = expectedVersion(request.header("If-Match"));
    const target = { country: countryOf(params), expectedVersion: version };
    const { row, created } = await saveTaxSettings(ctx, target, body);
    return created
      ? { ...reply(row), status: 201, headers: { Location: `${SETTINGS}/${params.country}` } }
      : reply(row);
  },
});

const deleteRoute = defineRoute({
  ...writes,
  method: "delete",
  path: `${SETTINGS}/{country}`,
  operationId: "deleteTaxSettings",
  summary: "Delete the tax settings of a country",
  description: "Those of `default` hold then.",
  requestHeaders,
  params: taxSettingsParams,
  success: [{ status: 204, description: "They are gone" }],
  errors: [defaultTaxSettings, preconditionFailed, conflict],
  handler: async ({ ctx, params, request }) => {
    await deleteTaxSettings(ctx, {
      country: countryOf(params),
      expectedVersion: expectedVersion(request.header("If-Match")),
    });
    return { status: 204 };
  },
});

export const taxSettingsRoutes = [listRoute, getRoute, saveRoute, deleteRoute] as const;
