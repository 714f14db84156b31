import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Actor } from "../auth.ts";
import { type Ctx, deriveCtx } from "../ctx.ts";
import { payloadTooLarge } from "../errors.ts";
import { type Access, enforceAccess } from "./access.ts";
import type { AppBindings } from "./route.ts";

/** Finds out who sends a request with these credentials. The identity module provides it. */
export type Authenticator = (ctx: Ctx, authorization: string | undefined) => Promise<Actor>;

let authenticator: Authenticator = () => Promise.resolve({ kind: "guest" });

/** Installs the function that turns credentials into an actor; called once by the app. */
export function setAuthenticator(authenticate: Authenticator): void {
  authenticator = authenticate;
}

/** Authenticates the caller and enforces the route's access rule, before anything of the request is validated. */
export function accessGuard(access: Access): MiddlewareHandler<AppBindings> {
  return async (c, next) => {
    if (access.kind === "permission" || access.kind === "capability") {
      const ctx = c.get("ctx");
      const actor = await authenticator(ctx, c.req.header("Authorization"));
      const known = actor.kind === "guest" ? ctx : deriveCtx(ctx, { actor });
      c.set("ctx", known);
      enforceAccess(access, known);
    }
    await next();
  };
}

/** Refuses larger bodies with 413 before they are read into memory. */
export function limitBody(maxSize: number): MiddlewareHandler<AppBindings> {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw payloadTooLarge(`The body may have at most ${maxSize} bytes.`, { facts: { max_bytes: maxSize } });
    },
  });
}
