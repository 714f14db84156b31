import type { Actor } from "./auth.ts";
import type { Ctx } from "./ctx.ts";
import { type DomainError, rateLimited } from "./errors.ts";
import { describeError } from "./log.ts";
import { MemoryCache } from "./memory-cache.ts";

/** The classes of routes, each with a limit of its own (RATE_LIMITS). */
export type RateClass = "auth" | "write" | "read";

/**
 * How many requests one call of the class's binding stands for. The limit of the binding, which counts calls, is
 * RATE_LIMITS divided by this. (The binding's `delta` would say it, but the local simulator refuses it.)
 */
export const REQUESTS_PER_CALL: Readonly<Record<RateClass, number>> = { auth: 1, write: 20, read: 20 };

const BINDINGS = { auth: "RL_AUTH", write: "RL_WRITE", read: "RL_READ" } as const;

interface Counter {
  /** Requests until the binding is called again. */
  left: number;
  /** Milliseconds since the epoch. */
  refusedUntil: number;
}

const counters = new MemoryCache<Counter>({ limit: 20_000, ttlMs: 10 * 60_000 });

/**
 * Counts a request against the limit of its class, which holds for a key in one Cloudflare location, roughly. Attempts to
 * log in are decided at once; for other requests every 20th tells the binding, without waiting for it, and if the binding says
 * no, this isolate refuses the key until the period ends. So every isolate may let up to 20 more pass. A binding that fails
 * refuses nobody.
 * @throws request.rate_limited with Retry-After; at once for "write" and "read", through the promise for "auth"
 */
export function limitRate(ctx: Ctx, rateClass: RateClass, key: string): Promise<void> | undefined {
  const now = ctx.now().getTime();
  const end = periodEnd(ctx, rateClass, now);
  if (rateClass === "auth") {
    return mayGoOn(ctx, rateClass, key).then((allowed) => {
      if (!allowed) throw refusal(ctx, rateClass, end - now);
    });
  }
  const name = `${rateClass} ${key}`;
  const calledEvery = REQUESTS_PER_CALL[rateClass];
  // A random start: otherwise few requests in each of many isolates would be taken for 20 in each, or for none.
  const counter = counters.get(name, now) ?? {
    left: Math.ceil(Math.random() * calledEvery),
    refusedUntil: 0,
  };
  counters.set(name, counter, now);
  if (counter.refusedUntil > now) throw refusal(ctx, rateClass, counter.refusedUntil - now);
  counter.left -= 1;
  if (counter.left > 0) return undefined;
  counter.left = calledEvery;
  ctx.waitUntil(
    mayGoOn(ctx, rateClass, key).then((allowed) => {
      if (!allowed) counter.refusedUntil = end;
    }),
  );
  return undefined;
}

/** The value of the RateLimit-Policy header (draft-ietf-httpapi-ratelimit-headers): quota, and window in seconds. */
export function policyHeader(ctx: Pick<Ctx, "config">, rateClass: RateClass): string {
  const { limit, periodSeconds } = ctx.config.RATE_LIMITS[rateClass];
  return `"${rateClass}";q=${limit};w=${periodSeconds}`;
}

/** Whom a request is counted for: the user, the API key, or else the address. */
export function rateKeyOf(actor: Actor, address: string): string {
  if (actor.kind === "user") return `user:${actor.id}`;
  if (actor.kind === "api_key") return `key:${actor.id}`;
  return `ip:${address}`;
}

async function mayGoOn(ctx: Ctx, rateClass: RateClass, key: string): Promise<boolean> {
  try {
    const { success } = await ctx.env[BINDINGS[rateClass]].limit({ key });
    return success;
  } catch (error) {
    ctx.log.error("the rate limit binding failed", { rate_class: rateClass, ...describeError(error) });
    return true;
  }
}

/** The binding does not say when its period ends; locally it is aligned to the clock, so it is taken to be. */
function periodEnd(ctx: Ctx, rateClass: RateClass, now: number): number {
  const periodMs = ctx.config.RATE_LIMITS[rateClass].periodSeconds * 1000;
  return (Math.floor(now / periodMs) + 1) * periodMs;
}

function refusal(ctx: Ctx, rateClass: RateClass, waitMs: number): DomainError {
  const seconds = Math.ceil(waitMs / 1000);
  return rateLimited(`There were too many requests. Try again in ${seconds} seconds.`, {
    headers: { "Retry-After": String(seconds), "RateLimit-Policy": policyHeader(ctx, rateClass) },
    facts: { retry_after: seconds, policy: rateClass },
  });
}
