import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Actor } from "../auth.ts";
import { sha256Hex } from "../crypto.ts";
import { type Ctx, deriveCtx } from "../ctx.ts";
import { DomainError, payloadTooLarge } from "../errors.ts";
import { callerAddress } from "../throttle.ts";
import { limitRate, policyHeader, type RateClass, rateKeyOf } from "../rate-limit.ts";
import { type Access, enforceAccess, looksAtCaller, requireRecentProof } from "./access.ts";
import { heedFlags } from "./maintenance.ts";
import type { AppBindings, AppContext } from "./route.ts";

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
    await heedFlags(c.get("ctx"), c.req.method, c.req.path, guard.access);
    const address = callerAddress((name) => c.req.header(name));
    const known = await identify(c, guard, address);
    const staleCookie = known.actor.kind === "guest" ? known.actor.staleCookie : undefined;
    try {
      await limitCaller(guard, known, address);
      enforceAccess(guard.access, known);
      if (guard.stepUp) requireRecentProof(known);
    } catch (error) {
      if (staleCookie !== undefined && error instanceof DomainError)
        error.headers["Set-Cookie"] = staleCookie;
      throw error;
    }
    await next();
    if (staleCookie !== undefined) c.res.headers.append("Set-Cookie", staleCookie);
    if (guard.rate) c.res.headers.set("RateLimit-Policy", policyHeader(known, guard.rate));
  };
}

/** The context with whoever calls as its actor; credentials are looked at only where the route does. */
async function identify(c: AppContext, guard: Guard, address: string): Promise<Ctx> {
  const ctx = c.get("ctx");
  if (!looksAtCaller(guard.access)) return ctx;
  const request = { method: c.req.method, url: c.req.url, header: (name: string) => c.req.header(name) };
  try {
    const actor =
      (await machineOf(ctx, guard.access, request)) ?? (await authenticator(ctx, request, guard.fresh));
    const known = deriveCtx(ctx, { actor });
    c.set("ctx", known);
    return known;
  } catch (error) {
    // Guessing credentials is limited by where the guesses come from.
    if (guard.rate) await limitRate(ctx, guard.rate, rateKeyOf(ctx.actor, address));
    throw error;
  }
}

/** The machine that shows the secret of this route. Hashes are compared: how long that takes says nothing about the secret. */
async function machineOf(ctx: Ctx, access: Access, request: CallerRequest): Promise<Actor | undefined> {
  if (access.kind !== "permission" || access.secret === undefined) return undefined;
  const [, token] = /^Bearer ([^\s]+)$/i.exec(request.header("Authorization") ?? "") ?? [];
  if (token === undefined) return undefined;
  const [given, known] = await Promise.all([sha256Hex(token), sha256Hex(ctx.config[access.secret])]);
  return given === known ? { kind: "system", job: access.secret.toLowerCase() } : undefined;
}

async function limitCaller({ rate }: Guard, ctx: Ctx, address: string): Promise<void> {
  if (!rate) return;
  await limitRate(ctx, rate, rateKeyOf(ctx.actor, address));
  // Hashes cost the same whoever asks for them: many accounts at one address do not buy more of them.
  const isKnown = ctx.actor.kind === "user" || ctx.actor.kind === "api_key";
  if (rate === "auth" && isKnown) await limitRate(ctx, rate, rateKeyOf({ kind: "guest" }, address));
}

/**
 * Waits for the whole body before anybody looks at the caller: whoever sends it slowly must not act on a standing that was
 * checked long ago. What has been read is remembered for the handler.
 */
export const awaitBody: MiddlewareHandler<AppBindings> = async (c, next) => {
  await c.req.text();
  await next();
};

/** Refuses larger bodies with 413 before they are read into memory. */
export function limitBody(maxSize: number): MiddlewareHandler<AppBindings> {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw payloadTooLarge(`The body may have at most ${maxSize} bytes.`, { facts: { max_bytes: maxSize } });
    },
  });
}
