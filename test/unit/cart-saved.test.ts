import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyCart } from "../../src/modules/cart/cart.life.ts";
import { applyOperation } from "../../src/modules/cart/cart.rules.ts";
import { savedAfter } from "../../src/modules/cart/cart.saved.ts";
import {
  type CartLine,
  type CartOperation,
  type CartState,
  type HandOver,
  MAX_SAVED,
  type SavedCart,
} from "../../src/modules/cart/cart.state.ts";
import { quantityOf, unitsOf } from "../../src/modules/cart/cart.units.ts";
import { variantOf } from "../support/cart-variant.ts";

const NOW = new Date("2026-11-01T12:00:00.000Z");
const inDays = (days: number) => new Date(NOW.getTime() + days * 24 * 60 * 60 * 1000);

function lineOf(id: string, quantity: number): CartLine {
  const variant = variantOf(id, { prices: { USD: 1000 }, available: null });
  return { id: `line ${id}`, quantity, variant, sold: true };
}

/** A customer's cart with what it has saved, as its object keeps them. */
class Kept {
  cart: CartState = emptyCart("ada", "USD", NOW);
  saved: SavedCart[] = [];
  #number = 0;

  apply(operation: CartOperation, now = NOW): void {
    const applied = applyOperation(this.cart, operation, now);
    if ("refusal" in applied || applied.state === this.cart) return;
    const step = { before: this.cart, after: applied.state, operation, newId: `saved ${++this.#number}` };
    this.saved = savedAfter(this.saved, step, now);
    this.cart = applied.state;
  }

  add(id: string, quantity: number): void {
    this.apply({ op: "add", lineId: `line ${id}`, variant: lineOf(id, 1).variant, quantity });
  }

  handOver(rest: Pick<HandOver, "lines"> & Partial<HandOver>, now = NOW): void {
    const number = ++this.#number;
    const handOver = { to: "ada", number, currency: "USD", contact: {}, expiresAt: inDays(99).toISOString() };
    this.apply({ op: "absorb", from: "guest", handOvers: [{ ...handOver, ...rest }] }, now);
  }

  merge(id: string, quantity: number, now = NOW): void {
    this.handOver({ lines: [lineOf(id, quantity)] }, now);
  }

  restore(index: number): void {
    const saved = this.saved[index];
    if (saved) this.apply({ op: "restore", savedId: saved.id, content: saved.content });
  }

  order(): void {
    const { generation, lines } = this.cart;
    this.apply({ op: "complete", generation, ordered: unitsOf(lines) });
  }
}

const quantities = (cart: { lines: readonly CartLine[] } | undefined) =>
  Object.fromEntries((cart?.lines ?? []).map((line) => [line.variant.variantId, line.quantity]));

describe("merging a guest's cart", () => {
  it("saves the cart as it was before, and tells what came", () => {
    const ada = new Kept();
    ada.add("a", 2);
    ada.merge("a", 3);
    expect(quantities(ada.cart)).toEqual({ a: 5 });
    expect(ada.saved).toMatchObject([
      { reason: "merged", content: { lines: [{ quantity: 2 }] }, added: [{ sku: "A", quantity: 3 }] },
    ]);
  });

  it("can be undone, which can be undone, too: nothing is lost and nothing is there twice", () => {
    const ada = new Kept();
    ada.add("a", 2);
    ada.apply({ op: "set_email", email: "ada@example.com" });
    ada.handOver({ lines: [lineOf("b", 1)], contact: { note: "a guest's" } });
    ada.apply({ op: "set_email", email: "new@example.com" });
    expect(ada.cart.note).toBe("a guest's");
    ada.restore(0);
    expect(quantities(ada.cart)).toEqual({ a: 2 });
    expect(ada.cart.email).toBe("ada@example.com");
    expect(ada.cart).not.toHaveProperty("note");
    expect(ada.saved).toMatchObject([{ reason: "replaced", added: [] }]);
    ada.restore(0);
    expect(quantities(ada.cart)).toEqual({ a: 2, b: 1 });
    expect(ada.cart).toMatchObject({ email: "new@example.com", note: "a guest's" });
  });

  it("into an empty cart can be undone, too", () => {
    const ada = new Kept();
    ada.merge("b", 1);
    expect(ada.saved).toMatchObject([{ content: { lines: [] }, added: [{ sku: "B" }] }]);
    ada.restore(0);
    expect(quantities(ada.cart)).toEqual({});
    expect(quantities(ada.saved[0]?.content)).toEqual({ b: 1 });
  });

  it("can be undone also after only an e-mail address was typed, which then can be had back", () => {
    const ada = new Kept();
    ada.merge("b", 1);
    ada.apply({ op: "clear" });
    ada.apply({ op: "set_email", email: "ada@example.com" });
    ada.restore(0);
    expect(ada.cart).not.toHaveProperty("email");
    ada.restore(0);
    expect(ada.cart.email).toBe("ada@example.com");
  });

  it("saves nothing when it brings nothing, or comes again", () => {
    const ada = new Kept();
    ada.add("a", 2);
    ada.handOver({ lines: [], ordered: [{ variantId: "a", quantity: 1 }] });
    ada.apply({ op: "absorb", from: "guest", handOvers: [] });
    expect(ada.saved).toEqual([]);
  });

  it("keeps the last five, for 30 days", () => {
    const ada = new Kept();
    for (let day = 0; day < 7; day++) ada.merge("a", 1, inDays(day));
    expect(ada.saved.map((each) => quantities(each.content))).toEqual([2, 3, 4, 5, 6].map((n) => ({ a: n })));
    ada.merge("a", 1, inDays(34));
    expect(ada.saved.map((each) => quantities(each.content))).toEqual([{ a: 5 }, { a: 6 }, { a: 7 }]);
  });
});

