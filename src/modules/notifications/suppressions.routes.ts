import { notFound } from "../../platform/errors.ts";
import { defineRoute, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { nextPageLink, pageSchema } from "../../platform/pagination.ts";
import { suppressBody, suppressionSchema, suppressionsQuery } from "./notifications.schema.ts";
import { suppressionView } from "./notifications.view.ts";
import { getSuppression, liftSuppression, listSuppressions, suppressByHand } from "./suppress.ts";

const PATH = "/api/v1/notifications/suppressions";
const common = { tag: "Notifications", access: permission("order:manage") } as const;

const SUPPRESSION = {
  id: "0197a3c0-7b1e-7c3a-9d52-1f6f0f1c2b3a",
  address: "a***@example.com",
  scope: "all",
  reason: "hard_bounce",
  source: "resend",
  notification_id: "0197a3c0-3333-7c3a-9d52-1f6f0f1c2b3a",
  since: "2026-11-02T09:30:04.000Z",
};

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: PATH,
  operationId: "listMailSuppressions",
  summary: "List addresses that get no mail, or no news, the latest first",
  query: suppressionsQuery,
  success: [
    {
      status: 200,
      description: "A page of suppressed addresses",
      schema: pageSchema(suppressionSchema),
      example: { data: [SUPPRESSION], pagination: { limit: 20, next_cursor: null, has_more: false } },
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const { rows, pagination } = await listSuppressions(ctx, query);
    return {
      body: { data: rows.map(suppressionView), pagination },
      headers: nextPageLink(request.url, pagination),
    };
  },
});

const addRoute = defineRoute({
  ...common,
  method: "post",
  path: PATH,
  operationId: "suppressAddress",
  summary: "Send an address no more mail, or no more news",
  body: suppressBody,
  bodyExample: { email: "ada@example.com", scope: "marketing" },
  success: [
    {
      status: 201,
      description: "The address is suppressed",
      schema: suppressionSchema,
      example: SUPPRESSION,
      headers: { Location: "The suppression" },
    },
    { status: 200, description: "It was before", schema: suppressionSchema },
  ],
  handler: async ({ ctx, body }) => {
    const { row, isNew } = await suppressByHand(ctx, body);
    return {
      status: isNew ? 201 : 200,
      body: suppressionView(row),
      headers: isNew ? { Location: `${PATH}/${row.id}` } : {},
    };
  },
});

const getRoute = defineRoute({
  ...common,
  method: "get",
  path: `${PATH}/{id}`,
  operationId: "getMailSuppression",
  summary: "Read a suppression",
  params: idParams,
  success: [{ status: 200, description: "The suppression", schema: suppressionSchema, example: SUPPRESSION }],
  errors: [notFound],
  handler: async ({ ctx, params }) => ({ body: suppressionView(await getSuppression(ctx, params.id)) }),
});

const liftRoute = defineRoute({
  ...common,
  method: "delete",
  path: `${PATH}/{id}`,
  operationId: "liftMailSuppression",
  summary: "Let an address have mail again",
  description: "The mail service may keep a list of its own, which is lifted there.",
  params: idParams,
  success: [{ status: 204, description: "The address gets mail again" }],
  errors: [notFound],
  handler: async ({ ctx, params }) => {
    await liftSuppression(ctx, params.id);
    return { status: 204 };
  },
});

export const suppressionRoutes = [listRoute, addRoute, getRoute, liftRoute] as const;
