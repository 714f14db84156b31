import { DurableObject } from "cloudflare:workers";
import {
  applyOperation,
  type ApplyOptions,
  type CartOperation,
  type CartResult,
  type CartRpc,
  type CartState,
  contentOf,
  emptyCart,
  isAbandoned,
  isStart,
  nextAlarm,
  present,
  readCartFacts,
  type Refresh,
  refreshCart,
  remainsOf,
  type SavedCart,
  savedAfter,
  tellAbandoned,
  tellStarted,
  TOUCHES_SAVED,
} from "../src/modules/cart/index.ts";
import { addSeconds, isoTime } from "../src/platform/clock.ts";
import { createCtx, type Ctx } from "../src/platform/ctx.ts";
import { describeError } from "../src/platform/log.ts";
import { metrics } from "../src/platform/metrics.ts";
import { CartFreshness } from "./cart-freshness.ts";
import { CartStorage } from "./cart-storage.ts";

const ALARM_RETRY_SECONDS = 10 * 60;
const NOT_FOUND: CartResult = { ok: false, refusal: { code: "saved_cart_not_found" } };

/**
 * The shell of one cart: storage, idempotency, looking at the catalog, expiry. What an operation means is in
 * src/modules/cart/cart.rules.ts. An operation is synchronous from reading the cart to its answer, so those of parallel requests
 * never interleave; who has to wait for the database looks at the cart again afterwards.
 */
