import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FilePlan } from "../../src/modules/catalog-files/import-file-plan.ts";
import { type CatalogFormat, readChunk, scannerOf } from "../../src/modules/catalog-files/import-file.ts";
import { parseShopifyCsv } from "../../src/modules/catalog-files/shopify-csv.ts";
import { DomainError } from "../../src/platform/errors.ts";

const encoder = new TextEncoder();

/** Scans a text that arrives in buffers of `size` bytes. */
function scan(text: string, size = 7, format: CatalogFormat = "csv"): FilePlan {
  const bytes = encoder.encode(text);
  const scanner = scannerOf(format);
  for (let from = 0; from < bytes.length; from += size) scanner.push(bytes.subarray(from, from + size));
  return scanner.end();
}

/** All chunks of a file, read one after another. */
function readAll(text: string, plan: FilePlan, format: CatalogFormat = "csv") {
  const bytes = encoder.encode(text);
  const chunks = plan.chunks.map((chunk) =>
    readChunk(
      format,
      plan,
      chunk.pieces.map(([offset, length, line]) => ({
        bytes: bytes.slice(offset, offset + length).buffer,
        line,
      })),
      "USD",
    ),
  );
  return {
    products: chunks.flatMap(({ products }) => products),
    errors: chunks.flatMap(({ errors }) => errors).sort((a, b) => a.line - b.line),
  };
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  return "none";
}

const HEADER = "Handle,Title,Body (HTML),Option1 Name,Option1 Value,Variant Price";

/** Rows of `count` products with two variants each; descriptions have line breaks, quotes and letters of several bytes. */
function rowsOf(count: number, eol: string): string[] {
  return Array.from({ length: count }, (_, index) => [
    `pot-${index},Pot “${index}”,"<p>Größe,${eol}""${"é".repeat(index % 5)}""</p>",Size,S,${index}.50`,
    `pot-${index},,,,L,1`,
  ]).flat();
}

describe("taking a CSV apart", () => {
  it.each(["\n", "\r\n", "\r"])("yields what reading it at once does, wherever buffers end (%j)", (eol) => {
    const text = [HEADER, ...rowsOf(900, eol), "pot-3,Bad,,,,free", ",No handle,,,,1"].join(eol);
    const whole = parseShopifyCsv(text, "USD");
    for (const size of [1, 2, 3, 64, 100_000]) {
      const plan = scan(text, size);
      expect(plan.rows).toBe(whole.rowCount);
      expect(plan.chunks.length).toBeGreaterThan(3);
      const { products, errors } = readAll(text, plan);
      const byline = (a: { lines: number[] }, b: { lines: number[] }) =>
        (a.lines[0] ?? 0) - (b.lines[0] ?? 0);
      expect(products.sort(byline)).toEqual(whole.products);
      expect(errors).toEqual(whole.errors);
    }
  });

  it("agrees with the parser on every text made of cells, quotes and line ends", () => {
    const piece = fc.constantFrom(
      "a",
      "b c",
      ",",
      '"',
      '""',
      "\n",
      "\r",
      "\r\n",
      " ",
      "é",
      ",,",
      '"x\ny"',
      "pot",
    );
    const property = fc.property(
      fc.array(piece, { maxLength: 30 }),
      fc.integer({ min: 1, max: 9 }),
      (pieces, size) => {
        const text = `Handle,Title,Variant Price\n${pieces.join("")}`;
        const whole = (() => {
          try {
            return parseShopifyCsv(text, "USD");
          } catch (error) {
            return error instanceof DomainError ? error.code : "unexpected";
          }
        })();
        if (typeof whole === "string") {
          expect(codeOf(() => scan(text, size))).toBe(whole);
        } else {
          const plan = scan(text, size);
          expect(plan.rows).toBe(whole.rowCount);
          expect(readAll(text, plan)).toEqual({ products: whole.products, errors: whole.errors });
        }
      },
    );
    fc.assert(property, { numRuns: 3_000 });
  });

  it("brings rows of a product together that stand far apart", () => {
    const rows = rowsOf(600, "\n");
    const [first = "", second = "", ...others] = rows;
    const text = [HEADER, first, ...others, second, "pot-1,,,,XL,3"].join("\n");
    const plan = scan(text, 4_096);
    const { products, errors } = readAll(text, plan);
    expect(errors).toEqual([]);
    expect(products).toEqual(parseShopifyCsv(text, "USD").products);
    expect(plan.chunks[0]?.pieces).toHaveLength(3);
  });

  it("refuses a file whose rows are shuffled", () => {
    const rows = Array.from({ length: 4_000 }, (_, index) => `pot-${index % 2_000},Pot,,Size,${index},1`);
    expect(codeOf(() => scan([HEADER, ...rows].join("\n"), 65_536))).toBe("catalog.import_rows_scattered");
  });

  it("refuses a product of more rows than one commit takes, and more rows than a file may have", () => {
    const large = Array.from({ length: 5_001 }, (_, index) => `pot,Pot,,Size,${index},1`);
    expect(codeOf(() => scan([HEADER, ...large].join("\n"), 65_536))).toBe(
      "catalog.import_product_too_large",
    );
    const many = Array.from({ length: 200_001 }, (_, index) => `p${index},P,,,,1`);
    expect(codeOf(() => scan([HEADER, ...many].join("\n"), 65_536))).toBe("catalog.import_too_large");
  });

  it.each([
    ["nothing", "", "catalog.import_columns_missing"],
    ["another file", "\x89PNG\r\n\x1a\n", "catalog.import_columns_missing"],
    ["a NUL", `${HEADER}\na\0`, "catalog.import_malformed_csv"],
    ["an open quote", `${HEADER}\npot,"Pot`, "catalog.import_malformed_csv"],
    ["a header without end", "x".repeat(300_000), "catalog.import_malformed_csv"],
  ])("refuses %s", (_, text, code) => {
    expect(codeOf(() => scan(text))).toBe(code);
  });

  it("reads a file with a byte order mark and blank lines before the header", () => {
    const text = `\uFEFF\n,,\n${HEADER}\npot,Pot,,,,1\n`;
    expect(readAll(text, scan(text, 1)).products).toEqual(parseShopifyCsv(text, "USD").products);
  });
});

