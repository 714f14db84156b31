import { hmacSha256 } from "./crypto.ts";
import type { Ctx } from "./ctx.ts";
import { tooManyAttempts } from "./errors.ts";
import type { Attempt, ThrottlePolicy } from "./throttle.rules.ts";

export type { ThrottlePolicy };

/** The methods of a throttle's Durable Object (workers/throttle-object.ts). */
export interface ThrottleRpc {
  take(policy: ThrottlePolicy, from?: string): Promise<ThrottleDecision>;
  succeed(from?: string): Promise<void>;
  giveBack(from?: string): Promise<void>;
  clear(): Promise<void>;
}

export type ThrottleDecision = { allowed: true } | Extract<Attempt, { allowed: false }>;

/** Exact counting of the attempts at one thing, over all isolates. `from` tells where the attempt comes from (`originHash`). */
export interface Throttle {
  /**
   * Counts an attempt, before its expensive work begins; an origin that succeeded before is counted on its own.
   * A refused attempt does not count.
   * @throws auth.too_many_attempts with Retry-After when it has to wait
   */
  readonly take: (policy: ThrottlePolicy, from?: string) => Promise<void>;
  /** Ends the counting, for all and for this origin, and trusts the origin for 90 days; the last 20 origins are kept. */
  readonly succeed: (from?: string) => Promise<void>;
  /** Takes one attempt back, where it was counted: it was neither a wrong guess nor a success that clears what others did. */
  readonly giveBack: (from?: string) => Promise<void>;
  /** Forgets everything, the trusted origins too. */
  readonly clear: () => Promise<void>;
}

/** The throttle of that name. Names come from `throttleName`, as they must not show whom they are about. */
export function throttle(ctx: Pick<Ctx, "env">, name: string): Throttle {
  // The generated type wraps every result of a call in RPC types; these methods pass plain data only.
  const object: ThrottleRpc = ctx.env.THROTTLE.getByName(name);
  return {
    take: async (policy, from) => {
      const decision = await object.take(policy, from);
      if (decision.allowed) return;
      const { retryAfterSeconds } = decision;
      throw tooManyAttempts(`There were too many attempts. Try again in ${retryAfterSeconds} seconds.`, {
        headers: { "Retry-After": String(retryAfterSeconds) },
        facts: { retry_after: retryAfterSeconds },
      });
    },
    succeed: (from) => object.succeed(from),
    giveBack: (from) => object.giveBack(from),
    clear: () => object.clear(),
  };
}

/** The name of a throttle: its kind in clear; what it is about (an email, an address) keyed, as there are few enough to try them all. */
export async function throttleName(ctx: Pick<Ctx, "config">, kind: string, value: string): Promise<string> {
  return `${kind}:${await keyedHash(ctx, kind, value)}`;
}

/** Where an attempt comes from, as a throttle remembers it. */
export function originHash(ctx: Pick<Ctx, "config">, address: string): Promise<string> {
  return keyedHash(ctx, "origin", address);
}

/** With the first TOKEN_SECRET: where that is replaced, the counting begins anew. */
function keyedHash({ config }: Pick<Ctx, "config">, purpose: string, value: string): Promise<string> {
  return hmacSha256(config.TOKEN_SECRET[0] ?? "", `throttle:${purpose}:${value}`);
}

/**
 * Where a request comes from, as Cloudflare saw it: an IPv4 address, or the /64 network of an IPv6 address, as
 * one household or server usually has all of it. "unknown" when nothing says so; X-Forwarded-For is never believed.
 */
export function callerAddress(header: (name: string) => string | undefined): string {
  const address = header("CF-Connecting-IP")?.trim().toLowerCase() ?? "";
  if (address === "") return "unknown";
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address) ?? [];
  if (mapped !== undefined || !address.includes(":")) return mapped ?? address;
  const [head, tail] = address.split("::").map((part) => part.split(":").filter((group) => group !== ""));
  const [front, back] = [head ?? [], tail ?? []];
  const zeros = Array<string>(Math.max(0, 8 - front.length - back.length)).fill("0");
  const groups = [...front, ...zeros, ...back].slice(0, 4);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, "")).join(":")}::/64`;
}
