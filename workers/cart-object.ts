import { DurableObject } from "cloudflare:workers";
import {
  applyOperation,
  type ApplyOptions,
  type CartOperation,
  type CartResult,
  type CartRpc,
  type CartState,
  emptyCart,
  remainsOf,
} from "../src/modules/cart/index.ts";
import { addSeconds, isoTime } from "../src/platform/clock.ts";
import { createCtx, type Ctx } from "../src/platform/ctx.ts";

const IDEMPOTENCY_SECONDS = 24 * 60 * 60;

/**
 * The shell of one cart: storage, idempotency and expiry. What an operation means is in src/modules/cart/cart.rules.ts.
 * Every method is synchronous up to its answer, so operations of parallel requests never interleave.
 */
export class CartObject extends DurableObject<Env> implements CartRpc {
  readonly #ctx: Ctx;
  /** undefined: not yet loaded; null: nothing stored. */
  #state: CartState | null | undefined;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#ctx = createCtx(
      env,
      { kind: "system", job: "cart-object" },
      { waitUntil: (work) => state.waitUntil(work) },
    );
  }

  /** The cart, or null when nothing was ever put into it or it has expired. */
  async read(): Promise<CartState | null> {
    return this.#live(this.#ctx.now());
  }

  /** Carries out one operation and stores its result, or refuses it and changes nothing. */
  async apply(id: string, operation: CartOperation, options: ApplyOptions): Promise<CartResult> {
    const now = this.#ctx.now();
    const replay = options.idempotency && this.#replay(options.idempotency, now);
    if (replay) return replay;
    const state = this.#live(now) ?? emptyCart(id, options.currency, now);
    if (options.ifVersion !== undefined && options.ifVersion !== state.version) {
      return { ok: false, refusal: { code: "version_mismatch", version: state.version } };
    }
    const applied = applyOperation(state, operation, now);
    if ("refusal" in applied) return { ok: false, refusal: applied.refusal };
    const result: CartResult = { ok: true, state: applied.state, created: applied.created, replayed: false };
    if (applied.state !== state) this.#save(applied.state);
    // Answers hold the whole cart: with what is on its way into a customer's, its contact must not stay behind in them.
    if (applied.state !== state && changesHands(operation)) this.#forgetAnswers();
    if (options.idempotency) this.#remember(options.idempotency, result, now);
    return result;
  }

  /** Deletes all that the cart holds. Only that it is frozen stays. */
  async erase(): Promise<void> {
    await this.#end(this.#ctx.now());
  }

  /** Ends the cart when it has not been touched for its whole life; otherwise looks again at its end. */
  override async alarm(): Promise<void> {
    const state = this.#load();
    const now = this.#ctx.now();
    if (state && state.expiresAt > isoTime(now)) {
      await this.ctx.storage.setAlarm(new Date(state.expiresAt));
      return;
    }
    await this.#end(now);
  }

  async #end(now: Date): Promise<void> {
    const state = this.#load();
    const remains = state && remainsOf(state, now);
    this.#state = null;
    if (!remains) return this.ctx.storage.deleteAll();
    // Overwritten rather than deleted and written anew: a crash in between would thaw the cart.
    this.#save(remains);
    this.#forgetAnswers();
  }

  /** The stored cart; what remains of it when its life has ended and only the alarm has not come yet. */
  #live(now: Date): CartState | null {
    const state = this.#load();
    return state && state.expiresAt <= isoTime(now) ? remainsOf(state, now) : state;
  }

  #load(): CartState | null {
    if (this.#state === undefined) {
      const { sql } = this.ctx.storage;
      const isNew = sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'cart'").toArray().length === 0;
      const [row] = isNew ? [] : sql.exec<{ state: string }>("SELECT state FROM cart").toArray();
      this.#state = row ? (JSON.parse(row.state) as CartState) : null;
    }
    return this.#state;
  }

  #save(state: CartState): void {
    if (this.#state == null) {
      this.#createTables();
      void this.ctx.storage.setAlarm(new Date(state.expiresAt));
    }
    this.ctx.storage.sql.exec("INSERT OR REPLACE INTO cart (id, state) VALUES (1, ?)", JSON.stringify(state));
    this.#state = state;
  }

  /** With the first change only: a cart that is merely read stores nothing, so that nothing of it has to expire. */
  #createTables(): void {
    const { sql } = this.ctx.storage;
    sql.exec("CREATE TABLE IF NOT EXISTS cart (id INTEGER PRIMARY KEY CHECK (id = 1), state TEXT NOT NULL)");
    sql.exec(
      "CREATE TABLE IF NOT EXISTS idempotency (key TEXT PRIMARY KEY, hash TEXT NOT NULL, result TEXT NOT NULL, expires_at TEXT NOT NULL)",
    );
  }

  #replay({ key, hash }: { key: string; hash: string }, now: Date): CartResult | undefined {
    if (this.#load() === null) return undefined;
    const [row] = this.ctx.storage.sql
      .exec<{ hash: string; result: string }>(
        "SELECT hash, result FROM idempotency WHERE key = ? AND expires_at >= ?",
        key,
        isoTime(now),
      )
      .toArray();
    if (!row) return undefined;
    if (row.hash !== hash) return { ok: false, refusal: { code: "idempotency_key_reused" } };
    const result = JSON.parse(row.result) as Extract<CartResult, { ok: true }>;
    return { ...result, replayed: true };
  }

  #forgetAnswers(): void {
    this.ctx.storage.sql.exec("DELETE FROM idempotency");
  }

  #remember({ key, hash }: { key: string; hash: string }, result: CartResult, now: Date): void {
    const { sql } = this.ctx.storage;
    sql.exec("DELETE FROM idempotency WHERE expires_at < ?", isoTime(now));
    sql.exec(
      "INSERT INTO idempotency (key, hash, result, expires_at) VALUES (?, ?, ?, ?)",
      key,
      hash,
      JSON.stringify(result),
      isoTime(addSeconds(now, IDEMPOTENCY_SECONDS)),
    );
  }
}

function changesHands({ op }: CartOperation): boolean {
  return op === "hand_over" || op === "confirm";
}
