import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyCart } from "../../src/modules/cart/cart.life.ts";
import { applyOperation } from "../../src/modules/cart/cart.rules.ts";
import {
  type CartLine,
  type CartOperation,
  type CartState,
  MAX_QUANTITY,
  MAX_SUBTOTAL,
} from "../../src/modules/cart/cart.state.ts";
import { amountOf } from "../../src/modules/cart/cart.units.ts";
import { cartView } from "../../src/modules/cart/cart.view.ts";
import { variantOf as someVariant } from "../support/cart-variant.ts";

const NOW = new Date("2026-11-01T12:00:00.000Z");
const LATER = new Date("2026-11-02T12:00:00.000Z");

const variantOf = (id: string, price = 1000, available: number | null = 10) =>
  someVariant(id, { prices: { USD: price }, available });
const add = (id: string, quantity: number, price = 1000, available: number | null = 10) =>
  ({ op: "add", lineId: `line ${id}`, variant: variantOf(id, price, available), quantity }) as const;
const refresh = (...variants: CartLine["variant"][]) => ({ op: "refresh", variants }) as const;
const accept = { op: "accept_changes" } as const;

function after(operations: readonly CartOperation[], state = emptyCart("cart", "USD", NOW)): CartState {
  return operations.reduce((cart, operation) => {
    const applied = applyOperation(cart, operation, NOW);
    return "refusal" in applied ? cart : applied.state;
  }, state);
}

function applied(state: CartState, operation: CartOperation) {
  const result = applyOperation(state, operation, LATER);
  if ("refusal" in result) throw new Error(result.refusal.code);
  return result;
}

describe("what has changed in the catalog", () => {
  it("is shown until it is accepted, however often the cart is compared, and gone when the price is the old one again", () => {
    const cart = after([add("a", 1)]);
    const dearer = after([refresh(variantOf("a", 1200)), refresh(variantOf("a", 1300))], cart);
    const again = after([refresh(variantOf("a", 1300))], dearer);
    expect(again).toBe(dearer);
    expect(cartView(again).items).toMatchObject([
      {
        unit_price: { amount: 1300 },
        problems: [{ code: "price_changed", previous_price: { amount: 1000 } }],
      },
    ]);
    expect(cartView(after([refresh(variantOf("a", 1000))], again)).items[0]?.problems).toEqual([]);
    expect(cartView(after([add("a", 1, 1300)], again)).items[0]?.problems).toHaveLength(1);
  });

  it("says with each problem what to do", () => {
    const cart = after([
      add("dear", 1),
      add("few", 9),
      add("none", 2),
      add("gone", 1),
      refresh(variantOf("dear", 1500), variantOf("few", 1000, 4), variantOf("none", 1000, 0)),
    ]);
    expect(cartView(cart).items.map((item) => item.problems)).toMatchObject([
      [{ code: "price_changed", action: "accept_changes" }],
      [{ code: "insufficient_stock", action: "reduce_quantity", available: 4 }],
      [{ code: "insufficient_stock", action: "remove", available: 0 }],
      [{ code: "unavailable", action: "remove" }],
    ]);
  });

  it("makes a new version when an answer looks different, is no touch, and nothing at all when nothing has changed", () => {
    const cart = after([add("a", 2)]);
    expect(applied(cart, refresh(variantOf("a"))).state).toBe(cart);
    const unseen = applied(cart, refresh(variantOf("a", 1000, 7))).state;
    expect(unseen).toMatchObject({ version: cart.version, lines: [{ variant: { available: 7 } }] });
    const seen = applied(cart, refresh(variantOf("a", 1000, 1))).state;
    expect(seen).toMatchObject({
      version: cart.version + 1,
      updatedAt: cart.updatedAt,
      expiresAt: cart.expiresAt,
    });
  });

  it("does not concern lines that came while the catalog was asked", () => {
    const cart = after([add("a", 1), add("b", 1), { op: "refresh", variants: [], asked: ["a"] }]);
    expect(cart.lines).toMatchObject([{ sold: false }, { sold: true }]);
  });

  it("does not take a cart past what can be counted: such a line cannot be bought", () => {
    const cart = after([add("a", 9_000), add("b", 9_000)]);
    const dear = after([refresh(variantOf("a", 60_000_000_000), variantOf("b", 60_000_000_000))], cart);
    expect(amountOf(dear.lines, "USD")).toBeLessThanOrEqual(MAX_SUBTOTAL);
    expect(dear.lines).toMatchObject([{ sold: true }, { sold: false }]);
    expect(() => cartView(dear)).not.toThrow();
  });
});

