import { z } from "@hono/zod-openapi";
import { fingerprint } from "../../platform/crypto.ts";
import { conflict, preconditionFailed } from "../../platform/errors.ts";
import { defineRoute, expectedVersion, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery, nextPageLink, pageSchema } from "../../platform/pagination.ts";
import { deleteZone } from "./delete-zone.ts";
import { zoneOrThrow } from "./get-zone.ts";
import { listZones } from "./list-zones.ts";
import { createZone, replaceZone } from "./save-zone.ts";
import { placeTaken, zoneNameTaken } from "./shipping.errors.ts";
import type { ZoneRow } from "./zones.repo.ts";
import { zoneBody, zoneSchema } from "./zones.schema.ts";
import { zoneView } from "./zones.view.ts";

const ZONES = "/api/v1/shipping/zones";
const requestHeaders = { "If-Match": "Only this version (ETag) is changed." };
const reads = { tag: "Shipping and tax", access: permission("order:manage") } as const;
const writes = { tag: "Shipping and tax", access: permission("system:admin") } as const;

const zoneAnswer = {
  status: 200,
  description: "The zone with its rates",
  schema: zoneSchema,
  headers: { ETag: "Its version" },
} as const;

const example = {
  name: "Alps",
  regions: [{ country: "CH" }, { country: "AT", region: "8" }, { country: "FR", postal_pattern: "74*" }],
};

/** The rates belong to the answer, and are no part of the version. */
function reply(row: ZoneRow) {
  const body = zoneView(row);
  return { body, etag: `"${row.version}-${fingerprint(JSON.stringify(body))}"` };
}

const listRoute = defineRoute({
  ...reads,
  method: "get",
  path: ZONES,
  operationId: "listShippingZones",
  summary: "List shipping zones",
  query: z.object({ limit: limitQuery, cursor: cursorQuery }),
  success: [
    {
      status: 200,
      description: "A page of zones",
      schema: pageSchema(zoneSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const { rows, pagination } = await listZones(ctx, query);
    return { body: { data: rows.map(zoneView), pagination }, headers: nextPageLink(request.url, pagination) };
  },
});

const createRoute = defineRoute({
  ...writes,
  method: "post",
  path: ZONES,
  operationId: "createShippingZone",
  summary: "Add a shipping zone",
  body: zoneBody,
  bodyExample: example,
  success: [{ ...zoneAnswer, status: 201, headers: { ...zoneAnswer.headers, Location: "The zone" } }],
  errors: [placeTaken, zoneNameTaken],
  handler: async ({ ctx, body }) => {
    const row = await createZone(ctx, body);
    return { ...reply(row), status: 201, headers: { Location: `${ZONES}/${row.id}` } };
  },
});

const getRoute = defineRoute({
  ...reads,
  method: "get",
  path: `${ZONES}/{id}`,
  operationId: "getShippingZone",
  summary: "Read a shipping zone",
  params: idParams,
  success: [zoneAnswer],
  handler: async ({ ctx, params }) => reply(await zoneOrThrow(ctx, params.id)),
});

const replaceRoute = defineRoute({
  ...writes,
  method: "put",
  path: `${ZONES}/{id}`,
  operationId: "replaceShippingZone",
  summary: "Replace name and regions of a shipping zone",
  requestHeaders,
  params: idParams,
  body: zoneBody,
  bodyExample: example,
  success: [zoneAnswer],
  errors: [placeTaken, zoneNameTaken, preconditionFailed, conflict],
  handler: async ({ ctx, params, body, request }) => {
    const target = { id: params.id, expectedVersion: expectedVersion(request.header("If-Match")) };
    return reply(await replaceZone(ctx, target, body));
  },
});

const deleteRoute = defineRoute({
  ...writes,
  method: "delete",
  path: `${ZONES}/{id}`,
  operationId: "deleteShippingZone",
  summary: "Delete a shipping zone with its rates",
  requestHeaders,
  params: idParams,
  success: [{ status: 204, description: "It is gone" }],
  errors: [preconditionFailed, conflict],
  handler: async ({ ctx, params, request }) => {
    await deleteZone(ctx, { id: params.id, expectedVersion: expectedVersion(request.header("If-Match")) });
    return { status: 204 };
  },
});

export const zoneRoutes = [listRoute, createRoute, getRoute, replaceRoute, deleteRoute] as const;
