import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import { MemoryCache } from "../../platform/memory-cache.ts";

/**
 * Where an answer comes from: this isolate's memory, KV, a replica of the read model, or the system of record.
 * "-stale": it may have been overtaken, and is being read anew for those who ask next.
 */
export type CacheLevel = "memory" | "memory-stale" | "kv" | "kv-stale" | "replica" | "primary";

/** A value and the level that it came from. */
export interface Leveled<Value> {
  value: Value;
  level: CacheLevel;
}

/** What the levels behind the memory have. */
export interface Found<Value> extends Leveled<Value> {
  /** Set when it has been overtaken: until when it may be given all the same (Unix milliseconds), and how what overtook it is read. */
  stale?: { until: number; renew: () => Promise<Leveled<Value>> };
}

/** How long an isolate answers from its own memory without looking further. */
const FRESH_MS = 5_000;

/** How long it answers from its memory at all: the staleness that this level adds. */
const STALE_MS = 30_000;

/** A refresh that has not ended after this long has failed or was cut off: the next request begins another one. */
const REFRESH_MS = 5_000;

/** A request waits this long for what another one reads, then it reads for itself: the other may have been cut off. */
const PATIENCE_MS = 2_000;

/** What is remembered. `hit` is made once: answering from memory allocates nothing. */
interface Held<Value> {
  hit: Leveled<Value>;
  freshUntil: number;
  /** From when on a request that gets it stale refreshes it. */
  refreshAt: number;
}

type Reads = Pick<Ctx, "now" | "waitUntil" | "log">;

/**
 * The isolate's memory before the slower levels. What is fresh is given; what is stale is given too, while one background read
 * refreshes it, and is a miss when it gets too old. Requests for one key that miss at the same time read once, and share the
 * value or the error. `forget` ends all of it: nothing that was read before it is remembered, or given to who asks after it.
 */
export class LeveledMemory<Value extends object> {
  readonly #memory: MemoryCache<Held<Value>>;
  readonly #flights = new Map<string, Promise<Leveled<Value>>>();
  readonly #mayBeStale: (value: Value) => boolean;
  #forgotten = 0;

  /** `limit` and `sizeOf` count characters. What may not be stale is a miss as soon as it is not fresh. */
  constructor(
    limit: number,
    sizeOf: (value: Value) => number,
    mayBeStale: (value: Value) => boolean = () => true,
  ) {
    this.#memory = new MemoryCache({ limit, ttlMs: STALE_MS, sizeOf: ({ hit }) => sizeOf(hit.value) });
    this.#mayBeStale = mayBeStale;
  }

  /** What is remembered under the key, or else what `read` finds in the levels behind. */
  async get(ctx: Reads, key: string, read: () => Promise<Found<Value>>): Promise<Leveled<Value>> {
    const now = ctx.now().getTime();
    const held = this.#memory.get(key, now);
    if (held) {
      if (now < held.freshUntil) return held.hit;
      if (now >= held.refreshAt) this.#refresh(ctx, key, held, read);
      return { value: held.hit.value, level: "memory-stale" };
    }
    const flight = this.#flights.get(key);
    return (flight && (await patiently(flight))) ?? this.#fly(ctx, key, read);
  }

  forget(): void {
    this.#forgotten += 1;
    this.#memory.clear();
    this.#flights.clear();
  }

  #fly(ctx: Reads, key: string, read: () => Promise<Found<Value>>): Promise<Leveled<Value>> {
    const before = this.#forgotten;
    const flight = read()
      .then((found) => {
        if (this.#forgotten === before) this.#remember(ctx, key, found);
        return found;
      })
      .finally(() => {
        if (this.#flights.get(key) === flight) this.#flights.delete(key);
      });
    this.#flights.set(key, flight);
    // Others may wait for it: it goes on when the client that it was begun for hangs up.
    ctx.waitUntil(flight.catch(() => undefined));
    return flight;
  }

  /** What another level calls stale is so here from the beginning, and no longer than there. */
  #remember(ctx: Reads, key: string, { value, stale }: Found<Value>, instead?: Held<Value>): void {
    const now = ctx.now().getTime();
    const current = this.#memory.get(key, now);
    // Another read, begun later because this one took too long, has ended before it.
    if (current && current !== instead) return;
    const freshUntil = stale ? now : now + FRESH_MS;
    const until = stale ? Math.min(stale.until, now + STALE_MS) : now + STALE_MS;
    const held: Held<Value> = { hit: { value, level: "memory" }, freshUntil, refreshAt: freshUntil };
    this.#memory.set(key, held, now, (this.#mayBeStale(value) ? until : freshUntil) - now);
    if (stale) this.#refresh(ctx, key, held, stale.renew);
  }

  /** Reads in the background what takes the place of a stale value; when that fails, the value stays until its end. */
  #refresh(ctx: Reads, key: string, held: Held<Value>, read: () => Promise<Found<Value>>): void {
    held.refreshAt = ctx.now().getTime() + REFRESH_MS;
    const before = this.#forgotten;
    const refreshed = renewed(read).then((found) => {
      if (this.#forgotten === before) this.#remember(ctx, key, found, held);
    });
    ctx.waitUntil(
      refreshed.catch((error: unknown) => {
        ctx.log.warn("a catalog answer could not be refreshed", describeError(error));
      }),
    );
  }
}

/** Nobody waits for it: what the level behind calls stale is read anew at once. */
async function renewed<Value>(read: () => Promise<Found<Value>>): Promise<Leveled<Value>> {
  const found = await read();
  return found.stale ? found.stale.renew() : found;
}

/** What the flight brings; undefined when it takes too long. */
async function patiently<Value>(flight: Promise<Value>): Promise<Value | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  try {
    return await Promise.race([flight, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
