const all = new Set<{ clear(): void }>();

/** Empties every cache of the isolate, as a new isolate would find them. */
export function forgetIsolateMemory(): void {
  for (const cache of all) cache.clear();
}

/** What an entry takes besides its key and value, roughly, in characters. */
const ENTRY_OVERHEAD = 300;

interface Options<Value> {
  /** How much it may hold: entries, or with `sizeOf` characters, keys and overhead included. */
  limit: number;
  ttlMs: number;
  sizeOf?: (value: Value) => number;
}

/**
 * A bounded cache in the isolate's memory with a time to live. It holds what may be some seconds old,
 * never what decides about money, stock or access. The least recently written entries go first.
 */
export class MemoryCache<Value> {
  readonly #entries = new Map<string, { value: Value; until: number; size: number }>();
  readonly #options: Options<Value>;
  #size = 0;

  constructor(options: Options<Value>) {
    this.#options = options;
    all.add(this);
  }

  get(key: string, now = Date.now()): Value | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    if (entry.until > now) return entry.value;
    this.#remove(key);
    return undefined;
  }

  /** Keeps the value for the cache's time to live, or for one of its own. */
  set(key: string, value: Value, now = Date.now(), ttlMs = this.#options.ttlMs): void {
    const { limit, sizeOf } = this.#options;
    const size = sizeOf ? sizeOf(value) + key.length + ENTRY_OVERHEAD : 1;
    this.#remove(key);
    if (size > limit) return;
    for (const oldest of this.#entries.keys()) {
      if (this.#size + size <= limit) break;
      this.#remove(oldest);
    }
    this.#entries.set(key, { value, until: now + ttlMs, size });
    this.#size += size;
  }

  clear(): void {
    this.#entries.clear();
    this.#size = 0;
  }

  #remove(key: string): void {
    this.#size -= this.#entries.get(key)?.size ?? 0;
    this.#entries.delete(key);
  }
}
