import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { createCtx } from "../ctx.ts";
import { requestIdOf } from "./request-id.ts";
import type { AppBindings } from "./route.ts";
import { shareAnswer } from "./shared-answers.ts";

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
    const sharedText = c.get("sharedText");
    if (sharedText !== undefined && c.res.status === 200 && c.req.method === "GET") {
      shareAnswer(c.req.raw, c.res, sharedText, routePath(c, -1));
    }
    const { actor } = c.get("ctx");
    ctx.log.info("request", {
      method: c.req.method,
      route: routePath(c, -1),
      path: c.req.path,
      status: c.res.status,
      duration_ms: Date.now() - started,
      actor: actor.kind,
      ...(actor.kind === "api_key" || actor.kind === "user" ? { actor_id: actor.id } : {}),
      country: c.req.header("CF-IPCountry"),
    });
  };
}
