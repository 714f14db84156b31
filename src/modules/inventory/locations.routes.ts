import { preconditionFailed } from "../../platform/errors.ts";
import { defineRoute, etagOf, expectedVersion, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { pageSchema, wholeList } from "../../platform/pagination.ts";
import { createLocation } from "./create-location.ts";
import { deleteLocation } from "./delete-location.ts";
import { locationInUse, locationNameTaken, mainLocation } from "./inventory.errors.ts";
import { type Location, locationBody, locationPatch, locationSchema } from "./locations.schema.ts";
import { listLocations, locationOrThrow } from "./read-location.ts";
import { updateLocation } from "./update-location.ts";

const LOCATIONS = "/api/v1/inventory/locations";
const common = { tag: "Inventory", access: permission("inventory:manage") } as const;
const requestHeaders = { "If-Match": "Only this version (ETag) is changed." };
const locationAnswer = {
  status: 200,
  description: "The location",
  schema: locationSchema,
  headers: { ETag: "Its version" },
} as const;

function reply(location: Location) {
  return { body: location, etag: etagOf(location.version) };
}

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: LOCATIONS,
  operationId: "listLocations",
  summary: "List all locations, in the order in which orders take from them",
  success: [{ status: 200, description: "All locations", schema: pageSchema(locationSchema) }],
  handler: async ({ ctx }) => ({ body: wholeList(await listLocations(ctx)) }),
});

const createRoute = defineRoute({
  ...common,
  method: "post",
  path: LOCATIONS,
  operationId: "createLocation",
  summary: "Create a location",
  body: locationBody,
  bodyExample: { name: "Shop in Berlin", priority: 10 },
  success: [
    { ...locationAnswer, status: 201, headers: { ...locationAnswer.headers, Location: "The location" } },
  ],
  errors: [locationNameTaken],
  handler: async ({ ctx, body }) => {
    const location = await createLocation(ctx, body);
    return { ...reply(location), status: 201, headers: { Location: `${LOCATIONS}/${location.id}` } };
  },
});

const getRoute = defineRoute({
  ...common,
  method: "get",
  path: `${LOCATIONS}/{id}`,
  operationId: "getLocation",
  summary: "Read a location",
  params: idParams,
  success: [locationAnswer],
  handler: async ({ ctx, params }) => reply(await locationOrThrow(ctx, params.id)),
});

const patchRoute = defineRoute({
  ...common,
  method: "patch",
  path: `${LOCATIONS}/{id}`,
  operationId: "updateLocation",
  summary: "Rename a location, change its priority, open or close it",
  requestHeaders,
  params: idParams,
  body: locationPatch,
  bodyExample: { active: false },
  success: [locationAnswer],
  errors: [locationNameTaken, mainLocation, preconditionFailed],
  handler: async ({ ctx, params, body, request }) => {
    const target = { id: params.id, expectedVersion: expectedVersion(request.header("If-Match")) };
    return reply(await updateLocation(ctx, target, body));
  },
});

const deleteRoute = defineRoute({
  ...common,
  method: "delete",
  path: `${LOCATIONS}/{id}`,
  operationId: "deleteLocation",
  summary: "Delete a location that never had anything",
  requestHeaders,
  params: idParams,
  success: [{ status: 204, description: "It is gone" }],
  errors: [locationInUse, mainLocation, preconditionFailed],
  handler: async ({ ctx, params, request }) => {
    const target = { id: params.id, expectedVersion: expectedVersion(request.header("If-Match")) };
    await deleteLocation(ctx, target);
    return { status: 204 };
  },
});

export const locationRoutes = [listRoute, createRoute, getRoute, patchRoute, deleteRoute] as const;
