import {
  type CartResult,
  type CartState,
  remainsOf,
  type SavedCart,
  type StoredCart,
  upgradeAnswer,
  upgradeCart,
} from "../src/modules/cart/index.ts";
import { addSeconds, isoTime } from "../src/platform/clock.ts";

const IDEMPOTENCY_SECONDS = 24 * 60 * 60;

type Answer = Extract<CartResult, { ok: true }>;

/**
 * The tables of one cart's object, read once and then kept in memory. Every method is synchronous, so what one event of the object
 * writes is written together or not at all.
 */
export class CartStorage {
  readonly #sql: SqlStorage;
  /** undefined: not yet read; null: nothing stored. */
  #state: CartState | null | undefined;
  #saved: readonly SavedCart[] | undefined;

  constructor(storage: DurableObjectStorage) {
    this.#sql = storage.sql;
  }

  /** The cart in its present shape, or null when nothing is stored. */
  load(): CartState | null {
    if (this.#state === undefined) {
      const [row] = this.#has("cart")
        ? this.#sql.exec<{ state: string }>("SELECT state FROM cart").toArray()
        : [];
      this.#state = row ? upgradeCart(JSON.parse(row.state) as StoredCart) : null;
    }
    return this.#state;
  }

  /** The stored cart; what remains of it when its life has ended and only the alarm has not come yet. */
  live(now: Date): CartState | null {
    const state = this.load();
    return state && state.expiresAt <= isoTime(now) ? remainsOf(state, now) : state;
  }

  save(state: CartState): void {
    if (this.load() === null) this.#createTables();
    this.#sql.exec("INSERT OR REPLACE INTO cart (id, state) VALUES (1, ?)", JSON.stringify(state));
    this.#state = state;
  }

  /** With the first change only: a cart that is merely read stores nothing, so that nothing of it has to expire. */
  #createTables(): void {
    this.#sql.exec(
      "CREATE TABLE IF NOT EXISTS cart (id INTEGER PRIMARY KEY CHECK (id = 1), state TEXT NOT NULL)",
    );
    this.#sql.exec(
      "CREATE TABLE IF NOT EXISTS idempotency (key TEXT PRIMARY KEY, hash TEXT NOT NULL, result TEXT NOT NULL, expires_at TEXT NOT NULL)",
    );
  }

  /** The saved carts, oldest first. */
  saved(): readonly SavedCart[] {
    if (this.#saved === undefined) {
      const rows = this.#has("saved_carts")
        ? this.#sql.exec<{ saved: string }>("SELECT saved FROM saved_carts ORDER BY position").toArray()
        : [];
      this.#saved = rows.map((row) => JSON.parse(row.saved) as SavedCart);
    }
    return this.#saved;
  }

  /** Keeps these and no others. They have a table of their own because no answer about the cart needs them. */
  keepSaved(saved: readonly SavedCart[]): void {
    if (saved.length === 0 && this.saved().length === 0) return;
    this.#sql.exec(
      "CREATE TABLE IF NOT EXISTS saved_carts (position INTEGER PRIMARY KEY, saved TEXT NOT NULL)",
    );
    this.#sql.exec("DELETE FROM saved_carts");
    for (const each of saved) {
      this.#sql.exec("INSERT INTO saved_carts (saved) VALUES (?)", JSON.stringify(each));
    }
    this.#saved = saved;
  }

  /** The kept answer of a request that comes again; undefined for a new one. */
  replay({ key, hash }: { key: string; hash: string }, now: Date): CartResult | undefined {
    if (this.load() === null) return undefined;
    const [row] = this.#sql
      .exec<{ hash: string; result: string }>(
        "SELECT hash, result FROM idempotency WHERE key = ? AND expires_at >= ?",
        key,
        isoTime(now),
      )
      .toArray();
    if (!row) return undefined;
    if (row.hash !== hash) return { ok: false, refusal: { code: "idempotency_key_reused" } };
    return { ...upgradeAnswer(JSON.parse(row.result) as Answer), replayed: true };
  }

  /** Of a cart that holds nothing there is nothing to remember: the same request finds the same. */
  remember({ key, hash }: { key: string; hash: string }, result: Answer, now: Date): void {
    if (this.load() === null) return;
    this.#sql.exec("DELETE FROM idempotency WHERE expires_at < ?", isoTime(now));
    this.#sql.exec(
      "INSERT INTO idempotency (key, hash, result, expires_at) VALUES (?, ?, ?, ?)",
      key,
      hash,
      JSON.stringify(result),
      isoTime(addSeconds(now, IDEMPOTENCY_SECONDS)),
    );
  }

  forgetAnswers(): void {
    this.#sql.exec("DELETE FROM idempotency");
  }

  /** To be called when all tables were deleted. */
  forgetMemory(): void {
    this.#state = null;
    this.#saved = [];
  }

  #has(table: string): boolean {
    return this.#sql.exec("SELECT 1 FROM sqlite_master WHERE name = ?", table).toArray().length > 0;
  }
}
