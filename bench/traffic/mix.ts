import type { Goods } from "./goods.ts";
import type { Line } from "./line.ts";
import { Shopper } from "./shopper.ts";
import type { Tally } from "./tally.ts";

/** 90 % browse, 8 % cart, 2 % checkout: of 50 operations 45, 4 and 1. */
const DECK = 50;
const FILL = new Set([10, 20, 30, 40]);

export type Operation = "browse" | "cart" | "checkout";

/** Which operation is the next one, so that every fifty hold exactly the mix. */
export function operationAt(index: number): Operation {
  const card = index % DECK;
  if (card === 45) return "checkout";
  return FILL.has(card) ? "cart" : "browse";
}

/** Shoppers, of whom each does one thing at a time. */
export class Crowd {
  readonly #idle: Shopper[] = [];
  readonly #newShopper: () => Shopper;
  readonly #tally: () => Tally;
  #next = 0;

  /** `tally` is asked anew each time, so that it can be exchanged. */
  constructor(line: Line, goods: Goods, tally: () => Tally) {
    this.#newShopper = () => new Shopper(line, goods, tally);
    this.#tally = tally;
  }

  get operations(): number {
    return this.#next;
  }

  /** Lets somebody do the next operation. `since` is when it was due: waiting for the machine counts as well. */
  async operate(since = performance.now()): Promise<void> {
    const operation = operationAt(this.#next++);
    const shopper = this.#idle.shift() ?? this.#newShopper();
    try {
      if (operation === "browse") await shopper.browse();
      else if (operation === "cart") await shopper.fill();
      else await shopper.checkout();
      this.#tally().record(operation, performance.now() - since);
      this.#idle.push(shopper);
    } catch (error) {
      this.#tally().fail(`${operation}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
