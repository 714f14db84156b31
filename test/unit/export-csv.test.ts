import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvColumns, csvRowsOf } from "../../src/modules/catalog-files/export-csv.ts";
import type { ExportedProduct, ExportedVariant } from "../../src/modules/catalog-files/export-product.ts";
import type { ImportedProduct } from "../../src/modules/catalog-files/imported-product.ts";
import { ndjsonProductSchema } from "../../src/modules/catalog-files/ndjson.schema.ts";
import { readNdjson } from "../../src/modules/catalog-files/ndjson.product.ts";
import { parseShopifyCsv } from "../../src/modules/catalog-files/shopify-csv.ts";
import { MAX_AMOUNT } from "../../src/modules/catalog/fields.schema.ts";
import { slugify } from "../../src/modules/catalog/slug.ts";
import { csvLine } from "../../src/platform/csv.ts";

/** What people type, with all that a CSV has to quote. Never blank, no space at either end. */
const text = fc
  .array(fc.constantFrom("a", "Ü", '"', ",", "\n", "\r\n", "😀", "=", "-", "x y", "1", "'"), {
    minLength: 1,
    maxLength: 8,
  })
  .map((parts) => `t${parts.join("")}t`);
const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
const slug = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join("-"));
const uuid = fc.uuid({ version: 7 });
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const columns = (names: fc.Arbitrary<string>) => fc.dictionary(names, text, { maxKeys: 3 });
const verbatim = (names: fc.Arbitrary<string>) =>
  columns(names).map((shopify): Record<string, unknown> => ({ shopify }));

const variant = fc.record({
  id: uuid,
  weight_grams: fc.nat(5_000),
  barcode: optional(fc.stringMatching(/^[A-Z0-9]{4,12}$/)),
  image_url: optional(slug.map((name) => `/img/${name}.jpg`)),
  requires_shipping: fc.boolean(),
  taxable: fc.boolean(),
  tax_code: optional(word),
  inventory_policy: fc.constantFrom("deny" as const, "continue" as const),
  available: optional(fc.nat(500)),
  amount: fc.nat(MAX_AMOUNT),
  compare_at_amount: optional(fc.nat(MAX_AMOUNT)),
  metadata: verbatim(fc.constantFrom("Variant Weight Unit", "Cost per item", "Included / US")),
});

const category: fc.Arbitrary<ExportedProduct["categories"][number]> = fc.array(
  fc.record({ slug, name: text }),
  { minLength: 1, maxLength: 3 },
);

const product: fc.Arbitrary<ExportedProduct> = fc
  .record({
    id: uuid,
    slug,
    name: text,
    description: fc.oneof(fc.constant(""), text),
    vendor: optional(text),
    status: fc.constantFrom("draft" as const, "active" as const, "archived" as const),
    publish_at: fc.constant(null),
    tags: fc.uniqueArray(word, { maxLength: 4 }),
    seo_title: optional(text),
    seo_description: optional(text),
    attributes: columns(fc.constantFrom("gender", "condition", "product_category", "Material", "Care, note")),
    categories: fc.oneof(
      fc.constant<ExportedProduct["categories"]>([]),
      fc.array(category, { minLength: 1, maxLength: 2 }),
      text.map((name) => [[{ slug: slugify(name), name }]]),
    ),
    images: fc.uniqueArray(
      fc.record({ url: slug.map((name) => `/${name}.jpg`), alt: fc.oneof(fc.constant(""), text) }),
      {
        maxLength: 5,
        selector: ({ url }) => url,
      },
    ),
    metadata: verbatim(fc.constantFrom("Gift Card", "Google Shopping / Custom Label 0", "constructor")),
    names: fc.uniqueArray(word, { maxLength: 3 }),
    variants: fc.array(variant, { minLength: 1, maxLength: 4 }),
  })
  .map(({ names, variants, ...fields }) => {
    const own = names.length === 0 ? variants.slice(0, 1) : variants;
    const made = own.map(({ amount, compare_at_amount, ...rest }, index): ExportedVariant => {
      const values = names.map((name, at) => [name, at === 0 ? `value ${index}` : "all"] as const);
      return {
        ...rest,
        sku: `${fields.slug}-${index}`.toUpperCase(),
        title: values.map(([, value]) => value).join(" / ") || "Default",
        options: Object.fromEntries(values),
        prices: { USD: { amount, compare_at_amount } },
      };
    });
    const paths: ExportedProduct["categories"] = fields.categories;
    return {
      ...fields,
      categories: paths.filter(
        (path, index) => paths.findIndex((each) => each.at(-1)?.slug === path.at(-1)?.slug) === index,
      ),
      options: names.map((name) => ({
        name,
        values: [...new Set(made.map(({ options }) => options[name] ?? ""))],
      })),
      variants: made,
    };
  });

