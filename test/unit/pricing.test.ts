import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AmountTooLarge, type PricedInput, priceOrder } from "../../src/modules/pricing/price-order.ts";
import { containedIn } from "../../src/modules/pricing/share-taxes.ts";
import { type TaxRule, taxesOf } from "../../src/modules/pricing/tax-rules.ts";
import { applyRate, formatMoney } from "../../src/platform/money.ts";

const CLASSES = ["standard", "books", "food"] as const;

const rule = fc.record({
  name: fc.constantFrom("GST", "PST", "City"),
  ratePpm: fc.oneof(fc.constantFrom(0, 1_000_000, 190_000, 88_750), fc.nat(1_000_000)),
  appliesToShipping: fc.boolean(),
  taxClass: fc.constantFrom(...CLASSES),
  priority: fc.integer({ min: 1, max: 4 }),
  specificity: fc.nat(3),
});
const rules: fc.Arbitrary<TaxRule[]> = fc
  .array(rule, { maxLength: 8 })
  .map((list) => list.map((each, index) => ({ ...each, id: `t${index}` })));

const line = fc.record({
  quantity: fc.integer({ min: 1, max: 9_999 }),
  unitPrice: fc.oneof(fc.nat(20), fc.nat(10_000_000)),
  discount: fc.oneof(fc.constant(0), fc.nat(1_000_000)),
  taxable: fc.boolean(),
  taxClass: fc.constantFrom(...CLASSES),
});
const lines = fc
  .array(line, { maxLength: 12 })
  .map((list) => list.map((each, index) => ({ ...each, key: `v${index}` })));

const input: fc.Arbitrary<PricedInput> = fc.record({
  lines,
  shipping: fc.option(fc.record({ amount: fc.nat(1_000_000), taxClass: fc.constantFrom(...CLASSES) }), {
    nil: undefined,
  }),
  taxes: rules,
  pricesIncludeTax: fc.boolean(),
  rounding: fc.constantFrom("order", "line"),
  exempt: fc.boolean(),
});

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** A random order whose lines bear one tax, with its rate. */
const oneTax = fc.record({ lines, rate: fc.nat(1_000_000) }).map(({ lines: list, rate }) => ({
  lines: list.map((each) => ({ ...each, taxable: true, discount: 0, taxClass: "standard" })),
  taxes: [{ id: "t", name: "VAT", ratePpm: rate, appliesToShipping: true }] satisfies TaxRule[],
}));