export class CartObject extends DurableObject<Env> implements CartRpc {
  readonly #ctx: Ctx;
  readonly #storage: CartStorage;
  readonly #freshness: CartFreshness;
  /** What the alarm is set to, as far as this instance knows. */
  #alarmAt: number | undefined;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#storage = new CartStorage(state.storage);
    this.#ctx = createCtx(
      env,
      { kind: "system", job: "cart-object" },
      { waitUntil: (work) => state.waitUntil(work) },
    );
    this.#freshness = new CartFreshness(this.#ctx, this.#storage);
  }

  /** The cart, or null when nothing was ever put into it or it has expired. */
  async read(refresh?: Refresh): Promise<CartState | null> {
    if (refresh === "now") await this.#freshness.check();
    if (refresh === "later") this.#freshness.checkLater();
    return this.#storage.live(this.#ctx.now());
  }

  /** Carries out one operation and stores its result, or refuses it and changes nothing. */
  async apply(id: string, operation: CartOperation, options: ApplyOptions): Promise<CartResult> {
    const now = this.#ctx.now();
    const replay = options.idempotency && this.#storage.replay(options.idempotency, now);
    if (replay) return replay;
    const state = this.#storage.live(now) ?? emptyCart(id, options.currency, now);
    if (options.ifVersion !== undefined && options.ifVersion !== state.version) {
      return { ok: false, refusal: { code: "version_mismatch", version: state.version } };
    }
    const applied = applyOperation(state, operation, now);
    if ("refusal" in applied) return { ok: false, refusal: applied.refusal };
    const result = { ok: true, replayed: false, ...applied } as const;
    if (applied.state !== state) this.#keep(state, applied.state, operation, now);
    if (options.idempotency) this.#storage.remember(options.idempotency, result, now);
    if (options.refresh === "later") this.#freshness.checkLater();
    return result;
  }

  /** Compares the cart with the catalog and lets the shopper agree to what that shows. `ifVersion` is that of the compared cart. */
  async acceptChanges(id: string, options: ApplyOptions): Promise<CartResult> {
    const replay = options.idempotency && this.#storage.replay(options.idempotency, this.#ctx.now());
    if (replay) return replay;
    await this.#freshness.check();
    return this.apply(id, { op: "accept_changes" }, options);
  }

  /** The carts that can be restored, oldest first. */
  async saved(): Promise<SavedCart[]> {
    return present(this.#storage.saved(), this.#ctx.now());
  }

  /** Puts a saved cart, compared with the catalog, in the place of the present one. */
  async restore(id: string, savedId: string, options: ApplyOptions): Promise<CartResult> {
    const replay = options.idempotency && this.#storage.replay(options.idempotency, this.#ctx.now());
    if (replay) return replay;
    const found = this.#findSaved(savedId);
    if (!found) return NOT_FOUND;
    const { variants, market } = await readCartFacts(this.#ctx, id, found.content);
    // An order or another request may have changed it, or taken it, meanwhile.
    const saved = this.#findSaved(savedId);
    if (!saved) {
      return (options.idempotency && this.#storage.replay(options.idempotency, this.#ctx.now())) ?? NOT_FOUND;
    }
    const now = this.#ctx.now();
    const cart = refreshCart(
      { ...emptyCart(id, options.currency, now), ...saved.content },
      variants,
      market,
      now,
    );
    return this.apply(id, { op: "restore", savedId, content: contentOf(cart) }, options);
  }

  /** Deletes a saved cart. The cart itself is not touched by that. */
  async forgetSaved(savedId: string, options: ApplyOptions): Promise<CartResult> {
    const state = this.#storage.live(this.#ctx.now());
    if (!state || !this.#findSaved(savedId)) return NOT_FOUND;
    if (state.frozen) return { ok: false, refusal: { code: "frozen" } };
    if (options.ifVersion !== undefined && options.ifVersion !== state.version) {
      return { ok: false, refusal: { code: "version_mismatch", version: state.version } };
    }
    this.#storage.keepSaved(this.#storage.saved().filter((each) => each.id !== savedId));
    return { ok: true, state, created: false, replayed: false };
  }

  /** Deletes all that the cart holds. Only that it is frozen stays. */
  async erase(): Promise<void> {
    await this.#end(this.#ctx.now());
  }

  /** Looks after the cart: tells that it is abandoned, forgets what is too old, ends it. Sets the next alarm. */
  override async alarm(): Promise<void> {
    this.#alarmAt = undefined;
    try {
      await this.#lookAfter();
    } catch (error) {
      // The runtime gives up on an alarm that fails a few times, and then the cart would never end.
      this.#ctx.log.error("a cart's alarm failed", describeError(error));
      await this.ctx.storage.setAlarm(addSeconds(this.#ctx.now(), ALARM_RETRY_SECONDS));
    }
  }

  async #lookAfter(): Promise<void> {
    const state = this.#storage.load();
    const now = this.#ctx.now();
    if (!state || state.expiresAt <= isoTime(now)) return this.#end(now);
    if (isAbandoned(state, this.#ctx.config.CART_ABANDONED_HOURS, now)) {
      const { id, generation, currency } = state;
      await tellAbandoned(this.#ctx, state);
      await this.apply(id, { op: "abandon", generation }, { currency });
    }
    this.#storage.keepSaved(present(this.#storage.saved(), now));
    const left = this.#storage.load();
    if (left) this.#schedule(left, now);
  }

  async #end(now: Date): Promise<void> {
    const state = this.#storage.load();
    const remains = state && remainsOf(state, now);
    if (!remains) {
      this.#storage.forgetMemory();
      this.#alarmAt = undefined;
      return this.ctx.storage.deleteAll();
    }
    // Overwritten rather than deleted and written anew: a crash in between would thaw the cart.
    this.#storage.save(remains);
    this.#storage.forgetAnswers();
    this.#storage.keepSaved([]);
    this.#schedule(remains, now);
  }

  #findSaved(savedId: string): SavedCart | undefined {
    return present(this.#storage.saved(), this.#ctx.now()).find((each) => each.id === savedId);
  }

  #keep(before: CartState, after: CartState, operation: CartOperation, now: Date): void {
    if (this.#storage.load() === null && operation.op === "add") {
      this.#freshness.isNew(now);
      metrics.count("carts", []);
    }
    this.#storage.save(after);
    if (isStart(before, after, operation)) tellStarted(this.#ctx, after);
    if (TOUCHES_SAVED.has(operation.op)) {
      const step = { before, after, operation, newId: this.#ctx.newId() };
      this.#storage.keepSaved(savedAfter(this.#storage.saved(), step, now));
    }
    // Answers hold the whole cart: with what is on its way into a customer's, its contact must not stay behind in them.
    if (changesHands(operation)) this.#storage.forgetAnswers();
    this.#schedule(after, now);
  }

  /** An alarm that comes too early looks again, so most changes need not move it. */
  #schedule(state: CartState, now: Date): void {
    const times = {
      abandonedHours: this.#ctx.config.CART_ABANDONED_HOURS,
      savedUntil: this.#storage.saved()[0]?.expiresAt,
    };
    const next = nextAlarm(state, times, now).getTime();
    if (this.#alarmAt !== undefined && this.#alarmAt <= next) return;
    this.#alarmAt = next;
    void this.ctx.storage.setAlarm(next);
  }
}

function changesHands({ op }: CartOperation): boolean {
  return op === "hand_over" || op === "confirm";
}
