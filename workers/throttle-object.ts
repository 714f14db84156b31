import { DurableObject } from "cloudflare:workers";
import { createCtx, type Ctx } from "../src/platform/ctx.ts";
import {
  forgetPast,
  forgottenAt,
  giveBackAttempt,
  succeedAttempt,
  takeAttempt,
  type ThrottleState,
  UNTRIED,
} from "../src/platform/throttle.rules.ts";
import type { ThrottleDecision, ThrottlePolicy, ThrottleRpc } from "../src/platform/throttle.ts";

/**
 * The shell of one throttle: storage and forgetting. What is allowed is in src/platform/throttle.rules.ts.
 * Deciding and counting is one synchronous step, so of parallel attempts no two take the same place.
 */
export class ThrottleObject extends DurableObject<Env> implements ThrottleRpc {
  readonly #ctx: Ctx;
  /** undefined: not yet loaded; null: nothing stored. */
  #state: ThrottleState | null | undefined;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#ctx = createCtx(
      env,
      { kind: "system", job: "throttle-object" },
      { waitUntil: (work) => state.waitUntil(work) },
    );
  }

  /** Counts an attempt, or refuses it and changes nothing. */
  async take(policy: ThrottlePolicy, from?: string): Promise<ThrottleDecision> {
    const attempt = takeAttempt(this.#load() ?? UNTRIED, policy, this.#ctx.now(), from);
    if (!attempt.allowed) return attempt;
    this.#save(attempt.state);
    return { allowed: true };
  }

  /** Ends the counting and trusts the origin. */
  async succeed(from?: string): Promise<void> {
    const state = this.#load();
    if (state || from !== undefined) this.#save(succeedAttempt(state ?? UNTRIED, this.#ctx.now(), from));
  }

  /** Takes back one attempt. */
  async giveBack(from?: string): Promise<void> {
    const state = this.#load();
    if (state) this.#save(giveBackAttempt(state, this.#ctx.now(), from));
  }

  /** Deletes everything. */
  async clear(): Promise<void> {
    this.#state = null;
    await this.ctx.storage.deleteAll();
  }

  /** Deletes everything once it is forgotten; otherwise looks again when it will be. */
  override async alarm(): Promise<void> {
    const end = forgottenAt(forgetPast(this.#load() ?? UNTRIED, this.#ctx.now()));
    if (end) await this.ctx.storage.setAlarm(end);
    else await this.clear();
  }

  #load(): ThrottleState | null {
    if (this.#state === undefined) {
      const { sql } = this.ctx.storage;
      const isNew = sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'throttle'").toArray().length === 0;
      const [row] = isNew ? [] : sql.exec<{ state: string }>("SELECT state FROM throttle").toArray();
      this.#state = row ? (JSON.parse(row.state) as ThrottleState) : null;
    }
    return this.#state;
  }

  #save(state: ThrottleState): void {
    const { sql } = this.ctx.storage;
    if (this.#state == null) {
      sql.exec("CREATE TABLE throttle (id INTEGER PRIMARY KEY CHECK (id = 1), state TEXT NOT NULL)");
      // Set once: should more have been remembered by then, the alarm puts itself off.
      void this.ctx.storage.setAlarm(forgottenAt(state) ?? this.#ctx.now());
    }
    sql.exec("INSERT OR REPLACE INTO throttle (id, state) VALUES (1, ?)", JSON.stringify(state));
    this.#state = state;
  }
}
