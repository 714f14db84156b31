import { describe, expect, it } from "vitest";
import { isSame } from "../../src/platform/is-same.ts";

describe("isSame", () => {
  const value = { a: 1, list: [{ b: "x", c: null }], deep: { d: true, e: [1, [2]] } };

  it("does not mind the order of members, nor members that are undefined", () => {
    const other = { deep: { e: [1, [2]], d: true, f: undefined }, list: [{ c: null, b: "x" }], a: 1 };
    expect(isSame(value, other)).toBe(true);
    expect(isSame(other, value)).toBe(true);
  });

  it.each([
    { ...value, a: 2 },
    { ...value, a: "1" },
    { ...value, more: null },
    { ...value, list: [] },
    { ...value, list: [{ b: "x", c: null }, {}] },
    { ...value, list: { 0: { b: "x", c: null } } },
    { ...value, list: [{ b: "x", g: null }] },
    { ...value, deep: { d: true, e: [[2], 1] } },
    { ...value, deep: null },
    undefined,
    null,
    [],
  ])("tells %j apart, whichever comes first", (other) => {
    expect(isSame(value, other)).toBe(false);
    expect(isSame(other, value)).toBe(false);
  });

  it("compares what is no object by its value", () => {
    expect(isSame("a", "a")).toBe(true);
    expect(isSame(null, undefined)).toBe(false);
    expect(isSame(0, false)).toBe(false);
  });
});
