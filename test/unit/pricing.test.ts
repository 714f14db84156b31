import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PricedInput, priceOrder } from "../../src/modules/pricing/price-order.ts";
import { applyRate } from "../../src/platform/money.ts";

const line = fc.record({
  quantity: fc.integer({ min: 1, max: 9_999 }),
  unitPrice: fc.nat(10_000_000),
  taxable: fc.boolean(),
});
const tax = fc.record({
  name: fc.constantFrom("State", "City", "VAT"),
  ratePpm: fc.nat(1_000_000),
  appliesToShipping: fc.boolean(),
});
const input: fc.Arbitrary<PricedInput> = fc.record({
  lines: fc.array(line, { maxLength: 20 }),
  shipping: fc.option(fc.nat(1_000_000), { nil: undefined }),
  taxes: fc.array(tax, { maxLength: 3 }),
});

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

describe("priceOrder", () => {
  it("has a total that is subtotal - discount + shipping + tax, all of them whole and not negative", () => {
    fc.assert(
      fc.property(input, (order) => {
        const { lines, totals } = priceOrder(order);
        expect(totals.subtotal).toBe(sum(order.lines.map((each) => each.quantity * each.unitPrice)));
        expect(totals.subtotal).toBe(sum(lines.map((each) => each.total)));
        expect(totals.shipping).toBe(order.shipping ?? 0);
        expect(totals.total).toBe(totals.subtotal - totals.discount + totals.shipping + totals.tax);
        for (const amount of Object.values(totals)) {
          expect(Number.isSafeInteger(amount) && amount >= 0).toBe(true);
        }
      }),
    );
  });

  it("shares its tax out so that the lines' taxes and the tax on shipping sum to it", () => {
    fc.assert(
      fc.property(input, (order) => {
        const { lines, taxLines, totals } = priceOrder(order);
        expect(totals.tax).toBe(sum(taxLines.map((each) => each.amount)));
        const onShipping = totals.tax - sum(lines.map((each) => each.tax));
        const exact = sum(
          order.taxes
            .filter((each) => each.appliesToShipping)
            .map((each) => ((order.shipping ?? 0) * each.ratePpm) / 1_000_000),
        );
        // A tax on its whole base is rounded once (1/2) and its share once more (1).
        expect(Math.abs(onShipping - exact)).toBeLessThan(1.5 * order.taxes.length + 1e-3);
        if (!order.taxes.some((each) => each.appliesToShipping) || !order.shipping) {
          expect(onShipping).toBe(0);
        }
      }),
    );
  });

  it("taxes the taxable lines only", () => {
    fc.assert(
      fc.property(input, (order) => {
        const { lines, taxLines } = priceOrder(order);
        for (const [index, each] of lines.entries()) {
          if (!order.lines[index]?.taxable) expect(each.tax).toBe(0);
        }
        const taxed = sum(
          order.lines.filter((each) => each.taxable).map((each) => each.quantity * each.unitPrice),
        );
        for (const [index, each] of taxLines.entries()) {
          const rule = order.taxes[index];
          expect(each.taxable).toBe(taxed + (rule?.appliesToShipping ? (order.shipping ?? 0) : 0));
          expect(each.amount).toBe(applyRate(each.taxable, each.ratePpm));
        }
      }),
    );
  });

  it("comes to the same total in whatever order the lines stand", () => {
    const shuffled = input.chain((order) =>
      fc
        .shuffledSubarray([...order.lines], { minLength: order.lines.length })
        .map((lines) => [order, { ...order, lines }] as const),
    );
    fc.assert(
      fc.property(shuffled, ([order, other]) => {
        expect(priceOrder(other).totals).toEqual(priceOrder(order).totals);
      }),
    );
  });

  it("costs the sum of its units, once its shipping is chosen and the tax of New York is known", () => {
    const priced = priceOrder({
      lines: [
        { quantity: 3, unitPrice: 2000, taxable: true },
        { quantity: 1, unitPrice: 1050, taxable: false },
      ],
      shipping: 599,
      taxes: [{ name: "New York sales tax", ratePpm: 88_750, appliesToShipping: true }],
    });
    // 6599 x 0.08875 = 585.66; of it 532.5 for the line and 53.16 for shipping
    expect(priced.totals).toEqual({ subtotal: 7050, discount: 0, shipping: 599, tax: 586, total: 8235 });
    expect(priced.lines.map((each) => each.tax)).toEqual([533, 0]);
  });

  it("is zero for an empty cart", () => {
    const { totals } = priceOrder({ lines: [], shipping: undefined, taxes: [] });
    expect(totals).toEqual({ subtotal: 0, discount: 0, shipping: 0, tax: 0, total: 0 });
  });
});
