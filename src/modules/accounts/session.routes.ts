import { z } from "@hono/zod-openapi";
import { requireUser } from "../../platform/auth.ts";
import { deriveCtx } from "../../platform/ctx.ts";
import { csrfRefused, invalidCredentials, notFound, tooManyAttempts } from "../../platform/errors.ts";
import { anyone, anyUser, defineRoute } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery, nextPageLink, pageSchema } from "../../platform/pagination.ts";
import {
  authenticate,
  csrfToken,
  findStanding,
  findUser,
  noSessionCookie,
  refused,
  requireOwnOrigin,
  secondFactorInvalid,
  sessionCookie,
  userView,
} from "../identity/index.ts";
import { passwordWrong, secondFactorRequired } from "./accounts.errors.ts";
import { addressOf } from "./accounts.http.routes.ts";
import { browserSessionSchema, loginBody, sessionSchema, stepUpBody } from "./accounts.schema.ts";
import { beginSession } from "./begin-session.ts";
import { listSessions } from "./list-sessions.ts";
import { logOut } from "./log-out.ts";
import { loginErrors } from "./login.routes.ts";
import { originOf } from "./origin.ts";
import { revokeAllSessions, revokeSession } from "./revoke-sessions.ts";
import { stepUp } from "./step-up.ts";

// Browser sessions, and the list of all logins of a user.

const common = { tag: "Accounts", access: anyUser, rate: "auth" } as const;

const openRoute = defineRoute({
  ...common,
  method: "post",
  path: "/api/v1/auth/session",
  operationId: "openBrowserSession",
  summary: "Log in and get a session cookie",
  description:
    "For pages of the shop itself. The cookie `__Host-session` is HttpOnly; unsafe requests that use it must send `csrf_token` as " +
    "X-CSRF-Token and come from an origin that the shop lists.",
  access: anyone,
  requestHeaders: { "X-Cart-Token": "The guest's cart, to be merged into the user's." },
  body: loginBody,
  bodyExample: { email: "ada@example.com", password: "correct horse battery" },
  idempotency: "ignored",
  success: [
    {
      status: 201,
      description: "The session",
      schema: browserSessionSchema,
      headers: { "Set-Cookie": "The session's cookie", Location: "The session" },
    },
  ],
  errors: [...loginErrors, csrfRefused],
  handler: async ({ ctx, body, request }) => {
    requireOwnOrigin(ctx, request);
    const input = { ...body, cartToken: request.header("X-Cart-Token") };
    const { user, actor, secret, expiresAt } = await beginSession(ctx, "browser", input, originOf(request));
    return {
      status: 201,
      body: {
        id: actor.sessionId,
        user: userView(user),
        csrf_token: await csrfToken(ctx, actor.sessionId),
        expires_at: expiresAt,
      },
      headers: { Location: "/api/v1/auth/session", "Set-Cookie": sessionCookie(secret) },
    };
  },
});

const readRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/auth/session",
  operationId: "getBrowserSession",
  summary: "The session of this browser, with its CSRF token",
  rate: "read",
  success: [{ status: 200, description: "The session", schema: browserSessionSchema }],
  errors: [notFound],
  handler: async ({ ctx }) => {
    const actor = requireUser(ctx);
    if (actor.via !== "cookie") throw notFound("You are not logged in by a browser session.");
    const [standing, user] = await Promise.all([
      findStanding(ctx, { sessionId: actor.sessionId }),
      findUser(ctx, actor.id),
    ]);
    if (!standing || !user) throw refused("The session has ended. Log in again.");
    return {
      body: {
        id: actor.sessionId,
        user: userView(user),
        csrf_token: await csrfToken(ctx, actor.sessionId),
        expires_at: standing.expires_at,
      },
    };
  },
});

const closeRoute = defineRoute({
  ...common,
  method: "delete",
  path: "/api/v1/auth/session",
  operationId: "closeBrowserSession",
  summary: "Log this browser out",
  description: "Also of a browser whose session has ended already: the cookie is taken away.",
  access: anyone,
  success: [{ status: 204, description: "The session has ended, if there was one" }],
  errors: [invalidCredentials, csrfRefused],
  handler: async ({ ctx, request }) => {
    const actor = await authenticate(ctx, request, true);
    if (actor.kind === "user") await logOut(deriveCtx(ctx, { actor }), actor.sessionId);
    return { status: 204, headers: { "Set-Cookie": noSessionCookie } };
  },
});

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/auth/sessions",
  operationId: "listSessions",
  summary: "Where you are logged in",
  rate: "read",
  query: z.object({ limit: limitQuery, cursor: cursorQuery }),
  success: [
    {
      status: 200,
      description: "Your logins, newest first",
      schema: pageSchema(sessionSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const page = await listSessions(ctx, query);
    return { body: page, headers: nextPageLink(request.url, page.pagination) };
  },
});

const revokeRoute = defineRoute({
  ...common,
  method: "delete",
  path: "/api/v1/auth/sessions/{id}",
  operationId: "revokeSession",
  summary: "End one of your logins",
  params: idParams,
  success: [{ status: 204, description: "It has ended" }],
  handler: async ({ ctx, params }) => {
    await revokeSession(ctx, params.id);
    return { status: 204 };
  },
});

const revokeAllRoute = defineRoute({
  ...common,
  method: "delete",
  path: "/api/v1/auth/sessions",
  operationId: "revokeAllSessions",
  summary: "End all your logins",
  query: z.object({
    except_current: z
      .enum(["true", "false"])
      .default("false")
      .openapi({ description: "`true` keeps the login that this request is made with." }),
  }),
  success: [{ status: 204, description: "They have ended" }],
  handler: async ({ ctx, query }) => {
    const keepsCurrent = query.except_current === "true";
    await revokeAllSessions(ctx, keepsCurrent);
    return { status: 204, ...(keepsCurrent ? {} : { headers: { "Set-Cookie": noSessionCookie } }) };
  },
});

const stepUpRoute = defineRoute({
  ...common,
  method: "post",
  path: "/api/v1/auth/step-up",
  operationId: "stepUp",
  summary: "Prove again that it is you",
  description:
    "With a code where the account has a second factor, else with the password. Good for 15 minutes.",
  body: stepUpBody,
  bodyExample: { password: "correct horse battery" },
  idempotency: "ignored",
  success: [{ status: 204, description: "The session may now do what asks for it" }],
  errors: [passwordWrong, secondFactorRequired, secondFactorInvalid, tooManyAttempts],
  handler: async ({ ctx, body, request }) => {
    await stepUp(ctx, body, addressOf(request));
    return { status: 204 };
  },
});

export const sessionRoutes = [
  openRoute,
  readRoute,
  closeRoute,
  listRoute,
  revokeAllRoute,
  revokeRoute,
  stepUpRoute,
] as const;
