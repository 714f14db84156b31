import { DurableObject } from "cloudflare:workers";
import { type Delta, type MetricsRpc, sumOf } from "../src/platform/metrics.ts";

/** Totals are written this often at most: a row written for every isolate and series would cost more than what is measured. */
const SAVE_MS = 5_000;
/** Far more than there are routes, statuses and bindings: nothing may fill the storage. */
const MAX_SERIES = 10_000;
/** A series that nobody has counted for so long is forgotten, e.g. of a route that was removed. */
const FORGET_MS = 90 * 24 * 60 * 60 * 1_000;

/**
 * Adds up what all isolates have counted. Nothing that was read is ever forgotten, so totals never go down; of what was only added, a
 * crash loses the last seconds.
 */
export class MetricsObject extends DurableObject<Env> implements MetricsRpc {
  #totals: Map<string, number[]> | undefined;
  readonly #unsaved = new Set<string>();
  #savedAt = 0;
  #alarmed = false;

  async add(deltas: Delta[]): Promise<void> {
    const totals = this.#load();
    for (const [key, values] of deltas) {
      const sum = values.every((value) => value >= 0 && value < Infinity) && sumOf(totals.get(key), values);
      if (!sum || (!totals.has(key) && totals.size >= MAX_SERIES)) continue;
      totals.set(key, sum);
      this.#unsaved.add(key);
    }
    const now = Date.now();
    if (now - this.#savedAt >= SAVE_MS) this.#save(now);
    else if (!this.#alarmed) {
      this.#alarmed = true;
      await this.ctx.storage.setAlarm(this.#savedAt + SAVE_MS);
    }
  }

  /** All totals. They are written before they are told. */
  async read(): Promise<Delta[]> {
    const totals = this.#load();
    this.#save(Date.now());
    return [...totals];
  }

  /** Answers. */
  async ping(): Promise<void> {}

  override alarm(): void {
    this.#alarmed = false;
    this.#load();
    this.#save(Date.now());
  }

  #load(): Map<string, number[]> {
    if (this.#totals) return this.#totals;
    const { sql } = this.ctx.storage;
    sql.exec(
      "CREATE TABLE IF NOT EXISTS totals (series TEXT PRIMARY KEY, counted TEXT NOT NULL, updated_at INTEGER NOT NULL) WITHOUT ROWID",
    );
    sql.exec("DELETE FROM totals WHERE updated_at < ?", Date.now() - FORGET_MS);
    const rows = sql
      .exec<{ series: string; counted: string }>("SELECT series, counted FROM totals")
      .toArray();
    this.#totals = new Map(rows.map(({ series, counted }) => [series, JSON.parse(counted) as number[]]));
    return this.#totals;
  }

  #save(now: number): void {
    this.#savedAt = now;
    for (const key of this.#unsaved) {
      this.ctx.storage.sql.exec(
        "INSERT OR REPLACE INTO totals (series, counted, updated_at) VALUES (?, ?, ?)",
        key,
        JSON.stringify(this.#totals?.get(key)),
        now,
      );
    }
    this.#unsaved.clear();
  }
}