/** What an imported product says, as an exported one says it. */
function contentOf(imported: ImportedProduct | undefined) {
  if (!imported) throw new Error("nothing was imported");
  return {
    slug: imported.slug,
    name: imported.name,
    description: imported.description,
    vendor: imported.vendor,
    status: imported.status,
    publish_at: imported.publishAt ?? null,
    tags: imported.tags,
    seo_title: imported.seoTitle,
    seo_description: imported.seoDescription,
    attributes: imported.attributes,
    categories: imported.categoryLinks ?? imported.categories.slice(-1).map((each) => each.slug),
    options: imported.options,
    images: imported.media,
    metadata: imported.allMetadata ?? { shopify: imported.metadata },
    variants: imported.variants.map((each) => ({
      sku: each.sku,
      title: each.title,
      options: each.options,
      price: [each.price, each.compareAtPrice],
      weight_grams: each.weightGrams,
      barcode: each.barcode,
      image_url: each.imageUrl,
      requires_shipping: each.requiresShipping,
      taxable: each.taxable,
      tax_code: each.taxCode,
      inventory_policy: each.inventoryPolicy,
      available: each.quantity,
      metadata: each.allMetadata ?? { shopify: each.metadata },
    })),
  };
}

function contentOfExported({ id: _id, categories, variants, ...rest }: ExportedProduct) {
  return {
    ...rest,
    categories: categories.map((path) => path.at(-1)?.slug ?? ""),
    variants: variants.map(({ id: _variant, prices, ...own }) => ({
      ...own,
      price: [prices["USD"]?.amount, prices["USD"]?.compare_at_amount],
    })),
  };
}

function csvOf(products: readonly ExportedProduct[]) {
  const names = (key: (each: ExportedProduct) => string[]) => [...new Set(products.flatMap(key))];
  const shopify = (metadata: Record<string, unknown>) => Object.keys(metadata["shopify"] ?? {});
  const all = csvColumns({
    attributes: names(({ attributes }) => Object.keys(attributes)),
    columns: names(({ metadata, variants }) => [
      ...shopify(metadata),
      ...variants.flatMap((each) => shopify(each.metadata)),
    ]),
  });
  const rows = products.map((each) => csvRowsOf(each, all, "USD"));
  return {
    csv: csvLine(all) + rows.map((row) => row.text).join(""),
    problems: rows.flatMap((row) => row.problems),
  };
}

describe("a product that is exported as CSV", () => {
  it("is the same product when the import reads it back", () => {
    fc.assert(
      fc.property(product, (exported) => {
        const { csv, problems } = csvOf([exported]);
        expect(problems).toEqual([]);
        const { products, errors } = parseShopifyCsv(csv, "USD");
        expect(errors).toEqual([]);
        expect(contentOf(products[0])).toEqual(contentOfExported(exported));
      }),
      { numRuns: 500 },
    );
  });

  it("comes back column by column when it was imported from Shopify before", () => {
    const csv =
      "Handle,Title,Published,Type,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Price,Vendor,Gift Card,Image Src,Image Alt Text\r\n" +
      'tee,Tee,true,Shirts,Size,S,"=1+1",453.59,19.9,Acme,false,/a.jpg,A\r\n' +
      "tee,,,,,M,'00123,,20,Other,,/b.jpg,\r\n" +
      "tee,,,,,,,,,,,/c.jpg,\r\n";
    const [first] = parseShopifyCsv(csv, "USD").products;
    if (!first) throw new Error("nothing was parsed");
    const exported: ExportedProduct = {
      ...contentOf(first),
      id: "x",
      categories: [[{ slug: "shirts", name: "Shirts" }]],
      variants: contentOf(first).variants.map(({ price: [amount, compare], ...each }, index) => ({
        ...each,
        id: String(index),
        sku: each.sku ?? "",
        prices: { USD: { amount: amount ?? 0, compare_at_amount: compare ?? null } },
      })),
    };
    const { lines: _lines, ...again } = parseShopifyCsv(csvOf([exported]).csv, "USD").products[0] ?? {
      lines: [],
    };
    const { lines: _before, ...before } = first;
    expect(again).toEqual(before);
  });

  it("says what the format has no place for", () => {
    const [sample] = fc.sample(product, { numRuns: 1, seed: 7 });
    if (!sample) throw new Error("no sample");
    const options = ["a", "b", "c", "d"].map((name) => ({ name, values: ["x"] }));
    const variants = sample.variants.slice(0, 1).map((each) => ({ ...each, prices: {} }));
    const { problems } = csvOf([{ ...sample, options, variants, tags: ["a,b"] }]);
    expect(problems).toEqual([
      "It has more than three options.",
      "A tag has a comma.",
      expect.stringContaining("has no price in USD"),
    ]);
  });
});

describe("a product that is exported as NDJSON", () => {
  it("is the same product when the import reads it back, ids and other prices included", () => {
    fc.assert(
      fc.property(product, fc.nat(10_000), (exported, euro) => {
        for (const each of exported.variants) each.prices["EUR"] = { amount: euro, compare_at_amount: null };
        const line = JSON.stringify(exported);
        expect(ndjsonProductSchema.parse(JSON.parse(line))).toEqual(exported);
        const { products, errors } = readNdjson([{ text: line, line: 1 }], "USD");
        expect(errors).toEqual([]);
        expect(contentOf(products[0])).toEqual(contentOfExported(exported));
        expect([products[0]?.id, ...(products[0]?.variants ?? []).map(({ id }) => id)]).toEqual([
          exported.id,
          ...exported.variants.map(({ id }) => id),
        ]);
        for (const each of products[0]?.variants ?? []) {
          expect(each.otherPrices).toEqual([{ currency: "EUR", amount: euro, compareAtAmount: null }]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
