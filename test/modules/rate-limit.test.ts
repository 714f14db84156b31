import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Actor } from "../../src/platform/auth.ts";
import { createCtx, type Ctx } from "../../src/platform/ctx.ts";
import { DomainError } from "../../src/platform/errors.ts";
import { forgetIsolateMemory } from "../../src/platform/memory-cache.ts";
import { limitRate, policyHeader, type RateClass, rateKeyOf } from "../../src/platform/rate-limit.ts";
import { unique } from "../support/shop.ts";

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the way the runtime's types are extended
  namespace Cloudflare {
    interface Env {
      /** 5 calls in 60 seconds. */
      RL_TEST: RateLimit;
    }
  }
}

const PERIOD_MS = 60_000;
const GUEST: Actor = { kind: "guest" };

/** The environment in which every class has the low limit: 5 attempts to log in, 5 * 20 other requests. */
const LIMITED: Env = {
  ...env,
  RL_AUTH: env.RL_TEST,
  RL_WRITE: env.RL_TEST,
  RL_READ: env.RL_TEST,
  // The generated type knows the values of wrangler.toml only.
  RATE_LIMITS: "auth=5/60,write=100/60,read=100/60" as Env["RATE_LIMITS"],
};

const limitedCtx = (bindings: Env = LIMITED, options: { now?: () => Date } = {}) => {
  const execution = createExecutionContext();
  const ctx = createCtx(bindings, GUEST, { waitUntil: (work) => execution.waitUntil(work), ...options });
  return { ctx, settled: () => waitOnExecutionContext(execution) };
};

const msLeft = () => PERIOD_MS - (Date.now() % PERIOD_MS);

/** Binding and code count by the minute: a test must not begin at the end of one. */
beforeEach(async () => {
  if (msLeft() < 5_000) await new Promise((resolve) => setTimeout(resolve, msLeft() + 50));
});

afterEach(() => forgetIsolateMemory());

/** Makes a request, waits for what it left behind and returns its refusal, if any. */
async function request(
  rateClass: RateClass,
  key: string,
  made = limitedCtx(),
): Promise<DomainError | undefined> {
  try {
    await limitRate(made.ctx, rateClass, key);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  } finally {
    await made.settled();
  }
  return undefined;
}

/** How many requests pass, one after another, before one is refused. */
async function passing(rateClass: RateClass, key: string, most = 500): Promise<number> {
  for (let passed = 0; passed < most; passed++) {
    if (await request(rateClass, key)) return passed;
  }
  return most;
}

describe("attempts to log in", () => {
  it("are refused by the first one over the limit, with the end of the period", async () => {
    const key = unique("ip");
    expect(await passing("auth", key)).toBe(5);
    const refusal = await request("auth", key);
    expect(refusal).toMatchObject({
      code: "request.rate_limited",
      status: 429,
      headers: { "RateLimit-Policy": '"auth";q=5;w=60' },
      facts: { policy: "auth" },
    });
    const seconds = Number(refusal?.headers["Retry-After"]);
    expect(refusal?.facts["retry_after"]).toBe(seconds);
    expect(Math.abs(seconds - msLeft() / 1000)).toBeLessThan(2);
    expect(await request("auth", unique("ip"))).toBeUndefined();
  });

  it("are counted over all isolates", async () => {
    const key = unique("ip");
    for (let attempt = 0; attempt < 5; attempt++) {
      expect(await request("auth", key)).toBeUndefined();
      forgetIsolateMemory();
    }
    expect(await request("auth", key)).toBeDefined();
  });

  it("are let through when the binding fails, which is logged", async () => {
    const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const failing = { limit: () => Promise.reject(new Error("out of order")) };
    expect(await request("auth", unique("ip"), limitedCtx({ ...LIMITED, RL_AUTH: failing }))).toBeUndefined();
    expect(logged).toHaveBeenCalledExactlyOnceWith(expect.stringContaining("out of order"));
    logged.mockRestore();
  });
});

describe.each(["write", "read"] as const)("requests of the class %s", (rateClass) => {
  it("are refused after the limit, give or take the 20 that one call stands for", async () => {
    const key = unique("ip");
    const passed = await passing(rateClass, key);
    expect(passed).toBeGreaterThan(100);
    expect(passed).toBeLessThanOrEqual(120);
    const refusal = await request(rateClass, key);
    expect(refusal).toMatchObject({
      code: "request.rate_limited",
      status: 429,
      headers: { "RateLimit-Policy": `"${rateClass}";q=100;w=60` },
      facts: { policy: rateClass },
    });
    const seconds = Number(refusal?.headers["Retry-After"]);
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(Math.abs(seconds - msLeft() / 1000)).toBeLessThan(2);
    expect(await request(rateClass, unique("ip"))).toBeUndefined();
  });

  it("never wait for the binding, and call it once in 20", async () => {
    let calls = 0;
    const counting = { limit: () => ((calls += 1), new Promise<RateLimitOutcome>(() => undefined)) };
    const ctx: Ctx = {
      ...limitedCtx({ ...LIMITED, RL_WRITE: counting, RL_READ: counting }).ctx,
      waitUntil: () => undefined,
    };
    const key = unique("ip");
    for (let made = 0; made < 200; made++) expect(limitRate(ctx, rateClass, key)).toBeUndefined();
    expect(calls).toBe(10);
  });

  it("are refused by another isolate too, at the latest with its 21st", async () => {
    const key = unique("ip");
    await passing(rateClass, key);
    forgetIsolateMemory();
    expect(await passing(rateClass, key)).toBeLessThanOrEqual(20);
  });

  it("are not taken for 20 when each comes to another isolate, nor for none", async () => {
    let calls = 0;
    const counting = { limit: () => ((calls += 1), Promise.resolve({ success: true })) };
    const made = limitedCtx({ ...LIMITED, RL_WRITE: counting, RL_READ: counting });
    const key = unique("ip");
    for (let isolate = 0; isolate < 2_000; isolate++) {
      void limitRate(made.ctx, rateClass, key);
      forgetIsolateMemory();
    }
    await made.settled();
    // 100 on average with a deviation of 10: outside of this lies one run in a million.
    expect(calls).toBeGreaterThan(50);
    expect(calls).toBeLessThan(150);
  });

  it("pass again in the next period", async () => {
    const key = unique("ip");
    await passing(rateClass, key);
    const inAPeriod = { now: () => new Date(Date.now() + PERIOD_MS) };
    expect(await request(rateClass, key, limitedCtx(LIMITED, inAPeriod))).toBeUndefined();
    expect(await request(rateClass, key)).toBeDefined();
  });
});

describe("the key of the rate limits", () => {
  it("is the user, else the API key, else the address", () => {
    const user: Actor = {
      kind: "user",
      id: "u1",
      role: "customer",
      sessionId: "s1",
      via: "token",
      mustEnrol: false,
    };
    const apiKey: Actor = { kind: "api_key", id: "k1", name: "ERP", scopes: [] };
    expect(rateKeyOf(user, "203.0.113.7")).toBe("user:u1");
    expect(rateKeyOf(apiKey, "203.0.113.7")).toBe("key:k1");
    expect(rateKeyOf(GUEST, "203.0.113.7")).toBe("ip:203.0.113.7");
  });
});

describe("the RateLimit-Policy header", () => {
  it("names the class, its quota and its window", () => {
    expect(policyHeader(limitedCtx().ctx, "write")).toBe('"write";q=100;w=60');
    expect(policyHeader(limitedCtx(env).ctx, "auth")).toBe('"auth";q=3000;w=60');
  });
});
