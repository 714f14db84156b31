import { z } from "@hono/zod-openapi";
import { fingerprint } from "../../platform/crypto.ts";
import { conflict, preconditionFailed } from "../../platform/errors.ts";
import { anyone, defineRoute, expectedVersion, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { pageSchema, wholeList } from "../../platform/pagination.ts";
import { categorySchema } from "../catalog/index.ts";
import { categoryCycle, categoryNotEmpty, categorySlugTaken, categoryTooDeep } from "./categories.errors.ts";
import type { CategoryRow } from "./categories.repo.ts";
import { categoryBody, categoryOrderBody, categoryPatch } from "./categories.schema.ts";
import { createCategory } from "./create-category.ts";
import { deleteCategory } from "./delete-category.ts";
import { orderCategories } from "./order-categories.ts";
import { readCategory } from "./read-category.ts";
import { updateCategory } from "./update-category.ts";

const CATEGORIES = "/api/v1/categories";

const common = { tag: "Products", access: permission("product:manage") } as const;
const requestHeaders = { "If-Match": "Only this version (ETag) is changed." };

const categoryAnswer = {
  status: 200,
  description: "The category",
  schema: categorySchema,
  headers: { ETag: "Its version" },
} as const;

const placeErrors = [categoryCycle, categoryTooDeep, categorySlugTaken, preconditionFailed, conflict];

/** The count of products belongs to the answer, and is no part of the version. */
function reply(category: CategoryRow) {
  return { body: category, etag: `"${category.version}-${fingerprint(JSON.stringify(category))}"` };
}

const createRoute = defineRoute({
  ...common,
  method: "post",
  path: CATEGORIES,
  operationId: "createCategory",
  summary: "Create a category",
  body: categoryBody,
  bodyExample: { name: "Mugs", parent_id: null },
  success: [
    { ...categoryAnswer, status: 201, headers: { ...categoryAnswer.headers, Location: "The category" } },
  ],
  errors: [categoryTooDeep, categorySlugTaken, conflict],
  handler: async ({ ctx, body }) => {
    const category = await createCategory(ctx, body);
    return { ...reply(category), status: 201, headers: { Location: `${CATEGORIES}/${category.id}` } };
  },
});

const getRoute = defineRoute({
  method: "get",
  path: `${CATEGORIES}/{id}`,
  operationId: "getCategory",
  tag: "Products",
  summary: "Read a category by id or slug",
  description: "A slug that it had before is answered by 301 with the one that it has now.",
  access: anyone,
  params: z.object({ id: z.string().min(1).max(255).openapi({ description: "The category's id or slug." }) }),
  success: [
    categoryAnswer,
    { status: 301, description: "It has another slug now", headers: { Location: "Where it is now" } },
  ],
  handler: async ({ ctx, params }) => {
    const found = await readCategory(ctx, params.id);
    const headers = { "Cache-Control": "public, max-age=15, stale-while-revalidate=60", Vary: "Origin" };
    if ("category" in found) return { ...reply(found.category), headers };
    const Location = `${CATEGORIES}/${encodeURIComponent(found.movedTo)}`;
    return { status: 301, headers: { ...headers, Location } };
  },
});

const replaceRoute = defineRoute({
  ...common,
  method: "put",
  path: `${CATEGORIES}/{id}`,
  operationId: "replaceCategory",
  summary: "Replace a category",
  description: "Slug, parent and position stay unless they are said.",
  requestHeaders,
  params: idParams,
  body: categoryBody,
  bodyExample: { name: "Mugs and cups", description: "To drink from." },
  success: [categoryAnswer],
  errors: placeErrors,
  handler: async ({ ctx, params, body, request }) => {
    const target = { id: params.id, expectedVersion: expectedVersion(request.header("If-Match")) };
    return reply(await updateCategory(ctx, target, { ...body, description: body.description ?? null }));
  },
});

const patchRoute = defineRoute({
  ...common,
  method: "patch",
  path: `${CATEGORIES}/{id}`,
  operationId: "updateCategory",
  summary: "Change, move or rename a category",
  description: "After a new slug the old one leads to it. With `parent_id` everything below comes along.",
  requestHeaders,
  params: idParams,
  body: categoryPatch,
  bodyExample: { parent_id: null, position: 2 },
  success: [categoryAnswer],
  errors: placeErrors,
  handler: async ({ ctx, params, body, request }) => {
    const target = { id: params.id, expectedVersion: expectedVersion(request.header("If-Match")) };
    return reply(await updateCategory(ctx, target, body));
  },
});

const deleteRoute = defineRoute({
  ...common,
  method: "delete",
  path: `${CATEGORIES}/{id}`,
  operationId: "deleteCategory",
  summary: "Delete a category",
  requestHeaders,
  params: idParams,
  query: z.object({
    move_to: z
      .uuid()
      .optional()
      .openapi({ description: "The category that its sub-categories and products go to." }),
  }),
  success: [{ status: 204, description: "It is gone" }],
  errors: [categoryNotEmpty, categoryCycle, categoryTooDeep, preconditionFailed, conflict],
  handler: async ({ ctx, params, query, request }) => {
    const version = expectedVersion(request.header("If-Match"));
    await deleteCategory(ctx, { id: params.id, expectedVersion: version, moveTo: query.move_to });
    return { status: 204 };
  },
});

const orderRoute = defineRoute({
  ...common,
  method: "put",
  path: `${CATEGORIES}/{id}/children`,
  operationId: "orderCategories",
  summary: "Put the categories below one into an order",
  params: z.object({
    id: z
      .union([z.uuid(), z.literal("root")])
      .openapi({ description: "The parent's id, or `root` for the top." }),
  }),
  body: categoryOrderBody,
  bodyExample: { ids: ["01900000-0000-7000-8000-00000000dead"] },
  success: [
    { status: 200, description: "The categories in their order", schema: pageSchema(categorySchema) },
  ],
  errors: [conflict],
  handler: async ({ ctx, params, body }) => {
    const parentId = params.id === "root" ? null : params.id;
    return { body: wholeList(await orderCategories(ctx, parentId, body.ids)) };
  },
});

export const categoryRoutes = [
  createRoute,
  getRoute,
  replaceRoute,
  patchRoute,
  deleteRoute,
  orderRoute,
] as const;
