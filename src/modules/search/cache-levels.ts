import type { Ctx } from "../../platform/ctx.ts";
import { MemoryCache } from "../../platform/memory-cache.ts";

/** Where an answer comes from: this isolate's memory, KV, a replica of the read model, or the system of record. */
export type CacheLevel = "memory" | "kv" | "replica" | "primary";

/** A value and the level that it came from. */
export interface Leveled<Value> {
  value: Value;
  level: CacheLevel;
}

/** How long an isolate may answer from its own memory: the staleness that this level adds. */
const MEMORY_MS = 5_000;

/** A request waits this long for what another one reads, then it reads for itself: the other may have been cut off. */
const PATIENCE_MS = 2_000;

/**
 * The isolate's memory before the slower levels. Requests for one key that miss it at the same time read once, and share
 * the value or the error. `forget` ends both: nothing that was read before it is remembered, or given to who asks after it.
 */
export class LeveledMemory<Value extends object> {
  readonly #memory: MemoryCache<Value>;
  readonly #flights = new Map<string, Promise<Leveled<Value>>>();
  #forgotten = 0;

  /** `limit` and `sizeOf` count characters. */
  constructor(limit: number, sizeOf: (value: Value) => number) {
    this.#memory = new MemoryCache({ limit, ttlMs: MEMORY_MS, sizeOf });
  }

  /** What is remembered under the key, or else what `read` finds in the levels behind. */
  async get(ctx: Ctx, key: string, read: () => Promise<Leveled<Value>>): Promise<Leveled<Value>> {
    const known = this.#memory.get(key);
    if (known) return { value: known, level: "memory" };
    const flight = this.#flights.get(key);
    return (flight && (await patiently(flight))) ?? this.#fly(ctx, key, read);
  }

  forget(): void {
    this.#forgotten += 1;
    this.#memory.clear();
    this.#flights.clear();
  }

  #fly(ctx: Ctx, key: string, read: () => Promise<Leveled<Value>>): Promise<Leveled<Value>> {
    const before = this.#forgotten;
    const flight = read()
      .then((found) => {
        if (this.#forgotten === before) this.#memory.set(key, found.value);
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
