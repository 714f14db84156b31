import { z } from "@hono/zod-openapi";
import { conflict, preconditionFailed } from "../../platform/errors.ts";
import { anyUser, defineRoute, etagOf, expectedVersion } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery, nextPageLink, pageSchema } from "../../platform/pagination.ts";
import { addAddress } from "./add-address.ts";
import { addressOrThrow, listAddresses } from "./address-book.ts";
import type { AddressRow } from "./addresses.repo.ts";
import { addressBody, addressPatch, customerAddressSchema } from "./addresses.schema.ts";
import { addressFields, addressView } from "./addresses.view.ts";
import { changeAddress } from "./change-address.ts";
import { tooManyAddresses } from "./customers.errors.ts";
import { deleteAddress } from "./delete-address.ts";

const BOOK = "/api/v1/customers/me/addresses";

const common = { tag: "Customers", access: anyUser } as const;
const requestHeaders = { "If-Match": "Only this version (ETag) is changed." };

const addressAnswer = {
  description: "The address",
  schema: customerAddressSchema,
  headers: { ETag: "Its version" },
} as const;

const example = {
  first_name: "Ada",
  last_name: "Lovelace",
  line1: "1 Analytical Way",
  city: "New York",
  region: "NY",
  postal_code: "10001",
  country: "US",
  is_default_shipping: true,
};

function reply(row: AddressRow) {
  return { body: addressView(row), etag: etagOf(row.version) };
}

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: BOOK,
  operationId: "listOwnAddresses",
  summary: "List your addresses",
  query: z.object({
    limit: limitQuery,
    cursor: cursorQuery,
    sort: z.enum(["-created_at", "created_at"]).default("-created_at"),
  }),
  success: [
    {
      status: 200,
      description: "A page of addresses",
      schema: pageSchema(customerAddressSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const { rows, pagination } = await listAddresses(ctx, query);
    return {
      body: { data: rows.map(addressView), pagination },
      headers: nextPageLink(request.url, pagination),
    };
  },
});

const addRoute = defineRoute({
  ...common,
  method: "post",
  path: BOOK,
  operationId: "addOwnAddress",
  summary: "Add an address",
  description: "The first address becomes the default for shipping and billing.",
  body: addressBody,
  bodyExample: example,
  success: [
    {
      status: 201,
      ...addressAnswer,
      headers: { ...addressAnswer.headers, Location: "The address" },
    },
  ],
  errors: [tooManyAddresses],
  handler: async ({ ctx, body }) => {
    const { is_default_shipping, is_default_billing, ...fields } = body;
    const uses = { shipping: is_default_shipping, billing: is_default_billing };
    const row = await addAddress(ctx, addressFields(fields), uses);
    return { ...reply(row), status: 201, headers: { Location: `${BOOK}/${row.id}` } };
  },
});

const getRoute = defineRoute({
  ...common,
  method: "get",
  path: `${BOOK}/{id}`,
  operationId: "getOwnAddress",
  summary: "Read one of your addresses",
  params: idParams,
  success: [{ status: 200, ...addressAnswer }],
  handler: async ({ ctx, params }) => reply(await addressOrThrow(ctx, params.id)),
});

const change = {
  ...common,
  path: `${BOOK}/{id}`,
  requestHeaders,
  params: idParams,
  success: [{ status: 200, ...addressAnswer }] as const,
  errors: [preconditionFailed, conflict],
};

const replaceRoute = defineRoute({
  ...change,
  method: "put",
  operationId: "replaceOwnAddress",
  summary: "Replace an address",
  description:
    "Optional fields that are absent are emptied. What the address is the default for stays, unless it is said.",
  body: addressBody,
  bodyExample: example,
  success: [...change.success],
  handler: async ({ ctx, params, body, request }) => {
    const { is_default_shipping, is_default_billing, ...fields } = body;
    return reply(
      await changeAddress(ctx, {
        id: params.id,
        fields: addressFields(fields),
        uses: { shipping: is_default_shipping, billing: is_default_billing },
        expectedVersion: expectedVersion(request.header("If-Match")),
      }),
    );
  },
});

const patchRoute = defineRoute({
  ...change,
  method: "patch",
  operationId: "updateOwnAddress",
  summary: "Change parts of an address",
  body: addressPatch,
  bodyExample: { line2: null, is_default_billing: true },
  success: [...change.success],
  handler: async ({ ctx, params, body, request }) => {
    const { is_default_shipping, is_default_billing, ...fields } = body;
    return reply(
      await changeAddress(ctx, {
        id: params.id,
        fields,
        uses: { shipping: is_default_shipping, billing: is_default_billing },
        expectedVersion: expectedVersion(request.header("If-Match")),
      }),
    );
  },
});

const deleteRoute = defineRoute({
  ...common,
  method: "delete",
  path: `${BOOK}/{id}`,
  operationId: "deleteOwnAddress",
  summary: "Delete an address",
  description: "If it was a default, there is none then until you choose one.",
  requestHeaders,
  params: idParams,
  success: [{ status: 204, description: "It is gone" }],
  errors: [preconditionFailed, conflict],
  handler: async ({ ctx, params, request }) => {
    await deleteAddress(ctx, params.id, expectedVersion(request.header("If-Match")));
    return { status: 204 };
  },
});

export const addressRoutes = [listRoute, addRoute, getRoute, replaceRoute, patchRoute, deleteRoute] as const;
