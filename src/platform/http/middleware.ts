import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Actor } from "../auth.ts";
import { type Ctx, deriveCtx } from "../ctx.ts";
import { payloadTooLarge } from "../errors.ts";
import { callerAddress } from "../throttle.ts";
import { limitRate, policyHeader, type RateClass, rateKeyOf } from "../rate-limit.ts";
import { type Access, enforceAccess, looksAtCaller, requireRecentProof } from "./access.ts";
import type { AppBindings } from "./route.ts";

/** What of a request tells who sends it. */
export interface CallerRequest {
  method: string;
  url: string;
  header(name: string): string | undefined;
}

/**
 * Finds out who sends a request. With `fresh` the database is asked whether the credentials are still good; without, they may
 * be as old as they live or as the isolate remembers them. The identity module provides it.
 */
export type Authenticator = (ctx: Ctx, request: CallerRequest, fresh: boolean) => Promise<Actor>;

let authenticator: Authenticator = () => Promise.resolve({ kind: "guest" });

/** Installs the function that turns credentials into an actor; called once by the app. */
export function setAuthenticator(authenticate: Authenticator): void {
  authenticator = authenticate;
}

export interface Guard {
  access: Access;
  /** Whether the database is asked if the credentials are still good. */
  fresh: boolean;
  /** Whether the user must have proved to be present a short while ago. */
  stepUp: boolean;
  rate: RateClass | undefined;
}

/** Authenticates the caller, limits the rate and enforces the access rule, before anything of the request is validated. */
export function accessGuard(guard: Guard): MiddlewareHandler<AppBindings> {
  return async (c, next) => {
    const ctx = c.get("ctx");
    const header = (name: string) => c.req.header(name);
    const address = callerAddress(header);
    let known = ctx;
    if (looksAtCaller(guard.access)) {
      const request = { method: c.req.method, url: c.req.url, header };
      try {
        const actor = await authenticator(ctx, request, guard.fresh);
        if (actor.kind !== "guest") known = deriveCtx(ctx, { actor });
      } catch (error) {
        // Guessing credentials is limited by where the guesses come from.
        if (guard.rate) await limitRate(ctx, guard.rate, rateKeyOf(ctx.actor, address));
        throw error;
      }
      c.set("ctx", known);
    }
    if (guard.rate) await limitRate(known, guard.rate, rateKeyOf(known.actor, address));
    enforceAccess(guard.access, known);
    if (guard.stepUp) requireRecentProof(known);
    await next();
    if (guard.rate) c.res.headers.set("RateLimit-Policy", policyHeader(ctx, guard.rate));
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
