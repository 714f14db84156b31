import { z } from "@hono/zod-openapi";
import { fingerprint } from "../../platform/crypto.ts";
import { conflict, preconditionFailed } from "../../platform/errors.ts";
import { anyone, defineRoute, expectedVersion, permission } from "../../platform/http/index.ts";
import { currencySchema, idParams } from "../../platform/http/schemas.ts";
import { pageSchema, wholeList } from "../../platform/pagination.ts";
import { currencyNotSold, productSchema, soldCurrency } from "../catalog/index.ts";
import { changeAttributes } from "./change-attributes.ts";
import { productOrThrow } from "./edit-product.ts";
import { listRelated } from "./list-related.ts";
import { adminProductSchema } from "./product-admin.schema.ts";
import { productReply } from "./product-admin.view.ts";
import { skuTaken } from "./products.errors.ts";
import { attributesInput, attributesPatch, optionList, optionsBody, relatedBody } from "./products.schema.ts";
import { replaceOptions } from "./replace-options.ts";
import { replaceRelated } from "./replace-related.ts";

const PRODUCT = "/api/v1/products/{id}";

const read = { tag: "Products", access: permission("product:manage"), params: idParams } as const;

const change = {
  ...read,
  requestHeaders: { "If-Match": "Only this version of the product (ETag) is changed." },
  success: [
    {
      status: 200 as const,
      description: "The product as staff see it",
      schema: adminProductSchema,
      headers: { ETag: "Its version" },
    },
  ],
};

const getOptionsRoute = defineRoute({
  ...read,
  method: "get",
  path: `${PRODUCT}/options`,
  operationId: "getOptions",
  summary: "Read a product's options",
  success: [{ status: 200, description: "The options", schema: z.object({ options: optionList }) }],
  handler: async ({ ctx, params }) => {
    const { body, etag } = productReply(ctx, await productOrThrow(ctx, params.id));
    return { body: { options: body.options }, etag };
  },
});

const putOptionsRoute = defineRoute({
  ...change,
  method: "put",
  path: `${PRODUCT}/options`,
  operationId: "replaceOptions",
  summary: "Change a product's options",
  description:
    "Variants that still fit keep their ids: they get the first value of an option that is new, and lose one that is gone. " +
    "Those that do not fit are archived.",
  body: optionsBody,
  bodyExample: { options: [{ name: "Colour", values: ["Blue", "Grey", "Red"] }], generate: true },
  errors: [skuTaken, preconditionFailed, conflict],
  handler: async ({ ctx, params, body, request }) => {
    const target = { id: params.id, expectedVersion: expectedVersion(request.header("If-Match")) };
    return productReply(ctx, await replaceOptions(ctx, target, body));
  },
});

const getAttributesRoute = defineRoute({
  ...read,
  method: "get",
  path: `${PRODUCT}/attributes`,
  operationId: "getAttributes",
  summary: "Read a product's attributes",
  success: [{ status: 200, description: "Value by name", schema: z.record(z.string(), z.string()) }],
  handler: async ({ ctx, params }) => {
    const { body, etag } = productReply(ctx, await productOrThrow(ctx, params.id));
    return { body: body.attributes, etag };
  },
});

const putAttributesRoute = defineRoute({
  ...change,
  method: "put",
  path: `${PRODUCT}/attributes`,
  operationId: "replaceAttributes",
  summary: "Replace a product's attributes",
  body: attributesInput,
  bodyExample: { Material: "Stoneware", Volume: "350 ml" },
  errors: [preconditionFailed, conflict],
  handler: async ({ ctx, params, body, request }) => {
    const target = { id: params.id, expectedVersion: expectedVersion(request.header("If-Match")) };
    return productReply(ctx, await changeAttributes(ctx, target, body, "replace"));
  },
});

const patchAttributesRoute = defineRoute({
  ...change,
  method: "patch",
  path: `${PRODUCT}/attributes`,
  operationId: "updateAttributes",
  summary: "Change some of a product's attributes",
  body: attributesPatch,
  bodyExample: { Material: "Porcelain", Volume: null },
  errors: [preconditionFailed, conflict],
  handler: async ({ ctx, params, body, request }) => {
    const target = { id: params.id, expectedVersion: expectedVersion(request.header("If-Match")) };
    return productReply(ctx, await changeAttributes(ctx, target, body, "merge"));
  },
});

const getRelatedRoute = defineRoute({
  method: "get",
  path: `${PRODUCT}/related`,
  operationId: "listRelatedProducts",
  tag: "Products",
  summary: "List the products that go with a product",
  description: "Those on sale, all in one page, in the order that staff gave them.",
  access: anyone,
  params: idParams,
  query: z.object({
    currency: currencySchema.optional().openapi({ description: "Default: the shop's first currency." }),
  }),
  success: [
    {
      status: 200,
      description: "The products",
      schema: pageSchema(productSchema),
      headers: { ETag: "Of the content" },
    },
  ],
  errors: [currencyNotSold],
  handler: async ({ ctx, params, query }) => {
    const currency = soldCurrency(ctx, query.currency, "#/query/currency");
    const documents = await listRelated(ctx, params.id, currency);
    const { pagination } = wholeList(documents);
    const text = `{"data":[${documents.join(",")}],"pagination":${JSON.stringify(pagination)}}`;
    return {
      text,
      etag: `"${fingerprint(text)}"`,
      shared: true,
      headers: {
        "Cache-Control": "public, max-age=15, stale-while-revalidate=60",
        Vary: "Origin",
        "Server-Timing": 'catalog;desc="replica"',
      },
    };
  },
});

const putRelatedRoute = defineRoute({
  ...change,
  method: "put",
  path: `${PRODUCT}/related`,
  operationId: "replaceRelatedProducts",
  summary: "Name the products that go with a product",
  body: relatedBody,
  bodyExample: { product_ids: ["01900000-0000-7000-8000-00000000dead"] },
  errors: [preconditionFailed, conflict],
  handler: async ({ ctx, params, body, request }) => {
    const target = { id: params.id, expectedVersion: expectedVersion(request.header("If-Match")) };
    return productReply(ctx, await replaceRelated(ctx, target, body.product_ids));
  },
});

export const productPartRoutes = [
  getOptionsRoute,
  putOptionsRoute,
  getAttributesRoute,
  putAttributesRoute,
  patchAttributesRoute,
  getRelatedRoute,
  putRelatedRoute,
] as const;