describe("the totals of an order", () => {
  it("are whole, never negative, and total = subtotal - discount + shipping + tax", () => {
    fc.assert(
      fc.property(input, (order) => {
        const { totals, lines: priced, shipping } = priceOrder(order);
        expect(totals.total).toBe(totals.subtotal - totals.discount + totals.shipping + totals.tax);
        for (const amount of [
          ...Object.values(totals),
          ...priced.flatMap((each) => [
            each.unitPrice,
            each.discount,
            each.total,
            each.tax,
            each.taxIncluded,
          ]),
          ...[shipping, ...priced].flatMap((part) =>
            part.taxes.flatMap(([, taxable, tax]) => [taxable, tax]),
          ),
        ]) {
          expect(Number.isSafeInteger(amount) && amount >= 0).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("are the sums of the lines and shipping, and so is every tax", () => {
    fc.assert(
      fc.property(input, (order) => {
        const { totals, lines: priced, shipping, taxLines } = priceOrder(order);
        expect(sum(priced.map((each) => each.total))).toBe(totals.subtotal - totals.discount);
        expect(sum(priced.map((each) => each.discount))).toBe(totals.discount);
        expect(shipping.amount).toBe(totals.shipping);
        const parts = [...priced, shipping];
        expect(sum(parts.map((part) => part.tax))).toBe(totals.tax);
        expect(sum(parts.map((part) => part.taxIncluded))).toBe(totals.taxIncluded);
        for (const part of parts)
          expect(sum(part.taxes.map(([, , tax]) => tax))).toBe(part.tax + part.taxIncluded);
        for (const [index, tax] of taxLines.entries()) {
          const own = parts.flatMap((part) => part.taxes.filter(([number]) => number === index));
          expect(sum(own.map(([, , amount]) => amount))).toBe(tax.amount);
          expect(sum(own.map(([, taxable]) => taxable))).toBe(tax.taxable);
        }
        expect(sum(taxLines.map((tax) => tax.amount))).toBe(totals.tax + totals.taxIncluded);
      }),
      { numRuns: 500 },
    );
  });

  it("and every line's share do not depend on the order of the lines", () => {
    const shuffled = input.chain((order) =>
      fc
        .shuffledSubarray([...order.lines], { minLength: order.lines.length })
        .map((other) => [order, { ...order, lines: other }] as const),
    );
    fc.assert(
      fc.property(shuffled, ([order, other]) => {
        const [one, two] = [priceOrder(order), priceOrder(other)];
        expect(two.totals).toEqual(one.totals);
        expect(two.taxLines).toEqual(one.taxLines);
        const byKey = (of: PricedInput, priced: typeof one) =>
          Object.fromEntries(of.lines.map((each, index) => [each.key, priced.lines[index]]));
        expect(byKey(other, two)).toEqual(byKey(order, one));
      }),
    );
  });

  it("are either added taxes or included ones, and none for who is exempt", () => {
    fc.assert(
      fc.property(input, (order) => {
        const { totals } = priceOrder(order);
        expect(order.pricesIncludeTax ? totals.tax : totals.taxIncluded).toBe(0);
        if (order.exempt) expect([totals.tax, totals.taxIncluded]).toEqual([0, 0]);
      }),
    );
  });
});

describe("taxes that are added", () => {
  it("are rounded half up, once a tax on all that bears it or once a line", () => {
    fc.assert(
      fc.property(input, (given) => {
        const order = { ...given, pricesIncludeTax: false, exempt: false };
        const { taxLines, lines: priced, shipping } = priceOrder(order);
        for (const tax of taxLines) expect(tax.amount).toBeLessThanOrEqual(tax.taxable);
        if (order.rounding === "order") {
          for (const tax of taxLines) expect(tax.amount).toBe(applyRate(tax.taxable, tax.ratePpm));
        } else {
          for (const part of [...priced, shipping])
            for (const [index, taxable, amount] of part.taxes)
              expect(amount).toBe(applyRate(taxable, taxLines[index]?.ratePpm ?? 0));
        }
      }),
    );
  });
});

describe("taxes that are included", () => {
  it("leave the price of every line as it is, and at least nothing of it without the tax", () => {
    fc.assert(
      fc.property(input, (given) => {
        const order = { ...given, pricesIncludeTax: true, exempt: false };
        const priced = priceOrder(order);
        for (const [index, each] of priced.lines.entries()) {
          expect(each.unitPrice).toBe(order.lines[index]?.unitPrice);
          expect(each.taxIncluded).toBeLessThanOrEqual(each.total);
          for (const [, taxable] of each.taxes) expect(taxable + each.taxIncluded).toBe(each.total);
        }
      }),
    );
  });

  it("agree to the unit with added ones: the tax in net + tax is the tax on net", () => {
    fc.assert(
      fc.property(fc.nat(10_000_000_000), fc.nat(1_000_000), (net, rate) => {
        const tax = applyRate(net, rate);
        expect(containedIn(net + tax, rate)).toBe(tax);
      }),
      { numRuns: 2_000 },
    );
  });

  it("agree for whole orders: gross prices of the same order contain what is added to the net ones", () => {
    fc.assert(
      fc.property(oneTax, ({ lines: list, taxes }) => {
        const net = priceOrder({ lines: list, shipping: undefined, taxes });
        // The same goods for one gross price each: what the net order comes to, line by line.
        const gross = priceOrder({
          lines: list.map((each, index) => ({
            ...each,
            quantity: 1,
            unitPrice: (net.lines[index]?.total ?? 0) + (net.lines[index]?.tax ?? 0),
          })),
          shipping: undefined,
          taxes,
          pricesIncludeTax: true,
        });
        expect(gross.totals.total).toBe(net.totals.total);
        expect(gross.totals.taxIncluded).toBe(net.totals.tax);
      }),
    );
  });

  it("are within one half unit a tax of the exact value, for several taxes on the same goods", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 4 }),
        fc.nat(1_000_000),
        (rates, price) => {
          const taxes = rates.map((ratePpm, index) => ({
            ...{ id: `t${index}`, name: `T${index}`, ratePpm, appliesToShipping: false },
            priority: index + 1,
          }));
          const one = { key: "v", quantity: 1, unitPrice: price, taxable: true };
          const { taxLines, totals } = priceOrder({
            lines: [one],
            shipping: undefined,
            taxes,
            pricesIncludeTax: true,
          });
          const all = sum(rates);
          expect(Math.abs(totals.taxIncluded - (price * all) / (1_000_000 + all))).toBeLessThanOrEqual(
            0.5 + 1e-6,
          );
          for (const tax of taxLines) {
            const exact = (price * tax.ratePpm) / (1_000_000 + all);
            expect(Math.abs(tax.amount - exact)).toBeLessThan(1.5);
          }
        },
      ),
    );
  });

  it("are that near to the exact value for many small lines, too: the parts do not add up their roundings", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1_000_000), { minLength: 2, maxLength: 4 }),
        fc.array(fc.nat(9), { minLength: 20, maxLength: 40 }),
        (rates, prices) => {
          const taxes = rates.map((ratePpm, index) => ({
            ...{ id: `t${index}`, name: `T${index}`, ratePpm, appliesToShipping: false },
            priority: index + 1,
          }));
          const { taxLines } = priceOrder({
            lines: prices.map((unitPrice, index) => ({
              key: `v${index}`,
              quantity: 1,
              unitPrice,
              taxable: true,
            })),
            shipping: undefined,
            taxes,
            pricesIncludeTax: true,
          });
          for (const tax of taxLines) {
            const exact = (sum(prices) * tax.ratePpm) / (1_000_000 + sum(rates));
            expect(Math.abs(tax.amount - exact)).toBeLessThan(1.5);
          }
        },
      ),
    );
  });

  it.each([
    [1, 1_000_000, 1],
    [3, 1_000_000, 2],
    [119, 190_000, 19],
    [0, 190_000, 0],
    [119, 0, 0],
  ])("in %i at %i ppm are %i: half is rounded up", (gross, rate, tax) => {
    expect(containedIn(gross, rate)).toBe(tax);
  });

  it("are taken off the unit price of who is exempt", () => {
    const priced = priceOrder({
      lines: [{ key: "v", quantity: 3, unitPrice: 1190, taxable: true }],
      shipping: { amount: 595 },
      taxes: [{ name: "VAT", ratePpm: 190_000, appliesToShipping: true }],
      pricesIncludeTax: true,
      exempt: true,
    });
    expect(priced.lines[0]).toMatchObject({ unitPrice: 1000, total: 3000, taxIncluded: 0 });
    expect(priced.totals).toMatchObject({
      subtotal: 3000,
      shipping: 500,
      tax: 0,
      taxIncluded: 0,
      total: 3500,
    });
  });
});

