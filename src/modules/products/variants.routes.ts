import { z } from "@hono/zod-openapi";
import type { Ctx } from "../../platform/ctx.ts";
import { conflict, preconditionFailed } from "../../platform/errors.ts";
import { defineRoute, etagOf, expectedVersion, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import {
  cursorQuery,
  decodeCursor,
  limitQuery,
  nextPageLink,
  pageOf,
  pageSchema,
} from "../../platform/pagination.ts";
import { addVariant } from "./add-variant.ts";
import { deleteVariant } from "./delete-variant.ts";
import { productOrThrow } from "./edit-product.ts";
import { variantOrThrow, type VariantResult } from "./place-variant.ts";
import { adminVariantSchema } from "./product-admin.schema.ts";
import { adminVariantView } from "./product-admin.view.ts";
import { lastVariant, skuTaken, unitsPromised } from "./products.errors.ts";
import { variantBody } from "./products.schema.ts";
import { updateVariant } from "./update-variant.ts";

const VARIANTS = "/api/v1/products/{id}/variants";

const common = { tag: "Products", access: permission("product:manage") } as const;
const variantParams = idParams.extend({ variant_id: z.uuid() });
const requestHeaders = { "If-Match": "Only this version of the product (ETag) is changed." };

const variantAnswer = {
  status: 200,
  description: "The variant",
  schema: adminVariantSchema,
  headers: { ETag: "The version of its product" },
} as const;

function reply(ctx: Ctx, { record, variant }: VariantResult) {
  return { body: adminVariantView(ctx, record, variant), etag: etagOf(record.version) };
}

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: VARIANTS,
  operationId: "listVariants",
  summary: "List a product's variants",
  description: "Those on sale, in their order.",
  params: idParams,
  query: z.object({ limit: limitQuery, cursor: cursorQuery }),
  success: [
    {
      status: 200,
      description: "A page of variants",
      schema: pageSchema(adminVariantSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, params, query, request }) => {
    const record = await productOrThrow(ctx, params.id);
    const { variants } = record.state;
    const after = decodeCursor(query.cursor, "position")?.id;
    const start = variants.findIndex(({ id }) => id === after) + 1;
    const page = pageOf(variants.slice(start, start + query.limit + 1), query.limit, ({ id }) => ({
      sort: "position",
      value: "",
      id,
    }));
    return {
      body: {
        data: page.rows.map((variant) => adminVariantView(ctx, record, variant)),
        pagination: page.pagination,
      },
      headers: nextPageLink(request.url, page.pagination),
    };
  },
});

const addRoute = defineRoute({
  ...common,
  method: "post",
  path: VARIANTS,
  operationId: "addVariant",
  summary: "Add a variant to a product",
  requestHeaders,
  params: idParams,
  body: variantBody,
  bodyExample: { sku: "MUG-RED", options: { Colour: "Red" }, price: { amount: 1999, currency: "USD" } },
  success: [
    {
      ...variantAnswer,
      status: 201,
      headers: { ...variantAnswer.headers, Location: "The variant" },
    },
  ],
  errors: [skuTaken, unitsPromised, preconditionFailed, conflict],
  handler: async ({ ctx, params, body, request }) => {
    const version = expectedVersion(request.header("If-Match"));
    const result = await addVariant(ctx, { id: params.id, expectedVersion: version }, body);
    const Location = `${VARIANTS.replace("{id}", params.id)}/${result.variant.id}`;
    return { ...reply(ctx, result), status: 201, headers: { Location } };
  },
});

const getRoute = defineRoute({
  ...common,
  method: "get",
  path: `${VARIANTS}/{variant_id}`,
  operationId: "getVariant",
  summary: "Read a variant",
  description: "Also one that is archived.",
  params: variantParams,
  success: [variantAnswer],
  handler: async ({ ctx, params }) => {
    const record = await productOrThrow(ctx, params.id);
    return reply(ctx, { record, variant: variantOrThrow(record, params.variant_id) });
  },
});

const patchRoute = defineRoute({
  ...common,
  method: "patch",
  path: `${VARIANTS}/{variant_id}`,
  operationId: "updateVariant",
  summary: "Change parts of a variant",
  requestHeaders,
  params: variantParams,
  body: variantBody,
  bodyExample: { price: { amount: 1799, currency: "USD" }, barcode: null },
  success: [variantAnswer],
  errors: [skuTaken, unitsPromised, preconditionFailed, conflict],
  handler: async ({ ctx, params, body, request }) => {
    const version = expectedVersion(request.header("If-Match"));
    const target = { id: params.id, variantId: params.variant_id, expectedVersion: version };
    return reply(ctx, await updateVariant(ctx, target, body));
  },
});

const deleteRoute = defineRoute({
  ...common,
  method: "delete",
  path: `${VARIANTS}/{variant_id}`,
  operationId: "deleteVariant",
  summary: "Delete a variant",
  description: "One that was ordered is archived instead.",
  requestHeaders,
  params: variantParams,
  success: [{ status: 204, description: "It is no longer sold" }],
  errors: [lastVariant, preconditionFailed, conflict],
  handler: async ({ ctx, params, request }) => {
    const version = expectedVersion(request.header("If-Match"));
    await deleteVariant(ctx, { id: params.id, variantId: params.variant_id, expectedVersion: version });
    return { status: 204 };
  },
});

export const variantRoutes = [listRoute, addRoute, getRoute, patchRoute, deleteRoute] as const;
