import { type Answer, type Call, request } from "../../scripts/lib/http.ts";
import { sleep } from "../../scripts/lib/terminal.ts";
import { offContract } from "../support/off-contract.node.ts";
import type { World } from "./world.ts";

export interface Problem {
  code?: string;
  [fact: string]: unknown;
}

/** What the clients of a run were told. In the end it is held against the books. */
export interface Book {
  /** Answers that must never be. */
  breaches: string[];
  /** How often each problem was answered, by its code. */
  codes: Map<string, number>;
  /** Requests without an answer: the connection broke, or the client hung up. */
  broken: number;
  orders: Map<string, ToldOrder>;
  /** Units by variant that were put into each cart, less those that were taken out again, by the cart's token. */
  carts: Map<string, Map<string, number>>;
}

/** An order as the API told its buyer. */
export interface ToldOrder {
  id: string;
  token: string;
  /** undefined when only a problem named the order. */
  total?: number;
  /** The API said that it is paid. */
  paid: boolean;
}

export function newBook(): Book {
  return { breaches: [], codes: new Map(), broken: 0, orders: new Map(), carts: new Map() };
}

/** How long a buyer goes on trying. Longer than the lock of an idempotency key, which a crash leaves behind. */
const PATIENCE_MS = 90_000;
const RUNNING = "idempotency.in_progress";
/** Stripe does not answer, or still has an earlier try: after so many answers of this kind a buyer gives up. */
const UNPAYABLE = new Set(["payment.unavailable", "payment.in_progress"]);
const UNPAYABLE_TRIES = 5;

/** A client of the API. Every answer is counted; one that must never be is a breach. */
export class Client {
  readonly world: World;
  readonly book: Book;

  constructor(world: World, book: Book) {
    this.world = world;
    this.book = book;
  }

  /** One try. undefined when the connection broke, or the client gave up after `timeoutMs`. */
  async ask<Body = Problem>(
    method: string,
    path: string,
    call: Call = {},
  ): Promise<Answer<Body> | undefined> {
    const answer = await request<Body>(method, `${this.world.url}/api/v1${path}`, call).catch(
      () => undefined,
    );
    this.#count(method, path, answer);
    if (answer) this.book.breaches.push(...offContract(method, `/api/v1${path}`, answer));
    return answer;
  }

  /** Tries until there is an answer that another try would not change, or paying turns out to be impossible for now. */
  async insist<Body = Problem>(method: string, path: string, call: Call = {}): Promise<Answer<Body>> {
    const until = Date.now() + PATIENCE_MS;
    let unpayable = 0;
    for (let wait = 50; ; wait = Math.min(wait * 2, 2_000)) {
      const answer = await this.ask<Body & Problem>(method, path, call);
      const code = answer?.body.code ?? "";
      if (UNPAYABLE.has(code)) unpayable += 1;
      const again = UNPAYABLE.has(code) ? unpayable < UNPAYABLE_TRIES : code === RUNNING;
      if (answer && !again) return answer;
      if (Date.now() > until) {
        const last = answer ? `${answer.status} ${JSON.stringify(answer.body)}` : "no answer";
        throw new Error(`${method} ${path}: a buyer lost patience after ${PATIENCE_MS} ms; last: ${last}`);
      }
      await sleep(wait);
    }
  }

  #count(method: string, path: string, answer: Answer | undefined): void {
    const { codes, breaches } = this.book;
    if (!answer) {
      this.book.broken += 1;
      return;
    }
    const { code } = (answer.body ?? {}) as Problem;
    if (code !== undefined) codes.set(code, (codes.get(code) ?? 0) + 1);
    const expected = answer.status < 500 || code === "payment.unavailable";
    if (!expected) breaches.push(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }
}
