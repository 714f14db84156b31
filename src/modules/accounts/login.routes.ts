import {
  authenticationRequired,
  conflict,
  csrfRefused,
  invalidCredentials,
  rateLimited,
  tooManyAttempts,
} from "../../platform/errors.ts";
import { anyCaller, anyone, defineRoute } from "../../platform/http/index.ts";
import { permissionsOf } from "../../platform/auth.ts";
import {
  authenticate,
  findUser,
  refused,
  secondFactorInvalid,
  userInGoodStanding,
  userView,
} from "../identity/index.ts";
import {
  accountNotActive,
  loginFailed,
  refreshTokenReused,
  secondFactorRequired,
} from "./accounts.errors.ts";
import { loginBody, logoutBody, meSchema, refreshBody, tokensSchema } from "./accounts.schema.ts";
import { beginSession } from "./begin-session.ts";
import { logOut, logOutByToken } from "./log-out.ts";
import { originOf } from "./origin.ts";
import { refreshSession } from "./refresh-session.ts";
import { tokensAnswer } from "./tokens-answer.ts";

// Logging in with tokens, for apps and storefronts that keep them. Browsers have session.routes.ts.

export const loginErrors = [
  loginFailed,
  secondFactorRequired,
  secondFactorInvalid,
  accountNotActive,
  conflict,
  tooManyAttempts,
  rateLimited,
];

const loginRoute = defineRoute({
  method: "post",
  path: "/api/v1/auth/login",
  operationId: "logIn",
  tag: "Accounts",
  summary: "Log in and get tokens",
  description:
    "With the X-Cart-Token of a guest's cart, its content moves into the user's cart. An account with a second factor answers 401 " +
    "`auth.second_factor_required` until `totp` is sent too.",
  access: anyone,
  rate: "auth",
  requestHeaders: { "X-Cart-Token": "The guest's cart, to be merged into the user's." },
  body: loginBody,
  bodyExample: { email: "ada@example.com", password: "correct horse battery" },
  idempotency: "ignored",
  success: [{ status: 200, description: "The tokens", schema: tokensSchema }],
  errors: loginErrors,
  handler: async ({ ctx, body, request }) => {
    const input = { ...body, cartToken: request.header("X-Cart-Token") };
    const { user, actor, secret } = await beginSession(ctx, "token", input, originOf(request));
    return { body: await tokensAnswer(ctx, actor, user, secret) };
  },
});

const refreshRoute = defineRoute({
  method: "post",
  path: "/api/v1/auth/refresh",
  operationId: "refreshTokens",
  tag: "Accounts",
  summary: "Exchange a refresh token for new tokens",
  description:
    "A token is good for one exchange. Presented again within ten seconds it gives the same successor (parallel tabs, lost answers); " +
    "later, or when the successor was used, the whole login is ended.",
  access: anyone,
  // No hash is computed and nothing can be guessed: many users behind one address may refresh.
  rate: "write",
  body: refreshBody,
  bodyExample: { refresh_token: "rt_…" },
  idempotency: "ignored",
  success: [{ status: 200, description: "The tokens", schema: tokensSchema }],
  errors: [invalidCredentials, refreshTokenReused, rateLimited],
  handler: async ({ ctx, body }) => {
    const { standing, refreshToken } = await refreshSession(ctx, body.refresh_token);
    const user = await findUser(ctx, standing.user_id);
    if (!user) throw refused("The refresh token is not valid. Log in again.");
    return { body: await tokensAnswer(ctx, userInGoodStanding(ctx, standing), user, refreshToken) };
  },
});

const logoutRoute = defineRoute({
  method: "post",
  path: "/api/v1/auth/logout",
  operationId: "logOut",
  tag: "Accounts",
  summary: "End a login",
  description:
    "Ends the login of the refresh token, or without one that of the access token. Access tokens given out before can still read until they expire.",
  access: anyone,
  // No hash is computed and nothing can be guessed: many users behind one address may refresh.
  rate: "write",
  body: logoutBody,
  bodyExample: { refresh_token: "rt_…" },
  idempotency: "ignored",
  success: [{ status: 204, description: "The login has ended, if there was one" }],
  errors: [invalidCredentials, authenticationRequired, csrfRefused, rateLimited],
  handler: async ({ ctx, body, request }) => {
    if (body.refresh_token !== undefined) {
      await logOutByToken(ctx, body.refresh_token);
      return { status: 204 };
    }
    const actor = await authenticate(ctx, request, false);
    if (actor.kind !== "user") {
      throw authenticationRequired("Send the refresh_token, or the access token of the login to end.");
    }
    await logOut(ctx, actor.sessionId);
    return { status: 204 };
  },
});

const meRoute = defineRoute({
  method: "get",
  path: "/api/v1/auth/me",
  operationId: "getMe",
  tag: "Accounts",
  summary: "Who you are and what you may do",
  access: anyCaller,
  success: [{ status: 200, description: "The caller", schema: meSchema }],
  handler: async ({ ctx }) => {
    const { actor } = ctx;
    const permissions = permissionsOf(ctx);
    if (actor.kind === "api_key") {
      const { id, name } = actor;
      return {
        body: { kind: actor.kind, id, permissions, must_enrol_second_factor: false, api_key: { id, name } },
      };
    }
    if (actor.kind !== "user") throw authenticationRequired("Send credentials.");
    const user = await findUser(ctx, actor.id);
    if (user?.status !== "active") throw refused("This account is not active.");
    return {
      body: {
        kind: actor.kind,
        id: actor.id,
        role: actor.role,
        permissions,
        must_enrol_second_factor: actor.mustEnrol,
        user: userView(user),
      },
    };
  },
});

export const loginRoutes = [loginRoute, refreshRoute, logoutRoute, meRoute] as const;
