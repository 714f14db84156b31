import { describe, expect, it } from "vitest";
import { MAX_ROWS } from "../../src/modules/catalog-files/shopify-csv.rows.ts";
import { parseShopifyCsv } from "../../src/modules/catalog-files/shopify-csv.ts";
import { slugify } from "../../src/modules/catalog/slug.ts";

type Row = Record<string, string>;

/** A CSV of these rows with the columns that any of them has. */
function csvOf(rows: readonly Row[], eol = "\n"): string {
  const columns = [
    ...new Set(["Handle", "Title", "Variant Price", ...rows.flatMap((row) => Object.keys(row))]),
  ];
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  return [
    columns.map(quoted).join(","),
    ...rows.map((row) => columns.map((name) => quoted(row[name] ?? "")).join(",")),
  ]
    .map((line) => line + eol)
    .join("");
}

const parse = (rows: readonly Row[], currency = "USD") => parseShopifyCsv(csvOf(rows), currency);

const POT: Row = { Handle: "pot", Title: "Pot", "Variant Price": "9.99" };
const SIZES: Row[] = [
  { ...POT, "Option1 Name": "Size", "Option1 Value": "Small" },
  { Handle: "pot", "Option1 Value": "Large", "Variant Price": "15.99" },
];

/** The codes by line, e.g. ["3 price_missing"]. */
const codes = (rows: readonly Row[], currency?: string) =>
  parse(rows, currency).errors.map(({ line, code }) => `${line} ${code}`);

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

describe("the file as a whole", () => {
  it("reads header names in any case and spacing, in any order, after a byte order mark", () => {
    const { products } = parseShopifyCsv("\uFEFF variant price ,HANDLE,title\r\n5,mug,Mug\r\n", "USD");
    expect(products).toMatchObject([{ slug: "mug", name: "Mug", variants: [{ price: 500 }] }]);
  });

  it.each([
    ["", ["Handle", "Title", "Variant Price"]],
    ["Handle,Body (HTML)\na,b", ["Title", "Variant Price"]],
    ["Handle;Title;Variant Price\na;b;1", ["Handle", "Title", "Variant Price"]],
  ])("names the columns that %j lacks", (csv, missing) => {
    expect(thrownBy(() => parseShopifyCsv(csv, "USD"))).toMatchObject({
      code: "catalog.import_columns_missing",
      errors: missing.map((name) => ({
        pointer: `#/columns/${encodeURIComponent(name)}`,
        code: "missing_column",
      })),
    });
  });

  it.each([
    ["an open quote", 'Handle,Title,Variant Price\na,A,1\nb,"B,2\nc,C,3\n', 3],
    ["a quote inside a bare cell", 'Handle,Title,Variant Price\na,5" pipe,1\n', 2],
    ["text behind a quote", 'Handle,Title,Variant Price\na,"x\r\ny",1\nb,"B"x,2\n', 4],
    ["a NUL", "Handle,Title,Variant Price\r\na,A,1\r\nb,B\0,2\r\n", 3],
  ])("says in which line the file breaks off: %s", (_, csv, line) => {
    expect(thrownBy(() => parseShopifyCsv(csv, "USD"))).toMatchObject({
      code: "catalog.import_malformed_csv",
      facts: { line },
    });
  });

  it("takes MAX_ROWS rows and refuses one more", () => {
    const rows = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ ...POT, Handle: `pot-${index}` }));
    expect(parse(rows(MAX_ROWS)).products).toHaveLength(MAX_ROWS);
    expect(thrownBy(() => parse(rows(MAX_ROWS + 1)))).toMatchObject({
      code: "catalog.import_too_large",
      facts: { max_rows: MAX_ROWS, rows: MAX_ROWS + 1 },
    });
  });

  it.each(["\n", "\r\n", "\r"])(
    "counts the lines of the file with %j as line end, also in quoted cells",
    (eol) => {
      const body = `<ul>${eol}<li>one</li>${eol}</ul>`;
      const csv = csvOf(
        [
          { ...POT, "Body (HTML)": body },
          { Handle: "bad", Title: "Bad" },
        ],
        eol,
      );
      const { products, errors } = parseShopifyCsv(csv, "USD");
      expect(products[0]?.description).toBe(body);
      expect(errors).toMatchObject([{ line: 5, code: "price_missing" }]);
    },
  );

  it("skips blank lines without counting them as rows", () => {
    const { products, errors, rowCount } = parseShopifyCsv(
      "\nHandle,Title,Variant Price\n\n,,\na,A,1\n\nb,B,\n",
      "USD",
    );
    expect(products).toHaveLength(1);
    expect(rowCount).toBe(2);
    expect(errors).toMatchObject([{ line: 7, code: "price_missing" }]);
  });

  it("takes missing cells at the end of a row as blank and refuses a row with too many", () => {
    const csv = "Handle,Title,Variant Price,Vendor\na,A,1\nb,B,1,,\nc,C,1,V\n";
    const { products, errors } = parseShopifyCsv(csv, "USD");
    expect(products.map(({ slug }) => slug)).toEqual(["a", "c"]);
    expect(errors).toMatchObject([{ line: 3, code: "too_many_columns" }]);
  });

  it("refuses a row whose characters a wrong encoding has destroyed", () => {
    expect(codes([POT, { ...POT, Handle: "cafe", Title: "Caf\uFFFD" }])).toEqual(["3 invalid_encoding"]);
  });
});

