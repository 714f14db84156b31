import { z } from "@hono/zod-openapi";
import { ROLES } from "../../platform/auth.ts";
import { conflict, preconditionFailed } from "../../platform/errors.ts";
import { defineRoute, etagOf, expectedVersion, permission } from "../../platform/http/index.ts";
import { emailSchema, idParams, nameQuery } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery, nextPageLink, pageSchema } from "../../platform/pagination.ts";
import { lastSuperuser, personNameSchema, type UserRow, userSchema, userView } from "../identity/index.ts";
import { emailTaken, roleNeedsVerifiedEmail, roleTooHigh, userErased } from "./accounts.errors.ts";
import { inviteUser } from "./invite-user.ts";
import { listUsers, userOrThrow } from "./list-users.ts";
import { updateUser } from "./update-user.ts";

// Accounts in the hands of administrators.

const common = { tag: "Users", access: permission("user:manage") } as const;

const userAnswer = {
  status: 200,
  description: "The user",
  schema: userSchema,
  headers: { ETag: "Its version" },
} as const;

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/users",
  operationId: "listUsers",
  summary: "List all accounts",
  query: z.object({
    limit: limitQuery,
    cursor: cursorQuery,
    sort: z.enum(["-created_at", "created_at"]).default("-created_at"),
    role: z.enum(ROLES).optional(),
    status: userSchema.shape.status.optional(),
    email: emailSchema.optional(),
    q: nameQuery,
  }),
  success: [
    {
      status: 200,
      description: "A page of users",
      schema: pageSchema(userSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const { rows, pagination } = await listUsers(ctx, query);
    return { body: { data: rows.map(userView), pagination }, headers: nextPageLink(request.url, pagination) };
  },
});

const inviteRoute = defineRoute({
  ...common,
  method: "post",
  path: "/api/v1/users",
  operationId: "inviteUser",
  summary: "Make an account for somebody",
  description:
    "They get a mail with a link that sets the password; the link works for seven days, after that a forgotten password's does. The role " +
    "may not be above the caller's.",
  stepUp: true,
  body: z
    .strictObject({
      email: emailSchema,
      role: z.enum(ROLES),
      first_name: personNameSchema.optional(),
      last_name: personNameSchema.optional(),
    })
    .openapi("InviteUser"),
  bodyExample: { email: "grace@example.com", role: "staff", first_name: "Grace", last_name: "Hopper" },
  success: [{ ...userAnswer, status: 201, headers: { ETag: "Its version", Location: "The user" } }],
  errors: [emailTaken, roleTooHigh],
  handler: async ({ ctx, body }) => {
    const user = await inviteUser(ctx, body);
    return { ...reply(user), status: 201, headers: { Location: `/api/v1/users/${user.id}` } };
  },
});

const getRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/users/{id}",
  operationId: "getUser",
  summary: "Read an account",
  params: idParams,
  success: [userAnswer],
  handler: async ({ ctx, params }) => reply(await userOrThrow(ctx, params.id)),
});

const updateRoute = defineRoute({
  ...common,
  method: "patch",
  path: "/api/v1/users/{id}",
  operationId: "updateUser",
  summary: "Change the role or the status of a user",
  description:
    "Neither the user's role nor the new one may be above the caller's; an API key stands as high as the lowest role that holds all its " +
    "scopes. A disabled user's sessions end and their API keys rest. Writes follow the new role at once, reads by an access token that was " +
    "issued before within its life of ten minutes. A user rises only with a confirmed address.",
  stepUp: true,
  requestHeaders: { "If-Match": "Only this version (ETag) is changed." },
  params: idParams,
  body: z
    .strictObject({
      role: z.enum(ROLES).optional(),
      status: z.enum(["active", "disabled"]).optional(),
    })
    .openapi("UpdateUser"),
  bodyExample: { role: "staff" },
  success: [userAnswer],
  errors: [roleTooHigh, roleNeedsVerifiedEmail, lastSuperuser, userErased, preconditionFailed, conflict],
  handler: async ({ ctx, params, body, request }) => {
    const version = expectedVersion(request.header("If-Match"));
    return reply(await updateUser(ctx, { id: params.id, ...body, expectedVersion: version }));
  },
});

function reply(user: UserRow) {
  return { body: userView(user), etag: etagOf(user.version) };
}

export const userRoutes = [listRoute, inviteRoute, getRoute, updateRoute] as const;
