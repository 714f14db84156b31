import { z } from "@hono/zod-openapi";
import { conflict, preconditionFailed } from "../../platform/errors.ts";
import { defineRoute, expectedVersion, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery, nextPageLink, pageSchema } from "../../platform/pagination.ts";
import { createProduct } from "./create-product.ts";
import { deleteProduct } from "./delete-product.ts";
import { productOrThrow } from "./edit-product.ts";
import { ADMIN_SORTS, listAdminProducts } from "./list-admin-products.ts";
import { adminProductSchema } from "./product-admin.schema.ts";
import { adminProductView, productReply } from "./product-admin.view.ts";
import { skuTaken, slugTaken, unitsPromised } from "./products.errors.ts";
import { productBody, productPatch } from "./products.schema.ts";
import { replaceProduct } from "./replace-product.ts";
import { updateProduct } from "./update-product.ts";

const PRODUCTS = "/api/v1/products";
const ADMIN_PRODUCTS = "/api/v1/admin/products";
const MAX_BODY = 2 * 1024 * 1024;

const common = { tag: "Products", access: permission("product:manage") } as const;

const productAnswer = {
  status: 200,
  description: "The product as staff see it",
  schema: adminProductSchema,
  headers: { ETag: "Its version" },
} as const;

const change = {
  ...common,
  path: `${PRODUCTS}/{id}`,
  params: idParams,
  requestHeaders: { "If-Match": "Only this version (ETag) is changed." },
  maxBodyBytes: MAX_BODY,
} as const;

const changeErrors = [slugTaken, skuTaken, unitsPromised, preconditionFailed, conflict];

const example = {
  name: "Stone mug",
  description: "<p>Holds 350 ml.</p>",
  status: "active",
  tags: ["kitchen"],
  attributes: { Material: "Stoneware" },
  options: [{ name: "Colour", values: ["Blue", "Grey"] }],
  variants: [
    { sku: "MUG-BLU", options: { Colour: "Blue" }, price: { amount: 1999, currency: "USD" } },
    { sku: "MUG-GRY", options: { Colour: "Grey" }, price: { amount: 1999, currency: "USD" } },
  ],
};

const createRoute = defineRoute({
  ...common,
  method: "post",
  path: PRODUCTS,
  operationId: "createProduct",
  summary: "Create a product",
  description:
    "With `variants`, or with `sku` and `price` for a product that has one variant only, or with `options`, `price` and " +
    "`generate_variants`. Shoppers see it when it is `active`, some seconds later.",
  body: productBody,
  bodyExample: example,
  maxBodyBytes: MAX_BODY,
  success: [
    {
      ...productAnswer,
      status: 201,
      headers: { ...productAnswer.headers, Location: "The product as staff see it" },
    },
  ],
  errors: [slugTaken, skuTaken, conflict],
  handler: async ({ ctx, body }) => {
    const record = await createProduct(ctx, body);
    return {
      ...productReply(ctx, record),
      status: 201,
      headers: { Location: `${ADMIN_PRODUCTS}/${record.state.id}` },
    };
  },
});

const replaceRoute = defineRoute({
  ...change,
  method: "put",
  operationId: "replaceProduct",
  summary: "Replace a product",
  description:
    "What is absent is emptied, except for slug and status. Variants that the product has already keep their ids.",
  body: productBody,
  bodyExample: example,
  success: [productAnswer],
  errors: changeErrors,
  handler: async ({ ctx, params, body, request }) => {
    const version = expectedVersion(request.header("If-Match"));
    return productReply(ctx, await replaceProduct(ctx, { id: params.id, expectedVersion: version }, body));
  },
});

const patchRoute = defineRoute({
  ...change,
  method: "patch",
  operationId: "updateProduct",
  summary: "Change parts of a product",
  description: "After a new slug the old one leads to it.",
  body: productPatch,
  bodyExample: { is_active: true, price: { amount: 1799, currency: "USD" }, attributes: { Material: null } },
  success: [productAnswer],
  errors: changeErrors,
  handler: async ({ ctx, params, body, request }) => {
    const version = expectedVersion(request.header("If-Match"));
    return productReply(ctx, await updateProduct(ctx, { id: params.id, expectedVersion: version }, body));
  },
});

const deleteRoute = defineRoute({
  ...change,
  method: "delete",
  operationId: "deleteProduct",
  summary: "Delete a product",
  description: "One that was ordered is archived instead: orders go on naming it.",
  success: [{ status: 204, description: "It is no longer sold" }],
  errors: [preconditionFailed, conflict],
  handler: async ({ ctx, params, request }) => {
    await deleteProduct(ctx, {
      id: params.id,
      expectedVersion: expectedVersion(request.header("If-Match")),
    });
    return { status: 204 };
  },
});

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: ADMIN_PRODUCTS,
  operationId: "listAllProducts",
  summary: "List all products, drafts and archived ones too",
  query: z.object({
    limit: limitQuery,
    cursor: cursorQuery,
    sort: z.enum(ADMIN_SORTS).default("-created_at"),
    status: adminProductSchema.shape.status.optional(),
    q: z
      .string()
      .trim()
      .min(1)
      .max(255)
      .optional()
      .openapi({ description: "The beginning of a name or SKU." }),
  }),
  success: [
    {
      status: 200,
      description: "A page of products",
      schema: pageSchema(adminProductSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const { records, pagination } = await listAdminProducts(ctx, query);
    return {
      body: { data: records.map((record) => adminProductView(ctx, record)), pagination },
      headers: nextPageLink(request.url, pagination),
    };
  },
});

const getRoute = defineRoute({
  ...common,
  method: "get",
  path: `${ADMIN_PRODUCTS}/{id}`,
  operationId: "getProductAsStaff",
  summary: "Read a product as staff see it",
  description: "Straight from the system of record, with all that shoppers do not see.",
  params: idParams,
  success: [productAnswer],
  handler: async ({ ctx, params }) => productReply(ctx, await productOrThrow(ctx, params.id)),
});

export const productRoutes = [
  createRoute,
  replaceRoute,
  patchRoute,
  deleteRoute,
  listRoute,
  getRoute,
] as const;
