import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyCart } from "../../src/modules/cart/cart.life.ts";
import { applyOperation } from "../../src/modules/cart/cart.rules.ts";
import { chosenRate } from "../../src/modules/cart/cart.shipping.ts";
import {
  type CartOperation,
  type CartState,
  MAX_LINES,
  MAX_QUANTITY,
} from "../../src/modules/cart/cart.state.ts";
import type { Market, ShippingRate } from "../../src/modules/shipping/market.ts";
import { variantOf } from "../support/cart-variant.ts";

const NOW = new Date("2026-11-01T12:00:00.000Z");
/** The generation of a cart that was made now. */
const FIRST = NOW.getTime() / 1000;
const LATER = new Date("2026-11-02T12:00:00.000Z");

const lineOf = (id: string) => `line of ${id}`;

function add(id: string, quantity: number, changes: Partial<CartOperation & { op: "add" }> = {}) {
  return { op: "add", lineId: lineOf(id), variant: variantOf(id), quantity, ...changes } as const;
}

function rateOf(id: string, minWeightGrams: number, maxWeightGrams: number | null): ShippingRate {
  return { id, name: id, currency: "USD", amount: 500, minWeightGrams, maxWeightGrams };
}
const MARKET: Market = { rates: [rateOf("light", 0, 2_000), rateOf("any", 0, null)], taxes: [] };
const ADDRESS = { first_name: "A", last_name: "L", line1: "1 Way", city: "Town", country: "US" };
const toMarket = (market = MARKET) =>
  ({
    op: "set_shipping_address",
    address: { ...ADDRESS, company: undefined, line2: undefined, region: undefined } as never,
    market,
  }) as const;

/** Applies operations one after another; a refused one leaves the cart as it is. */
function after(operations: readonly CartOperation[], state = emptyCart("cart", "USD", NOW)): CartState {
  return operations.reduce((cart, operation) => {
    const applied = applyOperation(cart, operation, NOW);
    return "refusal" in applied ? cart : applied.state;
  }, state);
}

function refusal(state: CartState, operation: CartOperation) {
  const applied = applyOperation(state, operation, LATER);
  return "refusal" in applied ? applied.refusal : undefined;
}

const quantities = (cart: CartState) =>
  Object.fromEntries(cart.lines.map((line) => [line.variant.variantId, line.quantity]));

const anyId = fc.constantFrom("a", "b", "c", "d");
const anyOperation: fc.Arbitrary<CartOperation> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(anyId, fc.integer({ min: 1, max: 6_000 })).map(([id, n]) => add(id, n)) },
  fc
    .tuple(anyId, fc.integer({ min: 1, max: MAX_QUANTITY }))
    .map(([id, quantity]) => ({ op: "change_line", lineId: lineOf(id), quantity }) as const),
  anyId.map((id) => ({ op: "remove", lineId: lineOf(id) }) as const),
  fc.constant({ op: "clear" } as const),
  fc.constant({ op: "set_email", email: "ada@example.com" } as const),
  fc.constant(toMarket()),
  fc.constantFrom("light", "any", "none").map((rateId) => ({ op: "choose_shipping", rateId }) as const),
  fc
    .nat(4)
    .map(
      (later) =>
        ({ op: "complete", generation: FIRST + later, ordered: [{ variantId: "a", quantity: 2 }] }) as const,
    ),
);

