import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  allocate,
  applyRate,
  formatMoney,
  minorUnitDigits,
  money,
  parseDecimal,
} from "../../src/platform/money.ts";

const CURRENCIES = [
  { currency: "JPY", places: 0 },
  { currency: "USD", places: 2 },
  { currency: "KWD", places: 3 },
] as const;

/** The decimal text of an amount, made with text alone. */
function decimalOf(amount: number, places: number): string {
  const text = String(amount).padStart(places + 1, "0");
  return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
}

describe("money", () => {
  it("holds whole minor units only", () => {
    expect(money(1999, "USD")).toEqual({ amount: 1999, currency: "USD" });
    for (const wrong of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(() => money(wrong, "USD")).toThrow(RangeError);
    }
  });

  it.each(CURRENCIES)("knows that $currency has $places decimals", ({ currency, places }) => {
    expect(minorUnitDigits(currency)).toBe(places);
  });

  it("is written for people with the currency's own decimals", () => {
    expect(formatMoney(money(199900, "USD"))).toBe("$1,999.00");
    expect(formatMoney(money(1999, "JPY"))).toBe("¥1,999");
    expect(formatMoney(money(1999, "KWD")).replace(/\s/u, " ")).toBe("KWD 1.999");
  });
});

describe("parseDecimal", () => {
  it.each(CURRENCIES)("reads back every amount of $currency that was written out", ({ currency, places }) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (amount) => {
        expect(parseDecimal(decimalOf(amount, places), currency)).toBe(amount);
      }),
    );
  });

  it.each(CURRENCIES)(
    "takes no more decimals than $currency has, unless they are zeros",
    ({ currency, places }) => {
      fc.assert(
        fc.property(fc.nat(1_000_000), fc.integer({ min: 1, max: 9 }), (amount, digit) => {
          const text = decimalOf(amount, places) + (places === 0 ? "." : "");
          expect(parseDecimal(`${text}${digit}`, currency)).toBeUndefined();
          expect(parseDecimal(`${text}000`, currency)).toBe(amount);
        }),
      );
    },
  );

  it("fills up missing decimals and ignores surrounding blanks", () => {
    expect(parseDecimal(" 19.9 ", "USD")).toBe(1990);
    expect(parseDecimal("19", "USD")).toBe(1900);
    expect(parseDecimal("19.", "USD")).toBe(1900);
    expect(parseDecimal("007", "USD")).toBe(700);
    expect(parseDecimal("0.1", "KWD")).toBe(100);
  });

  it.each([
    ..."|-1|+1|1,000.00|1.000,00|1e3|0x10|.5|$5|5 USD|1 000|1..2|1.2.3|NaN|Infinity|١٢|１２|--|. |1/2".split(
      "|",
    ),
    "1234567890123",
  ])("refuses %j", (junk) => {
    for (const { currency } of CURRENCIES) expect(parseDecimal(junk, currency)).toBeUndefined();
  });

  it("never answers anything but a whole safe amount", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."0123456789.,-+e x") }), (text) => {
        const amount = parseDecimal(text, "USD");
        expect(amount === undefined || (Number.isSafeInteger(amount) && amount >= 0)).toBe(true);
      }),
    );
  });
});

describe("allocate", () => {
  const amounts = fc.integer({ min: 0, max: 100_000_000_000 });
  const weights = fc.array(fc.nat(1_000_000_000), { minLength: 1, maxLength: 100 });

  it("shares out the whole, each part less than one minor unit from its exact share", () => {
    fc.assert(
      fc.property(amounts, weights, (total, shares) => {
        const parts = allocate(total, shares);
        expect(parts).toHaveLength(shares.length);
        expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
        const even = shares.every((share) => share === 0);
        const effective = shares.map((share) => BigInt(even ? 1 : share));
        const sum = effective.reduce((a, b) => a + b, 0n);
        for (const [index, part] of parts.entries()) {
          const error = BigInt(part) * sum - BigInt(total) * (effective[index] ?? 0n);
          expect(error < sum && error > -sum).toBe(true);
        }
      }),
    );
  });

  it("gives nothing to a part that weighs nothing beside others", () => {
    fc.assert(
      fc.property(amounts, weights, fc.integer({ min: 1, max: 1_000 }), (total, shares, one) => {
        const all = [...shares, one];
        const parts = allocate(total, all);
        for (const [index, share] of all.entries()) if (share === 0) expect(parts[index]).toBe(0);
      }),
    );
  });

  it("breaks ties in favour of the earlier part, and splits evenly without weights", () => {
    expect(allocate(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(allocate(5, [0, 0])).toEqual([3, 2]);
    expect(allocate(5, [])).toEqual([]);
    expect(allocate(0, [3, 4])).toEqual([0, 0]);
  });
});

describe("applyRate", () => {
  it("rounds half up, exactly as integer arithmetic does", () => {
    fc.assert(
      fc.property(fc.nat(100_000_000_000), fc.nat(1_000_000), (amount, ratePpm) => {
        const product = BigInt(amount) * BigInt(ratePpm);
        const floor = product / 1_000_000n;
        const expected = floor + (product % 1_000_000n >= 500_000n ? 1n : 0n);
        expect(applyRate(amount, ratePpm)).toBe(Number(expected));
      }),
    );
  });

  it("rounds an exact half up and anything less down", () => {
    expect(applyRate(50, 10_000)).toBe(1);
    expect(applyRate(49, 10_000)).toBe(0);
    expect(applyRate(6599, 88_750)).toBe(586);
    expect(applyRate(100, 0)).toBe(0);
    expect(applyRate(100, 1_000_000)).toBe(100);
  });
});