describe("accepting changes", () => {
  const troubled = after([
    add("dear", 2),
    add("few", 9),
    add("none", 2),
    add("gone", 1),
    add("fine", 1),
    refresh(variantOf("dear", 1500), variantOf("few", 900, 4), variantOf("none", 1000, 0), variantOf("fine")),
  ]);

  it("takes new prices, reduces to what is left, removes what cannot be bought, and says so", () => {
    const { state, changes } = applied(troubled, accept);
    expect(changes).toMatchObject([
      { sku: "DEAR", code: "price_changed", before: 1000, after: 1500 },
      { sku: "FEW", code: "price_changed", before: 1000, after: 900 },
      { sku: "FEW", code: "quantity_reduced", before: 9, after: 4 },
      { sku: "NONE", code: "removed", before: 2, why: "insufficient_stock" },
      { sku: "GONE", code: "removed", before: 1, why: "unavailable" },
    ]);
    expect(cartView(state).items).toMatchObject([
      { sku: "DEAR", quantity: 2, unit_price: { amount: 1500 }, problems: [] },
      { sku: "FEW", quantity: 4, unit_price: { amount: 900 }, problems: [] },
      { sku: "FINE", quantity: 1, problems: [] },
    ]);
    expect(state.version).toBe(troubled.version + 1);
  });

  it("changes nothing the second time, nor in a cart without problems", () => {
    const once = applied(troubled, accept).state;
    expect(applied(once, accept)).toMatchObject({ changes: [] });
    expect(applied(once, accept).state).toBe(once);
  });

  it("leaves no problem, adds nothing, and invents no line, whatever has changed", () => {
    const ids = ["a", "b", "c", "d"];
    const quantity = fc.integer({ min: 1, max: MAX_QUANTITY });
    const news = fc.record({
      id: fc.constantFrom(...ids),
      price: fc.integer({ min: 0, max: 500_000_000_000 }),
      available: fc.option(fc.nat(100)),
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...ids), quantity)),
        fc.array(fc.array(news, { maxLength: 4 }), { maxLength: 3 }),
        (adds, rounds) => {
          const cart = after([
            ...adds.map(([id, n]) => add(id, n)),
            ...rounds.map((round) =>
              refresh(...round.map((each) => variantOf(each.id, each.price, each.available))),
            ),
          ]);
          expect(amountOf(cart.lines, "USD")).toBeLessThanOrEqual(MAX_SUBTOTAL);
          const { state, changes = [] } = applied(cart, accept);
          expect(cartView(state).items.flatMap((item) => item.problems)).toEqual([]);
          for (const line of state.lines) {
            const before = cart.lines.find((each) => each.id === line.id);
            expect(line.quantity).toBeLessThanOrEqual(before?.quantity ?? 0);
          }
          const troubles = cartView(cart).items.filter((item) => item.problems.length > 0);
          expect(new Set(changes.map((each) => each.lineId))).toEqual(
            new Set(troubles.map((item) => item.id)),
          );
        },
      ),
    );
  });
});

describe("what the cart cost when it was seen last", () => {
  const cart = after([add("a", 1), add("b", 1)]);
  const dearer = after([refresh(variantOf("a", 1200), variantOf("b"))], cart);
  const shown = (state: CartState) =>
    cartView(state).problems.map((problem) => problem.previous_total.amount);

  it("is shown while it costs something else, and gone when it is the same again", () => {
    expect(shown(cart)).toEqual([]);
    expect(shown(dearer)).toEqual([2000]);
    expect(shown(after([refresh(variantOf("a", 1300), variantOf("b"))], dearer))).toEqual([2000]);
    expect(shown(after([refresh(variantOf("a"), variantOf("b"))], dearer))).toEqual([]);
  });

  it("is forgotten with every change of the shopper's that answers a total of its own, and with no other", () => {
    const settling: CartOperation[] = [
      accept,
      add("b", 1),
      { op: "change_line", lineId: "line b", quantity: 2 },
      { op: "remove", lineId: "line b" },
      { op: "clear" },
    ];
    const others: CartOperation[] = [
      { op: "change_line", lineId: "line b", note: "blue" },
      { op: "set_note", note: "ring twice" },
      { op: "set_email", email: "ada@example.com" },
      { op: "freeze" },
      { op: "abandon", generation: dearer.generation },
    ];
    for (const each of settling) expect(shown(after([each], dearer)), each.op).toEqual([]);
    for (const each of others) expect(shown(after([each], dearer)), each.op).toEqual([2000]);
  });

  it("is what the shopper had before a merge, and goes with the lines to the customer's cart", () => {
    const other = after([add("c", 1, 5000)], emptyCart("ada", "USD", NOW));
    const given = after([{ op: "hand_over", to: "ada" }], dearer);
    const absorb = { op: "absorb", from: "cart", handOvers: given.handedOver ?? [] } as const;
    expect(shown(after([absorb], other))).toEqual([5000]);
    expect(shown(after([absorb], emptyCart("ada", "USD", NOW)))).toEqual([2000]);
    expect(shown(given)).toEqual([]);
    const unchanged = after([{ op: "hand_over", to: "ada" }], cart).handedOver ?? [];
    const taken = after([{ ...absorb, handOvers: unchanged }], emptyCart("ada", "USD", NOW));
    expect(shown(taken)).toEqual([]);
  });
});

describe("lines that cost more together than can be counted", () => {
  const dear = (id: string, quantity: number) => add(id, quantity, 500_000_000_000, null);
  const cart = after([dear("a", 1_000)]);

  it("are refused when they are added or made more, and fewer can always be set", () => {
    const refusal = { refusal: { code: "amount_limit", limit: MAX_SUBTOTAL, currency: "USD" } };
    expect(applyOperation(cart, dear("a", 801), LATER)).toEqual(refusal);
    expect(applyOperation(cart, dear("b", 801), LATER)).toEqual(refusal);
    const set = (quantity: number) => ({ op: "change_line", lineId: "line a", quantity }) as const;
    expect(applyOperation(cart, set(1_801), LATER)).toEqual(refusal);
    expect(applied(cart, set(1_800)).state.lines).toMatchObject([{ quantity: 1_800 }]);
    expect(() => cartView(applied(cart, dear("b", 800)).state)).not.toThrow();
  });

  it("are merged as far as they can be, and the rest is left over", () => {
    const handOver = {
      ...{ to: "cart", number: 1, currency: "USD", contact: {}, expiresAt: "2027-01-01T00:00:00.000Z" },
      lines: after([dear("b", 1_500)]).lines,
    };
    const { state } = applied(cart, { op: "absorb", from: "guest", handOvers: [handOver] });
    expect(state.lines).toMatchObject([{ quantity: 1_000 }, { quantity: 800 }]);
    expect(state.receipts).toMatchObject([{ leftover: [{ variantId: "b", quantity: 700 }] }]);
  });
});
