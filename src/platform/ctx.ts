import type { Actor } from "./auth.ts";
import { type Db, openDb } from "./db.ts";
import { type Config, parseConfig } from "./env.ts";
import type { IdempotencyClaim } from "./idempotency.ts";
import { newUuid } from "./ids.ts";
import { createLogger, type Logger } from "./log.ts";
import { Meter } from "./meter.ts";
import { meteredEnv, originalEnv } from "./metered-env.ts";

/** The events that a subscriber is working on, mostly one: `commit` records them as processed in the same batch. */
export interface Delivery {
  readonly subscriber: string;
  readonly eventIds: readonly string[];
  /** Turns true with the first commit of the delivery. */
  recorded?: boolean;
}

/**
 * What a verb needs from the world, the same behind all four doors (fetch, queue, cron, Durable Object).
 * The clock and the id generator are injected, so tests decide what time it is.
 */
export interface Ctx {
  readonly env: Env;
  readonly config: Config;
  readonly actor: Actor;
  readonly requestId: string;
  readonly db: Db;
  readonly log: Logger;
  /** What the bindings of `env` were used for. */
  readonly meter: Meter;
  now(): Date;
  newId(): string;
  /** Keeps the invocation alive until the promise settles, without delaying the answer. */
  waitUntil(work: Promise<unknown>): void;
  /** Set while a request with an Idempotency-Key runs; `commit` writes its row. */
  idempotency?: IdempotencyClaim | undefined;
  readonly delivery?: Delivery | undefined;
}

export interface CtxOptions {
  waitUntil(work: Promise<unknown>): void;
  requestId?: string;
  now?: () => Date;
  delivery?: Delivery;
}

let testClock: (() => Date) | undefined;

/** Sets the clock of every context made from now on; undefined restores the real one. For tests. */
export function setClock(clock: (() => Date) | undefined): void {
  testClock = clock;
}

/** Makes the context of one invocation. @throws Error when the configuration is incomplete */
export function createCtx(bindings: Env, actor: Actor, options: CtxOptions): Ctx {
  const original = originalEnv(bindings);
  const config = parseConfig(original);
  const meter = new Meter(original, (work) => options.waitUntil(work));
  const env = meteredEnv(original, meter);
  const now = options.now ?? testClock ?? (() => new Date());
  const requestId = options.requestId ?? newUuid(now());
  return {
    env,
    config,
    actor,
    requestId,
    get db() {
      return openDb(env.DB);
    },
    log: createLogger(config.LOG_LEVEL, { request_id: requestId }),
    meter,
    now,
    newId: () => newUuid(now(), config.SHARD),
    waitUntil: (work) => options.waitUntil(work),
    ...(options.delivery ? { delivery: options.delivery } : {}),
  };
}

/** The same context acting for somebody else, or on behalf of an event's delivery. */
export function deriveCtx(ctx: Ctx, changes: Partial<Pick<Ctx, "actor" | "delivery">>): Ctx {
  return { ...ctx, db: ctx.db, idempotency: undefined, ...changes };
}