describe("taking NDJSON apart", () => {
  const line = (slug: string, more: Record<string, unknown> = {}) =>
    JSON.stringify({ slug, name: "Größe", variants: [{ prices: { USD: { amount: 100 } } }], ...more });

  it("reads each line, wherever buffers end, and says which are wrong", () => {
    const text = [
      line("a"),
      "",
      "{",
      line("b", { nme: 1 }),
      line("Not A Slug"),
      line("c"),
      line("a", { name: "New" }),
    ].join("\r\n");
    for (const size of [1, 3, 1_000]) {
      const plan = scan(text, size, "ndjson");
      const { products, errors } = readAll(text, plan, "ndjson");
      expect(plan.rows).toBe(6);
      expect(products.map(({ slug, name }) => [slug, name])).toEqual([
        ["c", "Größe"],
        ["a", "New"],
      ]);
      expect(errors.map((error) => [error.line, error.code])).toEqual([
        [3, "invalid_json"],
        [4, "invalid_product"],
        [5, "invalid_product"],
      ]);
    }
  });

  it.each([
    [{ variants: [] }, "#/variants"],
    [{ variants: [{ prices: { USD: { amount: -1 } } }] }, "#/variants/0/prices/USD/amount"],
    [{ variants: [{ prices: { USD: { amount: 12.5 } } }] }, "#/variants/0/prices/USD/amount"],
    [{ variants: [{ prices: { USD: { amount: 1e15 } } }] }, "#/variants/0/prices/USD/amount"],
    [{ variants: [{ prices: { USD: { amount: 500_000_000_001 } } }] }, "#/variants/0/prices/USD/amount"],
    [{ options: [{ name: "Size", values: ["S"] }] }, "#/variants/0/options"],
    [{ images: [{ url: "javascript:alert(1)" }] }, "#/images/0/url"],
    [{ id: "nonsense" }, "#/id"],
    [{ name: "a\0" }, "NUL"],
    [{ name: "a\ud83d" }, "half"],
  ])("refuses %j", (change, pointer) => {
    const text = line("a", change);
    const { errors } = readAll(text, scan(text, 1_000, "ndjson"), "ndjson");
    expect(errors).toMatchObject([
      {
        line: 1,
        code: expect.stringMatching(/^invalid_(product|text)$/),
        message: expect.stringContaining(pointer),
      },
    ]);
  });

  it("refuses a SKU or an id that another line of the chunk has", () => {
    const id = "01980a3e-7c00-7000-8000-000000000001";
    const variant = (sku: string) => ({ sku, prices: {} });
    const text = [
      line("a", { id, variants: [variant("X")] }),
      line("b", { variants: [variant("X")] }),
      line("c", { id, variants: [variant("Y")] }),
    ].join("\n");
    const { errors } = readAll(text, scan(text, 99, "ndjson"), "ndjson");
    expect(errors.map(({ line: at, code }) => [at, code])).toEqual([
      [2, "duplicate_sku"],
      [3, "duplicate_id"],
    ]);
  });
});
