import { describe, expect, it } from "vitest";
import { normalPostalCode, parsePostalPattern, placeColumns } from "../../src/platform/places.ts";

describe("a postal pattern", () => {
  it.each([
    ["10115", { text: "10115", from: "10115", to: "10115", exact: true }],
    ["sw1a 1aa", { text: "SW1A1AA", from: "SW1A1AA", to: "SW1A1AA", exact: true }],
    ["100-0001", { text: "1000001", from: "1000001", to: "1000001", exact: true }],
    ["75*", { text: "75*", from: "75", to: "75", exact: false }],
    ["v5k *", { text: "V5K*", from: "V5K", to: "V5K", exact: false }],
    ["1000-1999", { text: "1000-1999", from: "1000", to: "1999", exact: false }],
    [" 1000 - 1999 ", { text: "1000-1999", from: "1000", to: "1999", exact: false }],
  ])("%j is read", (pattern, parsed) => {
    expect(parsePostalPattern(pattern)).toEqual(parsed);
  });

  it.each(["", "*", "7*5", "1999-1000", "1000-1000", "7%", "_", "ÄÖ", "1".repeat(21)])(
    "%j is none",
    (pattern) => {
      expect(parsePostalPattern(pattern)).toBeUndefined();
    },
  );

  it("compares codes without what people write between their characters", () => {
    expect(normalPostalCode("sw1a-1aa")).toBe(normalPostalCode("SW1A 1AA"));
  });
});

describe("the specificity of a place", () => {
  it("puts the narrower place first", () => {
    const inOrder = [
      { country: "FR", postal_pattern: "750010001" },
      { country: "FR", region: "IDF", postal_pattern: "75001" },
      { country: "FR", postal_pattern: "75001" },
      { country: "FR", postal_pattern: "7500*" },
      { country: "FR", postal_pattern: "75001-75020" },
      { country: "FR", postal_pattern: "750*" },
      { country: "FR", postal_pattern: "75*" },
      { country: "FR", postal_pattern: "7*" },
      { country: "FR", region: "IDF", postal_pattern: "10000-99999" },
      { country: "FR", postal_pattern: "10000-99999" },
      { country: "FR", postal_pattern: "10-99" },
      { country: "FR", region: "IDF" },
      { country: "FR" },
      { country: "*" },
    ];
    const ranks = inOrder.map((place) => placeColumns(place).specificity);
    expect(ranks).toEqual([...new Set(ranks)].sort((a, b) => b - a));
  });
});