describe("products", () => {
  it("gathers the rows of a handle wherever they stand", () => {
    const [small, large] = SIZES as [Row, Row];
    const { products, errors } = parse([small, { ...POT, Handle: "mug", Title: "Mug" }, large]);
    expect(errors).toEqual([]);
    expect(products.map(({ slug, variants, lines }) => [slug, variants.length, lines])).toEqual([
      ["pot", 2, [2, 4]],
      ["mug", 1, [3]],
    ]);
  });

  it("maps every column of the format", () => {
    const { products, errors } = parse([
      {
        Handle: "tee",
        Title: " Tee ",
        "Body (HTML)": "<p>Soft</p> ",
        Vendor: "Olmo",
        Type: "Shirts",
        "Product Category": "Apparel > Shirts",
        Tags: "red, soft ,, red",
        Published: "TRUE",
        "Option1 Name": "Size",
        "Option1 Value": "S",
        "Variant SKU": "'00123",
        "Variant Grams": "226.8",
        "Variant Inventory Tracker": "shopify",
        "Variant Inventory Qty": "3",
        "Variant Inventory Policy": "Continue",
        "Variant Fulfillment Service": "manual",
        "Variant Price": "19.9",
        "Variant Compare At Price": "25",
        "Variant Requires Shipping": "false",
        "Variant Taxable": "false",
        "Variant Barcode": "4006381333931",
        "Variant Image": "/tee-s.jpg",
        "Variant Weight Unit": "oz",
        "Variant Tax Code": "txcd_1",
        "Cost per item": "7.25",
        "Price / International": "22",
        "Image Src": "https://example.com/tee.jpg",
        "Image Position": "1",
        "Image Alt Text": "A tee",
        "Gift Card": "true",
        "SEO Title": "Tee | Olmo",
        "SEO Description": "A soft tee",
        "Google Shopping / Gender": "unisex",
        "Google Shopping / Age Group": "adult",
        "Google Shopping / MPN": "T-1",
        "Google Shopping / Condition": "new",
        "Google Shopping / Google Product Category": "212",
        "Google Shopping / Custom Label 0": "summer",
        "Color (product.metafields.shopify.color)": "red",
      },
    ]);
    expect(errors).toEqual([]);
    expect(products).toEqual([
      {
        slug: "tee",
        name: "Tee",
        description: "<p>Soft</p> ",
        vendor: "Olmo",
        status: "active",
        tags: ["red", "soft"],
        seoTitle: "Tee | Olmo",
        seoDescription: "A soft tee",
        attributes: {
          product_category: "Apparel > Shirts",
          google_product_category: "212",
          gender: "unisex",
          age_group: "adult",
          mpn: "T-1",
          condition: "new",
        },
        categories: [{ slug: "shirts", name: "Shirts", parent: null }],
        metadata: {
          "Gift Card": "true",
          "Google Shopping / Custom Label 0": "summer",
          "Color (product.metafields.shopify.color)": "red",
        },
        options: [{ name: "Size", values: ["S"] }],
        media: [{ url: "https://example.com/tee.jpg", alt: "A tee" }],
        variants: [
          {
            line: 2,
            sku: "00123",
            generatedSku: "00123",
            title: "S",
            options: { Size: "S" },
            weightGrams: 227,
            barcode: "4006381333931",
            imageUrl: "/tee-s.jpg",
            requiresShipping: false,
            taxable: false,
            taxCode: "txcd_1",
            inventoryPolicy: "continue",
            price: 1990,
            compareAtPrice: 2500,
            quantity: 3,
            metadata: {
              "Variant Grams": "226.8",
              "Variant Inventory Tracker": "shopify",
              "Variant Fulfillment Service": "manual",
              "Variant Weight Unit": "oz",
              "Cost per item": "7.25",
              "Price / International": "22",
            },
          },
        ],
        lines: [2],
        complete: true,
      },
    ]);
  });

  it.each([
    [{}, "active"],
    [{ Published: "false" }, "draft"],
    [{ Published: "true", Status: "Archived" }, "archived"],
    [{ Published: "false", Status: "active" }, "active"],
    [{ Published: "true", Status: "" }, "active"],
  ])("takes the status from %j", (columns, status) => {
    expect(parse([{ ...POT, ...columns }]).products).toMatchObject([{ status }]);
  });

  it("makes a branch of categories out of Product Category when there is no Type", () => {
    const { products } = parse([{ ...POT, "Product Category": "Home & Garden > Décor > Vases" }]);
    expect(products[0]?.categories).toEqual([
      { slug: "home-garden", name: "Home & Garden", parent: null },
      { slug: "home-garden-decor", name: "Décor", parent: "home-garden" },
      { slug: "home-garden-decor-vases", name: "Vases", parent: "home-garden-decor" },
    ]);
  });

  it("tells categories apart that have neither a letter nor a digit, or very long names", () => {
    const path = ["A", "!!!", "x".repeat(200), "x".repeat(201)].join(" > ");
    const categories = parse([{ ...POT, "Product Category": path }]).products[0]?.categories ?? [];
    expect(categories).toHaveLength(4);
    expect(new Set(categories.map(({ slug }) => slug)).size).toBe(4);
    expect(categories.map(({ parent }) => parent)).toEqual([
      null,
      ...categories.slice(0, 3).map(({ slug }) => slug),
    ]);
  });

  it("orders images by position, keeps those without one in place, and lists each address once", () => {
    const image = (src: string, position = "") => ({
      Handle: "pot",
      "Image Src": src,
      "Image Position": position,
    });
    const { products, errors } = parse([
      { ...POT, "Image Src": "/3.jpg", "Image Position": "3" },
      image("/1.jpg", "1"),
      image("/1b.jpg"),
      { ...image("/3.jpg", "4"), "Image Alt Text": "Three" },
    ]);
    expect(errors).toEqual([]);
    expect(products[0]?.media).toEqual([
      { url: "/1.jpg", alt: "" },
      { url: "/1b.jpg", alt: "" },
      { url: "/3.jpg", alt: "Three" },
    ]);
    expect(products[0]?.variants).toHaveLength(1);
  });

  it("keeps what a later row says otherwise than the product", () => {
    const mpn = "Google Shopping / MPN";
    const { products } = parse([
      { ...(SIZES[0] as Row), [mpn]: "A", Vendor: "V" },
      { ...(SIZES[1] as Row), [mpn]: "B", Vendor: "V" },
      { Handle: "pot", "Image Src": "/1.jpg", "Custom Column": "kept" },
    ]);
    expect(products[0]?.attributes).toEqual({ mpn: "A" });
    expect(products[0]?.variants[1]?.metadata).toEqual({ [mpn]: "B" });
    expect(products[0]?.metadata).toEqual({ "Custom Column": "kept" });
  });

  it("takes the product's fields from the first row with a good title, and drops only the bad rows", () => {
    const rows = [
      { Handle: "pot", "Option1 Value": "Small", "Variant Price": "1" },
      { ...POT, Published: "maybe", "Option1 Name": "Size", "Option1 Value": "Medium" },
      { ...POT, Title: "Good Pot", "Option1 Name": "Size", "Option1 Value": "Large" },
    ];
    const { products, errors } = parse(rows);
    expect(errors).toMatchObject([{ line: 3, code: "invalid_published" }]);
    expect(products).toMatchObject([
      {
        name: "Good Pot",
        complete: false,
        variants: [{ title: "Small" }, { title: "Large" }],
        lines: [2, 4],
      },
    ]);
  });

  it("refuses all rows of a product that has no title or no good variant", () => {
    expect(
      codes([
        { Handle: "a", "Variant Price": "1" },
        { Handle: "a", "Image Src": "/a.jpg" },
        { ...POT, "Variant Price": "-1" },
        { Handle: "pot", "Image Src": "/p.jpg" },
      ]),
    ).toEqual(["2 title_missing", "3 product_refused", "4 invalid_price", "5 product_refused"]);
  });
});

