import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { createCtx } from "../ctx.ts";
import { DomainError, internalError } from "../errors.ts";
import { metrics } from "../metrics.ts";
import { requestIdOf } from "./request-id.ts";
import type { AppBindings, AppContext } from "./route.ts";
import { shareAnswer } from "./shared-answers.ts";
import { fromHttpException } from "./validation.ts";

/** Anybody may send any method; these are told apart. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/** Routes of one order. */
const ORDER_ROUTE = /^\/api\/v1\/orders\/:id(\/|$)/;
const TOO_MANY = 429;

/**
 * Opens the context of a request, answers its X-Request-Id (the client's own if it sent a sane one)
 * and writes one wide JSON line about it at the end.
 */
export function requestScope(): MiddlewareHandler<AppBindings> {
  return async (c, next) => {
    const started = Date.now();
    const ctx = createCtx(
      c.env,
      { kind: "guest" },
      {
        waitUntil: (work) => c.executionCtx.waitUntil(work),
        requestId: requestIdOf(c.req.header("X-Request-Id")),
      },
    );
    c.set("ctx", ctx);
    await next();
    c.res.headers.set("X-Request-Id", ctx.requestId);
    const route = routePath(c, -1);
    const sharedText = c.get("sharedText");
    if (sharedText !== undefined && c.res.status === 200 && c.req.method === "GET") {
      shareAnswer(c.req.raw, c.res, sharedText, route);
    }
    const { actor } = c.get("ctx");
    const duration = Date.now() - started;
    const code = problemOf(c);
    count(c, route, duration, code);
    ctx.meter.flush();
    ctx.log.info("request", {
      method: c.req.method,
      route,
      path: c.req.path,
      status: c.res.status,
      duration_ms: duration,
      actor: actor.kind,
      ...(actor.kind === "api_key" || actor.kind === "user" ? { actor_id: actor.id } : {}),
      ...(ORDER_ROUTE.test(route) ? { order_id: c.req.param("id") } : {}),
      code,
      country: c.req.header("CF-IPCountry"),
      version: c.env.CF_VERSION?.id,
      io: ctx.meter.io,
    });
  };
}

/** The code of the problem that was answered. */
function problemOf({ error }: AppContext): string | undefined {
  if (!error) return undefined;
  const known = error instanceof DomainError ? error : fromHttpException(error);
  return known?.code ?? internalError.code;
}

function count(c: AppContext, route: string, duration: number, code: string | undefined): void {
  const { status } = c.res;
  const method = METHODS.has(c.req.method) ? c.req.method : "OTHER";
  metrics.count("requests", [method, route, status]);
  metrics.observe("duration", [method, route, `${Math.floor(status / 100)}xx`], duration);
  if (code !== undefined && (status === TOO_MANY || status >= 500)) metrics.count("problems", [code]);
}
