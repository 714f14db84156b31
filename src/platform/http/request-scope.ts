import type { MiddlewareHandler } from "hono";
import { createCtx } from "../ctx.ts";
import type { AppBindings } from "./route.ts";

const REQUEST_ID = /^[\w-]{8,128}$/;

/**
 * Opens the context of a request, answers its X-Request-Id (the client's own if it sent a sane one)
 * and writes one wide JSON line about it at the end.
 */
export function requestScope(): MiddlewareHandler<AppBindings> {
  return async (c, next) => {
    const started = Date.now();
    const offered = c.req.header("X-Request-Id");
    const ctx = createCtx(
      c.env,
      { kind: "guest" },
      {
        waitUntil: (work) => c.executionCtx.waitUntil(work),
        ...(offered !== undefined && REQUEST_ID.test(offered) ? { requestId: offered } : {}),
      },
    );
    c.set("ctx", ctx);
    await next();
    c.res.headers.set("X-Request-Id", ctx.requestId);
    const { actor } = c.get("ctx");
    ctx.log.info("request", {
      method: c.req.method,
      route: c.req.routePath,
      path: c.req.path,
      status: c.res.status,
      duration_ms: Date.now() - started,
      actor: actor.kind,
      ...(actor.kind === "api_key" ? { actor_id: actor.id } : {}),
      country: c.req.header("CF-IPCountry"),
    });
  };
}