describe("options and SKUs", () => {
  it("takes Title / Default Title for a product without options", () => {
    const { products } = parse([{ ...POT, "Option1 Name": "Title", "Option1 Value": "Default Title" }]);
    expect(products[0]).toMatchObject({ options: [], variants: [{ title: "Default", options: {} }] });
  });

  it("takes an option named Title with values of its own for an option", () => {
    const { products } = parse([
      { ...POT, "Option1 Name": "Title", "Option1 Value": "Paperback" },
      { Handle: "pot", "Option1 Value": "Hardcover", "Variant Price": "2" },
    ]);
    expect(products[0]?.options).toEqual([{ name: "Title", values: ["Paperback", "Hardcover"] }]);
  });

  it("combines up to three options", () => {
    const options = (a: string, b: string, c: string) => ({
      "Option1 Value": a,
      "Option2 Value": b,
      "Option3 Value": c,
      "Variant Price": "1",
    });
    const names = { "Option1 Name": "Size", "Option2 Name": "__proto__", "Option3 Name": "Fit" };
    const { products, errors } = parse([
      { ...POT, ...names, ...options("S", "Red", "Slim") },
      { Handle: "pot", ...options("S", "Blue", "Slim") },
    ]);
    expect(errors).toEqual([]);
    expect(products[0]?.options.map(({ name, values }) => [name, values])).toEqual([
      ["Size", ["S"]],
      ["__proto__", ["Red", "Blue"]],
      ["Fit", ["Slim"]],
    ]);
    expect(products[0]?.variants[1]?.title).toBe("S / Blue / Slim");
  });

  it("refuses a second variant with the same options, and a second row with the same SKU", () => {
    const again = SIZES[1] as Row;
    expect(codes([...SIZES, again])).toEqual(["4 duplicate_variant"]);
    expect(
      codes([
        { ...POT, "Variant SKU": "A" },
        { ...POT, Handle: "mug", "Variant SKU": "A" },
      ]),
    ).toEqual(["3 duplicate_sku"]);
  });

  it("generates the same SKUs every time, unlike all others in the file", () => {
    const rows = [
      ...SIZES,
      { ...POT, Handle: "pot-small" },
      { ...POT, Handle: "mug", "Variant SKU": "POT-LARGE" },
      { ...POT, Handle: "Crème Brûlée" },
    ];
    const skus = () =>
      parse(rows).products.flatMap(({ variants }) => variants.map(({ generatedSku }) => generatedSku));
    expect(skus()).toEqual(["POT-SMALL", "POT-LARGE-2", "POT-SMALL-2", "POT-LARGE", "CREME-BRULEE"]);
    expect(skus()).toEqual(skus());
    expect(parse(rows).products[0]?.variants[0]?.sku).toBeNull();
  });

  it.each([
    [{ "Option1 Value": "Small" }, "invalid_options"],
    [{ "Option1 Name": "Size" }, "invalid_options"],
    [{ "Option1 Name": "Size", "Option1 Value": "S", "Option2 Value": "Red" }, "invalid_options"],
    [
      { "Option1 Name": "A", "Option1 Value": "S", "Option2 Name": "A", "Option2 Value": "M" },
      "invalid_options",
    ],
    [{ "Option4 Name": "D", "Option4 Value": "x" }, "too_many_options"],
  ])("refuses a row with the options %j", (options, code) => {
    expect(codes([{ ...POT, ...options }])).toEqual([`2 ${code}`]);
  });

  it("refuses a later row that gives an option another name", () => {
    expect(
      codes([
        ...SIZES,
        { Handle: "pot", "Option1 Name": "Color", "Option1 Value": "Red", "Variant Price": "1" },
      ]),
    ).toEqual(["4 invalid_options"]);
  });
});

