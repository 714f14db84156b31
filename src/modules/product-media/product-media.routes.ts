import type { Ctx } from "../../platform/ctx.ts";
import { conflict, preconditionFailed } from "../../platform/errors.ts";
import { defineRoute, etagOf, expectedVersion, permission, type Reply } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { wholeList } from "../../platform/pagination.ts";
import { addProductMedia } from "./add-product-media.ts";
import { itemOrThrow, type MediaTarget, productMediaOrThrow } from "./change-product-media.ts";
import { orderProductMedia } from "./order-product-media.ts";
import { mediaDuplicate, tooManyMedia } from "./product-media.errors.ts";
import type { ProductMediaList } from "./product-media.repo.ts";
import {
  productMediaBody,
  productMediaListSchema,
  productMediaOrder,
  productMediaParams,
  productMediaPatch,
  productMediaSchema,
} from "./product-media.schema.ts";
import { productMediaView } from "./product-media.view.ts";
import { removeProductMedia } from "./remove-product-media.ts";
import { updateProductMedia } from "./update-product-media.ts";

const LIST = "/api/v1/products/{id}/media";

const common = { tag: "Products", access: permission("product:manage") } as const;
const changing = {
  ...common,
  requestHeaders: { "If-Match": "Only this version (ETag) of the product is changed." },
} as const;

const listAnswer = {
  status: 200,
  description: "All that the product shows, in its order",
  schema: productMediaListSchema,
  headers: { ETag: "The product's version" },
} as const;

const itemAnswer = {
  description: "What the product shows",
  schema: productMediaSchema,
  headers: { ETag: "The product's version" },
} as const;

function listReply(ctx: Ctx, { items, version }: ProductMediaList): Reply {
  return { body: wholeList(productMediaView(items, ctx.config.PUBLIC_URL)), etag: etagOf(version) };
}

function itemReply(ctx: Ctx, { items, version }: ProductMediaList, id: string): Reply {
  const at = items.indexOf(itemOrThrow(items, id));
  return { body: productMediaView(items, ctx.config.PUBLIC_URL)[at], etag: etagOf(version) };
}

function targetOf(id: string, request: { header(name: string): string | undefined }): MediaTarget {
  return { productId: id, expectedVersion: expectedVersion(request.header("If-Match")) };
}

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: LIST,
  operationId: "listProductMedia",
  summary: "List what a product shows",
  description: "The whole list: a product shows at most 250 files.",
  params: idParams,
  success: [listAnswer],
  handler: async ({ ctx, params }) => listReply(ctx, await productMediaOrThrow(ctx, params.id)),
});

const addRoute = defineRoute({
  ...changing,
  method: "post",
  path: LIST,
  operationId: "addProductMedia",
  summary: "Show a file on a product",
  params: idParams,
  body: productMediaBody,
  bodyExample: { media_id: "01900000-0000-7000-8000-000000000901", alt: "A clay pot", position: 1 },
  success: [
    { status: 201, ...itemAnswer, headers: { ...itemAnswer.headers, Location: "Its place in the list" } },
  ],
  errors: [mediaDuplicate, tooManyMedia, preconditionFailed, conflict],
  handler: async ({ ctx, params, body, request }) => {
    const { media_id, url = "", alt, position } = body;
    const source = media_id === undefined ? { url } : { mediaId: media_id };
    const list = await addProductMedia(ctx, targetOf(params.id, request), { source, alt, position });
    const location = `${LIST.replace("{id}", params.id)}/${list.addedId}`;
    return { ...itemReply(ctx, list, list.addedId), status: 201, headers: { Location: location } };
  },
});

const orderRoute = defineRoute({
  ...changing,
  method: "put",
  path: LIST,
  operationId: "orderProductMedia",
  summary: "Put what a product shows into an order",
  params: idParams,
  body: productMediaOrder,
  bodyExample: { ids: ["01900000-0000-7000-8000-000000000902", "01900000-0000-7000-8000-000000000901"] },
  success: [listAnswer],
  errors: [preconditionFailed, conflict],
  handler: async ({ ctx, params, body, request }) =>
    listReply(ctx, await orderProductMedia(ctx, targetOf(params.id, request), body.ids)),
});

const getRoute = defineRoute({
  ...common,
  method: "get",
  path: `${LIST}/{media_id}`,
  operationId: "getProductMedia",
  summary: "Read one of the things that a product shows",
  params: productMediaParams,
  success: [{ status: 200, ...itemAnswer }],
  handler: async ({ ctx, params }) =>
    itemReply(ctx, await productMediaOrThrow(ctx, params.id), params.media_id),
});

const patchRoute = defineRoute({
  ...changing,
  method: "patch",
  path: `${LIST}/{media_id}`,
  operationId: "updateProductMedia",
  summary: "Change the alt text or the place of what a product shows",
  params: productMediaParams,
  body: productMediaPatch,
  bodyExample: { alt: "A clay pot on a window sill", position: 1 },
  success: [{ status: 200, ...itemAnswer }],
  errors: [preconditionFailed, conflict],
  handler: async ({ ctx, params, body, request }) => {
    const { id, media_id } = params;
    const list = await updateProductMedia(ctx, targetOf(id, request), { id: media_id, ...body });
    return itemReply(ctx, list, media_id);
  },
});

const removeRoute = defineRoute({
  ...changing,
  method: "delete",
  path: `${LIST}/{media_id}`,
  operationId: "removeProductMedia",
  summary: "Take a file off a product",
  description: "The library keeps it.",
  params: productMediaParams,
  success: [{ status: 204, description: "The product no longer shows it" }],
  errors: [preconditionFailed, conflict],
  handler: async ({ ctx, params, request }) => {
    await removeProductMedia(ctx, targetOf(params.id, request), params.media_id);
    return { status: 204 };
  },
});

export const productMediaRoutes = [
  listRoute,
  addRoute,
  orderRoute,
  getRoute,
  patchRoute,
  removeRoute,
] as const;
