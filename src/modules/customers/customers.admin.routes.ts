import { z } from "@hono/zod-openapi";
import { defineRoute, permission } from "../../platform/http/index.ts";
import { emailSchema, idParams, nameQuery } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery, nextPageLink, pageSchema } from "../../platform/pagination.ts";
import { customerAnswer, customerReply } from "./customers.routes.ts";
import { customerSchema } from "./customers.schema.ts";
import { customerView } from "./customers.view.ts";
import { customerOrThrow } from "./get-customer.ts";
import { listCustomers } from "./list-customers.ts";

const common = { tag: "Customers", access: permission("order:manage") } as const;

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/customers",
  operationId: "listCustomers",
  summary: "List all customers",
  query: z.object({
    limit: limitQuery,
    cursor: cursorQuery,
    sort: z.enum(["-created_at", "created_at"]).default("-created_at"),
    email: emailSchema.optional(),
    q: nameQuery,
  }),
  success: [
    {
      status: 200,
      description: "A page of customers",
      schema: pageSchema(customerSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const { rows, pagination } = await listCustomers(ctx, query);
    return {
      body: { data: rows.map(customerView), pagination },
      headers: nextPageLink(request.url, pagination),
    };
  },
});

const getRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/customers/{id}",
  operationId: "getCustomer",
  summary: "Read a customer",
  params: idParams,
  success: [customerAnswer],
  handler: async ({ ctx, params }) => customerReply(await customerOrThrow(ctx, params.id)),
});

export const customerAdminRoutes = [listRoute, getRoute] as const;