describe("a cart", () => {
  it("has the same quantities in whatever order things are added", () => {
    const adds = fc.array(fc.tuple(anyId, fc.integer({ min: 1, max: 200 })), { maxLength: 20 });
    const orders = adds.chain((list) =>
      fc.shuffledSubarray(list, { minLength: list.length }).map((other) => [list, other] as const),
    );
    fc.assert(
      fc.property(orders, ([one, other]) => {
        const [first, second] = [one, other].map((list) => after(list.map(([id, n]) => add(id, n))));
        expect(first && quantities(first)).toEqual(second && quantities(second));
        for (const [id, quantity] of Object.entries(first ? quantities(first) : {})) {
          const asked = one.filter(([each]) => each === id).reduce((sum, [, n]) => sum + n, 0);
          expect(quantity).toBe(asked);
        }
      }),
    );
  });

  it("keeps its limits, and its version grows by one a change and not at all otherwise", () => {
    fc.assert(
      fc.property(fc.array(anyOperation, { maxLength: 40 }), (operations) => {
        let cart = emptyCart("cart", "USD", NOW);
        for (const operation of operations) {
          const before = structuredClone(cart);
          const applied = applyOperation(cart, operation, LATER);
          expect(cart).toEqual(before);
          if ("refusal" in applied) continue;
          const did = applied.state !== cart;
          expect(applied.state.version).toBe(cart.version + (did ? 1 : 0));
          if (did) expect(applied.state.updatedAt).toBe(LATER.toISOString());
          cart = applied.state;
          expect(cart.lines.length).toBeLessThanOrEqual(MAX_LINES);
          expect(cart.lines.every((line) => line.quantity >= 1 && line.quantity <= MAX_QUANTITY)).toBe(true);
          expect(new Set(cart.lines.map((line) => line.variant.variantId)).size).toBe(cart.lines.length);
          if (cart.shippingRateId !== undefined) expect(chosenRate(cart)?.id).toBe(cart.shippingRateId);
        }
      }),
    );
  });

  it("takes 100 lines and refuses the 101st, but more units of the 100", () => {
    const full = after(Array.from({ length: MAX_LINES }, (_, index) => add(`v${index}`, 1)));
    expect(full.lines).toHaveLength(100);
    expect(refusal(full, add("one more", 1))).toEqual({ code: "too_many_lines", limit: 100 });
    expect(refusal(full, add("v7", 1))).toBeUndefined();
  });

  it("takes 9,999 units a line and says how many are in it when it refuses more", () => {
    const cart = after([add("a", 9_998)]);
    expect(refusal(cart, add("a", 2))).toEqual({ code: "quantity_limit", limit: 9_999, inCart: 9_998 });
    expect(quantities(after([add("a", 1)], cart))).toEqual({ a: 9_999 });
  });

  it("lives on for 30 days with every change", () => {
    const applied = applyOperation(emptyCart("cart", "USD", NOW), add("a", 1), LATER);
    expect("state" in applied && applied.state.expiresAt).toBe("2026-12-02T12:00:00.000Z");
  });
});

describe("the currency of a cart", () => {
  it("is that of its first line", () => {
    const cart = after([add("a", 1, { currency: "EUR" }), add("b", 1)]);
    expect(cart).toMatchObject({ currency: "EUR", lines: [{}, {}] });
    expect(refusal(cart, add("c", 1, { currency: "USD" }))).toEqual({
      code: "currency_mismatch",
      currency: "EUR",
    });
    expect(refusal(cart, add("c", 1, { currency: "EUR" }))).toBeUndefined();
  });

  it("is not one in which the variant has no price", () => {
    const onlyDollars = add("a", 1, { variant: variantOf("a", { prices: { USD: 5 } }), currency: "EUR" });
    expect(refusal(emptyCart("cart", "USD", NOW), onlyDollars)).toEqual({
      code: "not_sold_in_currency",
      currency: "EUR",
    });
  });

  it("may be another one once the cart was emptied", () => {
    const cart = after([add("a", 1, { currency: "EUR" }), { op: "clear" }]);
    expect(refusal(cart, add("a", 1, { currency: "USD" }))).toBeUndefined();
  });
});