describe("which taxes apply", () => {
  const tax = (id: string, more: Partial<TaxRule>): TaxRule => {
    return { id, name: id, ratePpm: 10_000, appliesToShipping: false, ...more };
  };
  const ids = (list: readonly TaxRule[], taxClass = "standard") =>
    taxesOf(list, taxClass).map((each) => each.id);

  it("are one a priority, the narrowest place first, and the class's own before the standard one", () => {
    const canada = [
      tax("gst", { specificity: 1 }),
      tax("hst", { specificity: 2 }),
      tax("pst", { specificity: 2, priority: 2 }),
      tax("pst-books", { specificity: 1, priority: 2, taxClass: "books" }),
    ];
    expect(ids(canada)).toEqual(["hst", "pst"]);
    expect(ids(canada, "books")).toEqual(["hst", "pst-books"]);
    expect(ids(canada, "toys")).toEqual(["hst", "pst"]);
    expect(ids([tax("only-food", { taxClass: "food" })])).toEqual([]);
  });

  it("do not depend on the order of the rules", () => {
    const shuffled = rules.chain((list) =>
      fc.shuffledSubarray(list, { minLength: list.length }).map((other) => [list, other]),
    );
    fc.assert(
      fc.property(shuffled, fc.constantFrom(...CLASSES), ([list = [], other = []], taxClass) => {
        expect(ids(other, taxClass)).toEqual(ids(list, taxClass));
      }),
    );
  });

  it("stack without compounding: GST and QST of Quebec are both of the price", () => {
    const taxes = [
      tax("GST", { ratePpm: 50_000 }),
      tax("QST", { ratePpm: 99_750, priority: 2, appliesToShipping: true }),
    ];
    const priced = priceOrder({
      lines: [{ key: "v", quantity: 1, unitPrice: 10_000, taxable: true }],
      shipping: { amount: 1000 },
      taxes,
    });
    expect(priced.taxLines.map((each) => [each.name, each.taxable, each.amount])).toEqual([
      ["GST", 10_000, 500],
      ["QST", 11_000, 1097],
    ]);
    expect(priced.lines[0]?.tax).toBe(1497);
    expect(priced.shipping).toMatchObject({ amount: 1000, tax: 100 });
  });
});