describe("an order", () => {
  it("takes what it took out of the cart out of the saved ones: restoring does not bring it back", () => {
    const ada = new Kept();
    ada.add("a", 2);
    ada.add("c", 3);
    ada.merge("b", 1);
    const { generation } = ada.cart;
    const ordered = [
      { variantId: "a", quantity: 2 },
      { variantId: "b", quantity: 1 },
      { variantId: "c", quantity: 1 },
    ];
    ada.apply({ op: "complete", generation, ordered });
    expect(quantities(ada.saved[0]?.content)).toEqual({ c: 2 });
    ada.apply({ op: "complete", generation, ordered });
    expect(quantities(ada.saved[0]?.content)).toEqual({ c: 2 });
  });

  it("of all that there was leaves nothing to restore", () => {
    const ada = new Kept();
    ada.add("a", 2);
    ada.merge("b", 1);
    ada.order();
    expect(ada.saved).toEqual([]);
  });

  it("that a guest had placed takes its units out of the cart that gave way to a restored one", () => {
    const ada = new Kept();
    ada.add("a", 2);
    ada.merge("a", 3);
    ada.restore(0);
    expect(quantities(ada.saved[0]?.content)).toEqual({ a: 5 });
    ada.handOver({ lines: [], ordered: [{ variantId: "a", quantity: 3 }] });
    expect(quantities(ada.saved[0]?.content)).toEqual({ a: 2 });
    expect(quantities(ada.cart)).toEqual({ a: 2 });
  });
});

describe("carts and what they have saved", () => {
  it("never hold a unit that was not put in, or that is ordered, in one version of the cart", () => {
    const id = fc.constantFrom("a", "b");
    const step = fc.oneof(
      fc.tuple(fc.constant("add" as const), id, fc.integer({ min: 1, max: 9 })),
      fc.tuple(fc.constant("merge" as const), id, fc.integer({ min: 1, max: 9 })),
      fc.tuple(fc.constant("restore" as const), id, fc.nat(5)),
      fc.tuple(fc.constant("order" as const), id, fc.constant(0)),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const ada = new Kept();
        const put = new Map<string, number>();
        for (const [what, variant, n] of steps) {
          if (what === "add" || what === "merge") {
            ada[what](variant, n);
            put.set(variant, (put.get(variant) ?? 0) + n);
          } else if (what === "restore") ada.restore(n);
          else {
            for (const { variantId, quantity } of unitsOf(ada.cart.lines)) {
              put.set(variantId, (put.get(variantId) ?? 0) - quantity);
            }
            ada.order();
          }
          const versions = [ada.cart, ...ada.saved.map((each) => each.content)].map((each) =>
            unitsOf(each.lines),
          );
          for (const [each, most] of put) {
            for (const units of versions) expect(quantityOf(units, each)).toBeLessThanOrEqual(most);
          }
          expect(ada.saved.length).toBeLessThanOrEqual(MAX_SAVED);
          expect(new Set(ada.saved.map((each) => each.id)).size).toBe(ada.saved.length);
        }
      }),
    );
  });
});