describe("the shipping option of a cart", () => {
  const light = after([add("a", 3), toMarket(), { op: "choose_shipping", rateId: "light" }]);

  it("needs an address and has to be one of those offered", () => {
    const cart = after([add("a", 1)]);
    const choose = (rateId: string) => ({ op: "choose_shipping", rateId }) as const;
    expect(refusal(cart, choose("any"))).toEqual({ code: "address_missing" });
    const addressed = after([toMarket()], cart);
    expect(refusal(addressed, choose("none"))).toEqual({ code: "shipping_option_unavailable" });
    expect(refusal(addressed, choose("any"))).toBeUndefined();
  });

  it("is dropped when the cart gets too heavy for it, and one that still fits is kept", () => {
    expect(chosenRate(light)?.id).toBe("light");
    const heavy = after([add("a", 1)], light);
    expect(heavy.shippingRateId).toBeUndefined();
    const any = after([{ op: "choose_shipping", rateId: "any" }, add("a", 100)], light);
    expect(any.shippingRateId).toBe("any");
  });

  it("is dropped when it is not offered at another address", () => {
    const moved = after([toMarket({ rates: [rateOf("sea", 0, null)], taxes: [] })], light);
    expect(moved.shippingRateId).toBeUndefined();
  });

  it("does not weigh what needs no shipping", () => {
    const download = add("b", 50, { variant: variantOf("b", { requiresShipping: false }) });
    expect(after([download], light).shippingRateId).toBe("light");
  });
});

describe("completing a cart", () => {
  it("empties it and starts the next generation, and does nothing the second time", () => {
    const cart = after([add("a", 2), { op: "set_email", email: "ada@example.com" }]);
    const ordered = [{ variantId: "a", quantity: 2 }];
    const once = after([{ op: "complete", generation: FIRST, ordered }], cart);
    expect(once).toMatchObject({ generation: FIRST + 1, lines: [], email: "ada@example.com" });
    const refilled = after([add("b", 1)], once);
    const again = applyOperation(refilled, { op: "complete", generation: FIRST, ordered }, LATER);
    expect("state" in again && again.state).toBe(refilled);
  });

  it("takes out only what was ordered: what was added meanwhile stays", () => {
    const cart = after([add("a", 5), add("b", 1)]);
    const ordered = [{ variantId: "a", quantity: 2 }];
    const left = after([{ op: "complete", generation: FIRST, ordered }], cart);
    expect(quantities(left)).toEqual({ a: 3, b: 1 });
  });
});

describe("a cart that expired and is made anew", () => {
  it("comes after every generation that it had before", () => {
    const old = after([
      add("a", 1),
      { op: "complete", generation: FIRST, ordered: [{ variantId: "a", quantity: 1 }] },
    ]);
    expect(emptyCart("cart", "USD", LATER).generation).toBeGreaterThan(old.generation);
  });
});

describe("bringing a cart up to date", () => {
  it("shows the new price, remembers the one that was seen, and marks what is no longer sold", () => {
    const cart = after([add("a", 1), add("b", 1)]);
    const fresh = variantOf("a", { prices: { USD: 1200 } });
    const refreshed = after([{ op: "refresh", variants: [fresh] }], cart);
    expect(refreshed.lines).toMatchObject([
      { sold: true, previousPrice: 1000, variant: { prices: { USD: 1200 } } },
      { sold: false },
    ]);
    const again = after([{ op: "refresh", variants: [fresh, variantOf("b")] }], refreshed);
    expect(again.lines).toMatchObject([{ sold: true, previousPrice: 1000 }, { sold: true }]);
    const settled = after([{ op: "accept_changes" }], again);
    expect(settled.lines[0]).not.toHaveProperty("previousPrice");
    expect(settled.lines).toHaveLength(2);
  });
});

describe("a line that the cart does not have", () => {
  it("cannot be changed or removed", () => {
    const cart = after([add("a", 1)]);
    for (const operation of [
      { op: "remove", lineId: "none" },
      { op: "change_line", lineId: "none", quantity: 2 },
    ] as const) {
      expect(refusal(cart, operation)).toEqual({ code: "line_not_found" });
    }
  });
});
