import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import { metricsObject } from "../../platform/metrics.ts";
import { originalEnv } from "../../platform/metered-env.ts";
import { pingSearchDatabase, secondsUndelivered } from "./readiness.repo.ts";

/** "degraded": the shop goes on without it for a while. "skipped": the platform offers no way to look. */
type CheckStatus = "ok" | "degraded" | "failed" | "skipped";

interface Check {
  status: CheckStatus;
  duration_ms: number;
  detail?: string;
}

export interface Readiness {
  status: "ok" | "degraded" | "failed";
  checks: Record<string, Check>;
}

const TIMEOUT_MS = 1_500;
const WAIT_MS = 50;
/** Whoever asks again so soon is told the same: the probe must not be a way to put load on the stores. */
const SHARED_MS = 2_000;
/** An isolate whose probe hangs gives no new ones out meanwhile. */
const STALE_MS = 10_000;
/** Events are delivered within seconds, and sent again after a minute. */
const LATE_SECONDS = 300;

interface Known {
  at: number;
  readiness?: Readiness;
  running: boolean;
}

const known = new WeakMap<object, Known>();

/**
 * Looks at everything that the shop stands on, all at once and each for 1.5 s at most. Without the databases or Durable Objects nothing
 * can be sold ("failed"); without KV, R2 or the queue the shop goes on more slowly, without pictures or with late mails ("degraded").
 */
export async function readiness(ctx: Ctx): Promise<Readiness> {
  const env = originalEnv(ctx.env);
  const last: Known = known.get(env) ?? { at: -Infinity, running: false };
  known.set(env, last);
  const shared = () =>
    Date.now() - last.at < (last.running ? STALE_MS : SHARED_MS) ? last.readiness : undefined;
  // Somebody is looking: what they find is for all who ask meanwhile. Should they be gone, it takes no longer than this.
  for (let waits = 0; last.running && !shared() && waits < TIMEOUT_MS / WAIT_MS; waits += 1) {
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
  const found = shared();
  if (found) return found;
  last.running = true;
  try {
    last.readiness = await lookAtAll(ctx);
    last.at = Date.now();
    return last.readiness;
  } finally {
    last.running = false;
  }
}

async function lookAtAll(ctx: Ctx): Promise<Readiness> {
  const { env } = ctx;
  let lag = 0;
  const [database, ...others] = await Promise.all([
    look(ctx, "database", "failed", async () => {
      lag = await secondsUndelivered(ctx);
    }),
    look(ctx, "search_database", "failed", () => pingSearchDatabase(ctx)),
    look(ctx, "durable_objects", "failed", () => metricsObject(env).ping()),
    look(ctx, "kv", "degraded", () => env.CATALOG_CACHE.get("ready")),
    look(ctx, "r2", "degraded", () => env.MEDIA.head("ready")),
    // Sending a message would be no check but a message.
    typeof env.EVENTS.metrics === "function"
      ? look(ctx, "queue", "degraded", () => env.EVENTS.metrics())
      : (["queue", { status: "skipped", duration_ms: 0, detail: "the queue does not tell" }] as const),
  ]);
  const checks: Record<string, Check> = Object.fromEntries([database, ...others]);
  if (database[1].status === "ok") {
    const isLate = lag > LATE_SECONDS;
    checks["outbox"] = {
      status: isLate ? "degraded" : "ok",
      duration_ms: database[1].duration_ms,
      ...(isLate ? { detail: `the oldest event waits for ${lag} s` } : {}),
    };
  }
  const all = Object.values(checks).map((check) => check.status);
  const status = all.includes("failed") ? "failed" : all.includes("degraded") ? "degraded" : "ok";
  return { status, checks };
}

/** Says nothing about the failure but that it happened, or that time ran out: anybody may ask. The log has the rest. */
async function look(
  ctx: Ctx,
  name: string,
  otherwise: "degraded" | "failed",
  ask: () => Promise<unknown>,
): Promise<[string, Check]> {
  const started = Date.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimedOut(`no answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  });
  try {
    await Promise.race([ask(), timeout]);
    return [name, { status: "ok", duration_ms: Date.now() - started }];
  } catch (error) {
    ctx.log.error("not ready", { check: name, ...describeError(error) });
    const detail = error instanceof TimedOut ? "timed out" : "did not answer";
    return [name, { status: otherwise, duration_ms: Date.now() - started, detail }];
  } finally {
    clearTimeout(timer);
  }
}

class TimedOut extends Error {}