describe("examples by hand", () => {
  it("New York: tax on the taxable line and on shipping, half up", () => {
    const priced = priceOrder({
      lines: [
        { key: "a", quantity: 3, unitPrice: 2000, taxable: true },
        { key: "b", quantity: 1, unitPrice: 1050, taxable: false },
      ],
      shipping: { amount: 599 },
      taxes: [{ name: "New York sales tax", ratePpm: 88_750, appliesToShipping: true }],
    });
    // 6599 x 0.08875 = 585.66; of it 532.5 for the line and 53.16 for shipping
    expect(priced.totals).toEqual({
      ...{ subtotal: 7050, discount: 0, shipping: 599, tax: 586, taxIncluded: 0, total: 8235 },
    });
    expect(priced.lines.map((each) => each.tax)).toEqual([533, 0]);
    expect(priced.shipping.tax).toBe(53);
  });

  it("Germany with tax in the prices: 19 % and 7 % in one order, a discount, shipping", () => {
    const priced = priceOrder({
      lines: [
        { key: "mug", quantity: 2, unitPrice: 1190, taxable: true, discount: 190 },
        { key: "book", quantity: 1, unitPrice: 1070, taxable: true, taxClass: "books" },
      ],
      shipping: { amount: 595 },
      taxes: [
        { id: "s", name: "MwSt.", ratePpm: 190_000, appliesToShipping: true },
        { id: "r", name: "MwSt. (reduced)", ratePpm: 70_000, appliesToShipping: false, taxClass: "books" },
      ],
      pricesIncludeTax: true,
    });
    // (2190 + 595) x 19/119 = 444.66; 1070 x 7/107 = 70
    expect(priced.totals).toEqual({
      ...{ subtotal: 3450, discount: 190, shipping: 595, tax: 0, taxIncluded: 515, total: 3855 },
    });
    expect(priced.taxLines.map((each) => [each.name, each.taxable, each.amount])).toEqual([
      ["MwSt.", 2340, 445],
      ["MwSt. (reduced)", 1000, 70],
    ]);
  });

  it("line rounding and order rounding differ where they are said to", () => {
    const three = ["a", "b", "c"].map((key) => ({ key, quantity: 1, unitPrice: 105, taxable: true }));
    const taxes = [{ name: "Tax", ratePpm: 100_000, appliesToShipping: false }];
    // 10.5 each: 11 three times, or 31.5 in all
    expect(priceOrder({ lines: three, shipping: undefined, taxes, rounding: "line" }).totals.tax).toBe(33);
    const once = priceOrder({ lines: three, shipping: undefined, taxes, rounding: "order" });
    expect(once.totals.tax).toBe(32);
    expect(once.lines.map((each) => each.tax)).toEqual([11, 11, 10]);
  });

  it.each([
    ["JPY", 1_980, 198, "¥2,178"],
    ["KWD", 1_980, 198, "KWD 2.178"],
  ])("%s: minor units are what the currency has", (currency, price, tax, shown) => {
    const priced = priceOrder({
      lines: [{ key: "v", quantity: 1, unitPrice: price, taxable: true }],
      shipping: undefined,
      taxes: [{ name: "Tax", ratePpm: 100_000, appliesToShipping: false }],
    });
    expect(priced.totals.tax).toBe(tax);
    expect(formatMoney({ amount: priced.totals.total, currency }).replace(/\s/g, " ")).toBe(shown);
  });

  it("an empty cart costs nothing, a discount at most the line", () => {
    expect(priceOrder({ lines: [], shipping: undefined, taxes: [] }).totals.total).toBe(0);
    const free = priceOrder({
      lines: [{ key: "v", quantity: 1, unitPrice: 100, discount: 101, taxable: true }],
      shipping: undefined,
      taxes: [{ name: "Tax", ratePpm: 100_000, appliesToShipping: false }],
    });
    expect(free.totals).toMatchObject({ subtotal: 100, discount: 100, tax: 0, total: 0 });
  });

  it("sums past 2^53 - 1 are refused rather than inexact", () => {
    const huge = { quantity: 9_999, unitPrice: 500_000_000_000, taxable: true };
    const one = { lines: [{ ...huge, key: "a" }], shipping: undefined, taxes: [] };
    expect(priceOrder(one).totals.total).toBe(9_999 * 500_000_000_000);
    expect(() => priceOrder({ ...one, lines: [...one.lines, { ...huge, key: "b" }] })).toThrow(
      AmountTooLarge,
    );
    const taxes = [{ name: "Double", ratePpm: 1_000_000, appliesToShipping: false }];
    expect(() => priceOrder({ ...one, taxes })).toThrow(AmountTooLarge);
  });
});
