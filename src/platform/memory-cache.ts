const all = new Set<MemoryCache<unknown>>();

/** Empties every cache of the isolate, as a new isolate would find them. */
export function forgetIsolateMemory(): void {
  for (const cache of all) cache.clear();
}

/**
 * A bounded cache in the isolate's memory with a time to live. It holds what may be some seconds old,
 * never what decides about money, stock or access. Least recently written entries go first.
 */
export class MemoryCache<Value> {
  readonly #entries = new Map<string, { value: Value; until: number }>();
  readonly #limit: number;
  readonly #ttlMs: number;

  constructor(options: { limit: number; ttlMs: number }) {
    this.#limit = options.limit;
    this.#ttlMs = options.ttlMs;
    all.add(this);
  }

  get(key: string, now = Date.now()): Value | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    if (entry.until > now) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  set(key: string, value: Value, now = Date.now()): void {
    this.#entries.delete(key);
    if (this.#entries.size >= this.#limit) {
      const oldest = this.#entries.keys().next().value;
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    this.#entries.set(key, { value, until: now + this.#ttlMs });
  }

  clear(): void {
    this.#entries.clear();
  }
}
