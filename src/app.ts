import { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { secureHeaders } from "hono/secure-headers";
import { authenticate } from "./modules/identity/index.ts";
import type { Ctx } from "./platform/ctx.ts";
import { DomainError, methodNotAllowed, notFound } from "./platform/errors.ts";
import {
  type AppBindings,
  type AppContext,
  fromHttpException,
  problemResponse,
  requestScope,
  setAuthenticator,
  unexpectedError,
  validationHook,
} from "./platform/http/index.ts";
import { createLogger, describeError } from "./platform/log.ts";
import { routes } from "./registry.ts";

/** What protects an API of JSON: the headers that only guard pages of old browsers are left out. */
const SECURITY_HEADERS: Parameters<typeof secureHeaders>[0] = {
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  strictTransportSecurity: "max-age=31536000; includeSubDomains",
  referrerPolicy: "no-referrer",
  // Storefronts on other origins may read what CORS allows them.
  crossOriginResourcePolicy: false,
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
  // Uploaded files bring a stricter policy of their own.
  overwrite: false,
};

/** CORS by allow-list. */
const allowOrigins: MiddlewareHandler<AppBindings> = cors({
  origin: (origin, c: AppContext) => (c.get("ctx").config.CORS_ORIGINS.includes(origin) ? origin : null),
  allowHeaders: [
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
    "If-None-Match",
    "X-CSRF-Token",
    "X-Cart-Token",
    "X-Order-Token",
    "X-Request-Id",
  ],
  exposeHeaders: [
    "ETag",
    "Idempotent-Replayed",
    "Link",
    "Location",
    "RateLimit-Policy",
    "Retry-After",
    "Server-Timing",
    "X-Cart-Token",
    "X-Request-Id",
  ],
  // For browser sessions of storefronts on the same site; to other sites the cookie is not sent (SameSite).
  credentials: true,
  maxAge: 86_400,
});

/** Without an Origin there is nothing to allow, and Hono's middleware would build a response of its own to say so. */
const allowListedOrigins: MiddlewareHandler<AppBindings> = (c, next) =>
  c.req.header("Origin") === undefined ? next() : allowOrigins(c, next);

/** Builds the API: middleware in its order, every route of the registry, one place where errors become answers. */
export function createApp(): OpenAPIHono<AppBindings> {
  setAuthenticator(authenticate);
  const app = new OpenAPIHono<AppBindings>({ strict: false, defaultHook: validationHook });
  app.use(requestScope());
  app.use(secureHeaders(SECURITY_HEADERS));
  app.use("/api/*", allowListedOrigins);
  for (const route of routes) route.register(app);
  // What operators type, and links in runbooks: the operations' own prefix leads to where they are.
  app.all("/ops/*", (c) => {
    const { pathname, search } = new URL(c.req.url);
    return c.redirect(`/api/v1${pathname}${search}`, 308);
  });
  app.all("/_stripe/*", (c) => forwardToEmulator(c));
  app.notFound((c) => {
    const ctx = c.get("ctx");
    return problemResponse(unknownRoute(c), ctx.config.PUBLIC_URL, ctx.requestId);
  });
  app.onError((error, c) => {
    const ctx = c.get("ctx") as Ctx | undefined;
    if (!ctx) return notConfigured(error);
    const known = error instanceof DomainError ? error : fromHttpException(error);
    if (!known) ctx.log.error("unexpected error", { path: c.req.path, ...describeError(error) });
    return problemResponse(known ?? unexpectedError(error), ctx.config.PUBLIC_URL, ctx.requestId);
  });
  return app;
}

/** The context could not be made: the log names what is missing, the answer does not. */
function notConfigured(error: Error): Response {
  createLogger("error", {}).error(error.message);
  return problemResponse(unexpectedError(error), "", "none");
}

/** 405 with Allow when the path exists under another method, else 404. */
function unknownRoute(c: AppContext): DomainError {
  const path = c.req.path.replace(/(?<=[^/])\/+$/, "");
  const methods = routes
    .filter((route) => new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path))
    .map((route) => route.method.toUpperCase());
  if (methods.length === 0) return notFound(`There is nothing at ${c.req.path}.`);
  const allow = [...new Set(methods)].join(", ");
  return methodNotAllowed(`${c.req.path} takes ${allow}.`, { headers: { Allow: allow } });
}

/** Local only: lets a client confirm payments at the Stripe emulator as Stripe.js would at Stripe. */
async function forwardToEmulator(c: AppContext): Promise<Response> {
  const emulator = c.env.STRIPE_API;
  const ctx = c.get("ctx");
  if (!emulator || ctx.config.ENVIRONMENT === "production" || ctx.config.ENVIRONMENT === "staging") {
    return problemResponse(
      notFound(`There is nothing at ${c.req.path}.`),
      ctx.config.PUBLIC_URL,
      ctx.requestId,
    );
  }
  const url = new URL(c.req.url);
  url.pathname = url.pathname.slice("/_stripe".length);
  const request = new Request(url, c.req.raw);
  request.headers.set("X-Emulator-Public-Url", `${ctx.config.PUBLIC_URL}/_stripe`);
  const answer = await emulator.fetch(request);
  // A copy: the middleware adds its headers, and those of a fetched answer cannot be changed.
  return new Response(answer.body, answer);
}
