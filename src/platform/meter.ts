import { metrics } from "./metrics.ts";

/** Calls that one invocation made of one kind of store or service; `ms` adds up those in parallel. */
interface IoCount {
  calls: number;
  ms: number;
  failed?: number;
}

/** Bindings that are measured, and what a log line calls them. */
const BINDINGS = {
  DB: "d1",
  SEARCH_DB: "search_d1",
  CATALOG_CACHE: "kv",
  CART: "cart",
  THROTTLE: "throttle",
  MEDIA: "r2",
  BACKUPS: "r2",
  EVENTS: "queue",
  WEBHOOKS: "queue",
  EMAIL: "mail",
  STRIPE: "stripe",
} as const;

export type MeteredBinding = keyof typeof BINDINGS;

/** Measures the calls of one invocation, for its own log line and for the sums of the isolate. */
export class Meter {
  readonly io: Record<string, IoCount> = {};
  readonly #env: Env;
  readonly #waitUntil: (work: Promise<unknown>) => void;

  constructor(env: Env, waitUntil: (work: Promise<unknown>) => void) {
    this.#env = env;
    this.#waitUntil = waitUntil;
  }

  /** Measures a call that was started just now. Its result is given back as it is. */
  track<Result extends PromiseLike<unknown>>(
    binding: MeteredBinding,
    operation: string,
    result: Result,
    isFault?: (error: unknown) => boolean,
  ): Result {
    const started = Date.now();
    result.then(
      () => this.#note(binding, operation, started, false),
      (error: unknown) => this.#note(binding, operation, started, isFault?.(error) ?? true),
    );
    return result;
  }

  /** Tells METRICS what the isolate has counted, if it is time. */
  flush(): void {
    const told = metrics.flush(this.#env);
    if (told) this.#waitUntil(told);
  }

  #note(binding: MeteredBinding, operation: string, started: number, failed: boolean): void {
    const ms = Date.now() - started;
    const own = (this.io[BINDINGS[binding]] ??= { calls: 0, ms: 0 });
    own.calls += 1;
    own.ms += ms;
    if (failed) {
      own.failed = (own.failed ?? 0) + 1;
      metrics.count("ioErrors", [binding, operation]);
    }
    metrics.observe("io", [binding, operation], ms);
    this.flush();
  }
}