describe("what a row may hold", () => {
  it.each<[Row, string]>([
    [{ Handle: "" }, "handle_missing"],
    [{ Handle: "!!!" }, "invalid_handle"],
    [{ Handle: "x".repeat(256) }, "field_too_long"],
    [{ "Variant Price": "" }, "price_missing"],
    [{ "Variant Price": "-1" }, "invalid_price"],
    [{ "Variant Price": "free" }, "invalid_price"],
    [{ "Variant Price": "1,299.00" }, "invalid_price"],
    [{ "Variant Price": "$5" }, "invalid_price"],
    [{ "Variant Price": "1e3" }, "invalid_price"],
    [{ "Variant Price": "1.999" }, "invalid_price"],
    [{ "Variant Price": "9999999999" }, "invalid_price"],
    [{ "Variant Price": "5000000000.01" }, "invalid_price"],
    [{ "Variant Compare At Price": "abc" }, "invalid_compare_at_price"],
    [{ "Variant Compare At Price": "5000000000.01" }, "invalid_compare_at_price"],
    [{ "Variant Grams": "-1" }, "invalid_weight"],
    [{ "Variant Grams": "heavy" }, "invalid_weight"],
    [{ "Variant Inventory Qty": "1.5" }, "invalid_quantity"],
    [{ "Variant Inventory Qty": "-2" }, "invalid_quantity"],
    [{ "Variant Inventory Qty": "99999999999" }, "invalid_quantity"],
    [{ "Variant Inventory Policy": "maybe" }, "invalid_inventory_policy"],
    [{ "Variant Requires Shipping": "ja" }, "invalid_requires_shipping"],
    [{ "Variant Taxable": "1" }, "invalid_taxable"],
    [{ Published: "yes" }, "invalid_published"],
    [{ Status: "live" }, "invalid_status"],
    [{ "Image Src": "javascript:alert(1)" }, "invalid_image_url"],
    [{ "Image Src": "pot.jpg" }, "invalid_image_url"],
    [{ "Variant Image": "https://" }, "invalid_image_url"],
    [{ "Image Src": "/a.jpg", "Image Position": "first" }, "invalid_image_position"],
    [{ Title: "x".repeat(256) }, "field_too_long"],
    [{ "Body (HTML)": "x".repeat(100_001) }, "field_too_long"],
    [{ "Variant SKU": "x".repeat(256) }, "field_too_long"],
    [{ "Some Metafield": "x".repeat(100_001) }, "field_too_long"],
    [{ Tags: "x".repeat(256) }, "invalid_tags"],
  ])("refuses %j", (columns, code) => {
    const { products, errors } = parse([
      { ...POT, ...columns },
      { ...POT, Handle: "good" },
    ]);
    expect(errors).toEqual([{ line: 2, code, message: expect.any(String) as string }]);
    expect(errors[0]?.message.length).toBeLessThan(200);
    expect(products.map(({ slug }) => slug)).toEqual(["good"]);
  });

  it("refuses a row with neither a variant nor an image", () => {
    expect(codes([POT, { Handle: "pot", Vendor: "V" }])).toEqual(["3 empty_row"]);
  });

  it("reads prices by the decimals of the currency", () => {
    const price = (text: string, currency: string) =>
      parse([{ ...POT, "Variant Price": text }], currency).products[0]?.variants[0]?.price;
    expect(price("42.00", "USD")).toBe(4200);
    expect(price("0", "USD")).toBe(0);
    expect(price("500.00", "JPY")).toBe(500);
    expect(price("1.234", "KWD")).toBe(1234);
    expect(price("5000000000.00", "USD")).toBe(500_000_000_000);
    expect(price("500000000000", "JPY")).toBe(500_000_000_000);
    expect(codes([{ ...POT, "Variant Price": "500.50" }], "JPY")).toEqual(["2 invalid_price"]);
  });

  it("takes oversold stock of a variant that goes on selling for none, and tells blank from none", () => {
    const quantity = (columns: Row) => parse([{ ...POT, ...columns }]).products[0]?.variants[0]?.quantity;
    expect(quantity({ "Variant Inventory Qty": "-3", "Variant Inventory Policy": "continue" })).toBe(0);
    expect(quantity({ "Variant Inventory Qty": "0" })).toBe(0);
    expect(quantity({ "Variant Inventory Qty": "" })).toBeNull();
  });
});

describe("slugs", () => {
  it.each([
    ["clay-plant-pot", "clay-plant-pot"],
    ["pot--2_b-", "pot--2_b-"],
    ["Crème & Brûlée!", "creme-brulee"],
    ["日本語", "日本語"],
    [" / ", ""],
  ])("%j becomes %j", (text, slug) => {
    expect(slugify(text)).toBe(slug);
  });
});
