import { applyOperation, readCartFacts } from "../src/modules/cart/index.ts";
import type { Ctx } from "../src/platform/ctx.ts";
import { describeError } from "../src/platform/log.ts";
import type { CartStorage } from "./cart-storage.ts";

/** What a cart remembers of the catalog is compared with it again when that is longer ago than this and somebody looks at the cart. */
const FRESH_MS = 30_000;

/** Brings one cart up to date with the catalog and the rates of its address. */
export class CartFreshness {
  readonly #ctx: Ctx;
  readonly #storage: CartStorage;
  /** When the cart was last compared, by this instance of its object. */
  #checkedAt = 0;
  #checking = false;
  /** The number of the last comparison that was begun, and of the newest that was carried out. */
  #begun = 0;
  #done = 0;

  constructor(ctx: Ctx, storage: CartStorage) {
    this.#ctx = ctx;
    this.#storage = storage;
  }

  /** What is put into a new cart was just looked up. */
  isNew(now: Date): void {
    this.#checkedAt = now.getTime();
  }

  /** Compares the cart after the answer, unless that was done a short while ago. A failure is only logged. */
  checkLater(): void {
    const age = this.#ctx.now().getTime() - this.#checkedAt;
    if (this.#checking || age < FRESH_MS) return;
    const work = this.check().catch((error: unknown) => {
      this.#ctx.log.warn("a cart could not be compared with the catalog", describeError(error));
    });
    this.#ctx.waitUntil(work);
  }

  /**
   * Compares the cart: one call of the database. What is done to the cart meanwhile stays done, and of comparisons in parallel the one
   * that asked last counts.
   */
  async check(): Promise<void> {
    const asked = this.#storage.live(this.#ctx.now());
    if (!asked || asked.lines.length === 0) return;
    this.#checking = true;
    const number = ++this.#begun;
    try {
      const facts = await readCartFacts(this.#ctx, asked.id, asked);
      const now = this.#ctx.now();
      const state = this.#storage.live(now);
      if (!state || number < this.#done) return;
      this.#done = number;
      const applied = applyOperation(state, { op: "refresh", ...facts }, now);
      this.#checkedAt = now.getTime();
      if ("state" in applied && applied.state !== state) this.#storage.save(applied.state);
    } finally {
      this.#checking = false;
    }
  }
}
