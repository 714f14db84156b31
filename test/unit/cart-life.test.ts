import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyCart, isAbandoned, isIdle, nextAlarm } from "../../src/modules/cart/cart.life.ts";
import type { CartState } from "../../src/modules/cart/cart.state.ts";

const NOW = new Date("2026-11-01T12:00:00.000Z");
const HOUR = 60 * 60 * 1000;
const after = (hours: number) => new Date(NOW.getTime() + hours * HOUR);
const HOURS = 24;

const LINE: CartState["lines"][number] = {
  id: "line",
  quantity: 1,
  sold: true,
  variant: {
    variantId: "a",
    productId: "p",
    sku: "A",
    name: "a",
    options: {},
    imageUrl: null,
    weightGrams: 1,
    requiresShipping: true,
    taxable: true,
    prices: { USD: 1 },
    available: null,
  },
};
const filled: CartState = { ...emptyCart("cart", "USD", NOW), lines: [LINE] };
const told: CartState = { ...filled, abandoned: filled.generation };

describe("a cart that is left alone", () => {
  it("counts as abandoned when it holds something and nobody has changed it for the time that is set", () => {
    expect(isAbandoned(filled, HOURS, after(23.99))).toBe(false);
    expect(isAbandoned(filled, HOURS, after(24))).toBe(true);
    expect(isAbandoned(filled, 48, after(24))).toBe(false);
    expect(isAbandoned({ ...filled, lines: [] }, HOURS, after(99))).toBe(false);
    expect(isAbandoned({ ...filled, frozen: true }, HOURS, after(99))).toBe(false);
  });

  it("is told of once for each filling", () => {
    expect(isAbandoned(told, HOURS, after(99))).toBe(false);
    expect(isIdle(told, HOURS, after(99))).toBe(true);
    expect(isAbandoned({ ...told, generation: told.generation + 1 }, HOURS, after(99))).toBe(true);
  });
});

describe("the next alarm of a cart", () => {
  const next = (state: CartState, savedUntil?: string, now = NOW) =>
    nextAlarm(state, { abandonedHours: HOURS, savedUntil }, now);

  it("is when it counts as abandoned, and once that is told, its end", () => {
    expect(next(filled)).toEqual(after(24));
    expect(next(told)).toEqual(after(30 * 24));
    expect(next(emptyCart("cart", "USD", NOW))).toEqual(after(30 * 24));
  });

  it("is when a saved cart is to be forgotten, if that comes first", () => {
    expect(next(told, after(50).toISOString())).toEqual(after(50));
    expect(next(filled, after(50).toISOString())).toEqual(after(24));
  });

  it("is never in the past, and never later than anything that is due", () => {
    const time = fc.integer({ min: -2_000, max: 2_000 });
    fc.assert(
      fc.property(
        time,
        time,
        fc.option(time),
        fc.boolean(),
        fc.boolean(),
        (touched, now, saved, has, isTold) => {
          const state: CartState = {
            ...emptyCart("cart", "USD", after(touched)),
            lines: has ? [LINE] : [],
          };
          if (isTold) state.abandoned = state.generation;
          const alarm = next(state, saved === null ? undefined : after(saved).toISOString(), after(now));
          expect(alarm.getTime()).toBeGreaterThanOrEqual(after(now).getTime());
          const due = [
            new Date(state.expiresAt),
            ...(has && !isTold ? [after(touched + HOURS)] : []),
            ...(saved === null ? [] : [after(saved)]),
          ].map((each) => Math.max(each.getTime(), after(now).getTime()));
          expect(alarm.getTime()).toBe(Math.min(...due));
          // Whoever wakes up at that time and not before finds the cart abandoned, or has another reason to be awake.
          if (has && !isTold && due[1] === alarm.getTime())
            expect(isAbandoned(state, HOURS, alarm)).toBe(true);
        },
      ),
    );
  });
});
