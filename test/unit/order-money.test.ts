import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OrderLineJson } from "../../src/modules/orders/order.parts.ts";
import { unitsValue, withoutUnits } from "../../src/modules/orders/order-money.ts";
import { priceOrder, type TaxLine } from "../../src/modules/pricing/price-order.ts";

const TAXES = [
  { name: "State", ratePpm: 88_750, priority: 0, appliesToShipping: true },
  { name: "City", ratePpm: 12_345, priority: 1, appliesToShipping: false },
];

const line = fc.record({
  quantity: fc.integer({ min: 1, max: 12 }),
  unitPrice: fc.integer({ min: 0, max: 100_000 }),
  discount: fc.integer({ min: 0, max: 5_000 }),
  taxable: fc.boolean(),
});

/** An order as placing one prices it, and for each line how many of its units are to be taken out. */
const placed = fc
  .record({
    lines: fc.array(line, { minLength: 1, maxLength: 5 }),
    shipping: fc.integer({ min: 0, max: 2_000 }),
    included: fc.boolean(),
    rounding: fc.constantFrom("line" as const, "order" as const),
    part: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 }),
  })
  .map(({ lines, shipping, included, rounding, part }) => {
    const priced = priceOrder({
      lines: lines.map((each, index) => ({ key: `line ${index}`, ...each })),
      shipping: { amount: shipping },
      taxes: TAXES,
      pricesIncludeTax: included,
      rounding,
    });
    const own = priced.lines.map((each, index): OrderLineJson => ({
      id: `line ${index}`,
      variant_id: `variant ${index}`,
      product_id: "product",
      sku: `SKU-${index}`,
      name: "Mug",
      options: {},
      image_url: null,
      note: null,
      quantity: lines[index]?.quantity ?? 0,
      unit_price: each.unitPrice,
      discount: each.discount,
      tax: each.tax,
      tax_included: each.taxIncluded,
      taxes: each.taxes,
      total: each.total,
      removed: 0,
      fulfilled: 0,
      shipped: 0,
      delivered: 0,
      in_return: 0,
      returned: 0,
      refunded: 0,
      refunded_removed: 0,
    }));
    const { taxIncluded, ...totals } = priced.totals;
    const taken = new Map(
      own.map(({ id, quantity }, index) => [id, Math.floor(quantity * (part[index] ?? 0))]),
    );
    return {
      order: { ...totals, tax_included: taxIncluded },
      shippingTaxes: priced.shipping.taxes,
      lines: own,
      taxLines: priced.taxLines,
      taken,
    };
  });

const sum = (amounts: readonly number[]) => amounts.reduce((all, amount) => all + amount, 0);

describe("what units of a line cost", () => {
  it("adds up to the whole line, in whatever portions they are counted", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 0, max: 10 ** 12 }),
        fc.integer({ min: 0, max: 10 ** 11 }),
        fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 20 }),
        (quantity, total, tax, portions) => {
          let before = 0;
          const amounts: number[] = [];
          for (const portion of [...portions, quantity]) {
            const count = Math.min(portion, quantity - before);
            const amount = unitsValue({ quantity, total, tax }, before, count);
            expect(amount).toBeGreaterThanOrEqual(0);
            amounts.push(amount);
            before += count;
          }
          expect(sum(amounts)).toBe(total + tax);
        },
      ),
    );
  });

  it("is not told of more units than there are", () => {
    expect(() => unitsValue({ quantity: 3, total: 300, tax: 0 }, 2, 2)).toThrow(RangeError);
    expect(() => unitsValue({ quantity: 3, total: 300, tax: 0 }, 0, -1)).toThrow(RangeError);
  });
});

describe("an order without some of its units", () => {
  it("adds up as a new order does: lines, taxes and total; nothing is negative", () => {
    fc.assert(
      fc.property(placed, ({ order, shippingTaxes, lines, taxLines, taken }) => {
        const reduced = withoutUnits(order, lines, taxLines, taken);
        const left = lines.map((each) => ({ ...each, ...reduced.lines.find(({ id }) => id === each.id) }));
        for (const each of left) {
          expect(each.quantity + each.removed).toBe(lines.find(({ id }) => id === each.id)?.quantity);
          expect(each.total).toBe(each.quantity * each.unit_price - each.discount);
          expect(Math.min(each.total, each.discount, each.tax, each.tax_included)).toBeGreaterThanOrEqual(0);
          expect(each.tax + each.tax_included).toBe(sum(each.taxes.map(([, , amount]) => amount)));
        }
        expect(reduced.subtotal - reduced.discount).toBe(sum(left.map((each) => each.total)));
        expect(reduced.total).toBe(reduced.subtotal - reduced.discount + order.shipping + reduced.tax);
        const shippingTax = sum(shippingTaxes.map(([, , amount]) => amount));
        expect(reduced.tax + reduced.taxIncluded).toBe(
          sum(left.map((each) => each.tax + each.tax_included)) + shippingTax,
        );
        expect(sum(reduced.taxLines.map((each) => each.amount))).toBe(reduced.tax + reduced.taxIncluded);
        expect(
          Math.min(...reduced.taxLines.map((each: TaxLine) => Math.min(each.amount, each.taxable)), 0),
        ).toBe(0);
        expect(reduced.difference).toBe(order.total - reduced.total);
        expect(reduced.difference).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("is the same order when none are taken, and costs its shipping when all are", () => {
    fc.assert(
      fc.property(placed, ({ order, shippingTaxes, lines, taxLines }) => {
        expect(withoutUnits(order, lines, taxLines, new Map())).toMatchObject({
          lines: [],
          taxLines,
          total: order.total,
          difference: 0,
        });
        const none = withoutUnits(
          order,
          lines,
          taxLines,
          new Map(lines.map(({ id, quantity }) => [id, quantity])),
        );
        const shippingTax = order.tax_included > 0 ? 0 : sum(shippingTaxes.map(([, , amount]) => amount));
        if (order.tax > 0 || order.tax_included > 0) expect(none.total).toBe(order.shipping + shippingTax);
        else expect(none.total).toBe(order.shipping);
        expect(none).toMatchObject({ subtotal: 0, discount: 0 });
      }),
    );
  });
});
