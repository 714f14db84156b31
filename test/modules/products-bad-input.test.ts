import { describe, expect, it } from "vitest";
import { api, asStaff, eventsDelivered, value } from "../support/api.ts";
import { getProduct } from "../support/catalog.ts";
import { makeProduct, manage, pointersOf, readBack, usd } from "../support/products.ts";
import { unique } from "../support/shop.ts";

const SIZE = { name: "Size", values: ["S", "M"] };

/** Everything that a refused request must not have added to. */
async function written(): Promise<number> {
  return value(
    "SELECT (SELECT COUNT(*) FROM products) + (SELECT COUNT(*) FROM outbox) + (SELECT COUNT(*) FROM audit_log)",
  );
}

const ok = { name: "Thing", price: usd(1) };

const REFUSED: [string, Record<string, unknown>, string][] = [
  ["no name", { price: usd(1) }, "#/name"],
  ["an empty name", { ...ok, name: "  " }, "#/name"],
  ["a long name", { ...ok, name: "x".repeat(256) }, "#/name"],
  ["a NUL in the name", { ...ok, name: "a\0b" }, "#/name"],
  ["half a character", { ...ok, description: "\ud800" }, "#/description"],
  ["no price", { name: "Thing" }, "#/price"],
  ["a price of -1", { ...ok, price: usd(-1) }, "#/price/amount"],
  ["a price of 12.5", { ...ok, price: usd(12.5) }, "#/price/amount"],
  ["a price of 10^15", { ...ok, price: usd(1e15) }, "#/price/amount"],
  ["a price above the largest", { ...ok, price: usd(500_000_000_001) }, "#/price/amount"],
  ["a price as text", { ...ok, price: "19.99" }, "#/price"],
  ["a currency that is not sold", { ...ok, price: { amount: 1, currency: "XAF" } }, "#/price/currency"],
  ["a currency that is none", { ...ok, price: { amount: 1, currency: "usd" } }, "#/price/currency"],
  [
    "another currency to compare",
    { ...ok, compare_at_price: { amount: 1, currency: "EUR" } },
    "#/compare_at_price",
  ],
  ["a status that is none", { ...ok, status: "sold" }, "#/status"],
  ["two answers to one question", { ...ok, status: "draft", is_active: true }, "#/is_active"],
  ["publish_at that is no time", { ...ok, publish_at: "tomorrow" }, "#/publish_at"],
  [
    "publish_at of what is active",
    { ...ok, status: "active", publish_at: "2099-01-01T00:00:00Z" },
    "#/publish_at",
  ],
  ["a slug with a slash", { ...ok, slug: "a/b" }, "#/slug"],
  ["a slug in capitals", { ...ok, slug: "Thing" }, "#/slug"],
  ["a slug that is an id", { ...ok, slug: "01900000-0000-7000-8000-00000000dead" }, "#/slug"],
  [
    "a script as an image",
    { ...ok, variants: [{ price: usd(1), image_url: "javascript:alert(1)" }] },
    "#/variants/0/image_url",
  ],
  [
    "another host's image by //",
    { ...ok, variants: [{ price: usd(1), image_url: "//evil.example" }] },
    "#/variants/0/image_url",
  ],
  [
    "a negative weight",
    { name: "x", variants: [{ price: usd(1), weight_grams: -1 }] },
    "#/variants/0/weight_grams",
  ],
  ["a variant's price of -1", { name: "x", variants: [{ price: usd(-1) }] }, "#/variants/0/price/amount"],
  ["a variant without a price", { name: "x", variants: [{ sku: "X" }] }, "#/variants/0/price"],
  [
    "a variant that it has not",
    { name: "x", variants: [{ id: "01900000-0000-7000-8000-00000000dead", price: usd(1) }] },
    "#/variants/0/id",
  ],
  ["no variants", { name: "x", variants: [] }, "#/variants"],
  ["251 variants", { name: "x", variants: Array(251).fill({ price: usd(1) }) }, "#/variants"],
  ["variants and a price", { ...ok, variants: [{ price: usd(1) }] }, "#/price"],
  [
    "the same SKU twice",
    {
      name: "x",
      options: [SIZE],
      variants: [
        { sku: "X", options: { Size: "S" }, price: usd(1) },
        { sku: "X", options: { Size: "M" }, price: usd(1) },
      ],
    },
    "#/variants/1/sku",
  ],
  [
    "the same options twice",
    {
      name: "x",
      options: [SIZE],
      variants: [
        { options: { Size: "S" }, price: usd(1) },
        { options: { Size: "S" }, price: usd(1) },
      ],
    },
    "#/variants/1/options",
  ],
  ["options without variants", { ...ok, options: [SIZE] }, "#/variants"],
  [
    "101 options",
    { ...ok, options: Array.from({ length: 101 }, (_, index) => ({ ...SIZE, name: `${index}` })) },
    "#/options",
  ],
  [
    "101 values",
    { ...ok, options: [{ name: "Size", values: Array.from({ length: 101 }, (_, index) => `${index}`) }] },
    "#/options/0/values",
  ],
  [
    "an option named __proto__",
    { ...ok, options: [{ name: "__proto__", values: ["x"] }] },
    "#/options/0/name",
  ],
  [
    "the same currency twice",
    { name: "x", variants: [{ prices: [usd(1), usd(2)] }] },
    "#/variants/0/prices/1",
  ],
  [
    "prices that contradict",
    { name: "x", variants: [{ price: usd(1), prices: [usd(2)] }] },
    "#/variants/0/price",
  ],
  ["an unknown category", { ...ok, categories: ["no-such-category"] }, "#/categories/0"],
  ["a tag that is too long", { ...ok, tags: ["x".repeat(256)] }, "#/tags/0"],
  ["an attribute that is no text", { ...ok, attributes: { A: 1 } }, "#/attributes/A"],
  ["a member that is unknown", { ...ok, prize: 1 }, "#/prize"],
  ["metadata that is too long", { ...ok, metadata: { a: "x".repeat(100_001) } }, "#/metadata"],
  [
    "metadata that is too deep",
    { ...ok, metadata: JSON.parse(`{"a":${"[".repeat(60)}${"]".repeat(60)}}`) as unknown },
    "#/metadata",
  ],
];

describe("a product is refused for", () => {
  it.each(REFUSED)("%s, with a pointer, and nothing is written", async (_what, body, pointer) => {
    const before = await written();
    const answer = await manage("POST", "/products", body);
    expect(answer.status, JSON.stringify(answer.body).slice(0, 500)).toBe(422);
    expect(pointersOf(answer)).toContain(pointer);
    expect(await written()).toBe(before);
  });

  it("the same reasons when it is changed", async () => {
    const made = await makeProduct();
    // These are none: the product has a name, a price and a variant already.
    const only = new Set(["no name", "no price", "options without variants", "a variant without a price"]);
    for (const [what, body, pointer] of REFUSED.filter(([reason]) => !only.has(reason))) {
      const answer = await manage("PATCH", `/products/${made.id}`, body);
      expect(answer.status, what).toBe(422);
      expect(pointersOf(answer), what).toContain(pointer);
    }
    expect((await readBack(made.id)).version).toBe(1);
  });
});

describe("hostile but good input", () => {
  it("HTML in a description is stored as it is and shown without what a browser would run", async () => {
    const description = '<img src=x onerror="alert(1)"><script>alert(1)</script>';
    const made = await makeProduct({ description });
    await eventsDelivered();
    const seen = await getProduct(made.id);
    expect(seen.body.description).toBe('<img src="x">');
    const stored = await manage("GET", `/admin/products/${made.id}`);
    expect(stored.body).toMatchObject({ description });
    expect(seen.headers.get("Content-Type")).toBe("application/json; charset=UTF-8");
    expect(seen.headers.get("X-Content-Type-Options")).toBe("nosniff");
  });

  it("quotes, other scripts, emoji and members named like SQL or prototypes come back as they were", async () => {
    const name = `Robert'); DROP TABLE products;-- "急須" 🍵 ${unique("x")}`;
    const metadata = { "$.a": 1, "a.b": { "'": '"' }, constructor: { prototype: 1 }, "🍵": "\ud83c\udf75" };
    const made = await makeProduct({
      name,
      attributes: { "it's": '"quoted"', constructor: "x", "%": "_" },
      tags: ["a,b", "c'd"],
      metadata,
    });
    const read = await readBack(made.id);
    expect(read).toMatchObject({ name, metadata, tags: ["a,b", "c'd"] });
    expect(read.attributes).toEqual({ "it's": '"quoted"', constructor: "x", "%": "_" });
    expect(made.slug).not.toMatch(/['"; ]/);
  });

  it("a body of nothing but brackets is refused, not crashed on", async () => {
    const text = `{"name":"x","price":{"amount":1,"currency":"USD"},"metadata":{"a":${"[".repeat(500_000)}${"]".repeat(500_000)}}}`;
    const headers = { ...(await asStaff(["product:manage"])), "Content-Type": "application/json" };
    const answer = await api("POST", "/api/v1/products", { text, headers });
    expect([400, 422]).toContain(answer.status);
  });

  it("the largest product that is taken is written, read and shown", async () => {
    const values = (prefix: string, count: number) =>
      Array.from({ length: count }, (_, index) => `${prefix}${index}`);
    const answer = await manage("POST", "/products", {
      name: "x".repeat(255),
      status: "active",
      price: usd(500_000_000_000),
      description: "ü".repeat(100_000),
      options: [
        { name: "A", values: values("a", 25) },
        { name: "B", values: values("b", 10) },
      ],
      generate_variants: true,
      attributes: Object.fromEntries(values("attribute ", 250).map((each) => [each, "v".repeat(1_000)])),
      tags: values("tag ", 250),
      metadata: { a: "m".repeat(90_000) },
    });
    expect(answer.status, JSON.stringify(answer.body).slice(0, 300)).toBe(201);
    expect(answer.body.variants).toHaveLength(250);
    const changed = await manage("PATCH", `/products/${answer.body.id}`, {
      description: "ö".repeat(100_000),
    });
    expect(changed.status).toBe(200);
    await eventsDelivered();
    expect((await getProduct(answer.body.id)).body.variants).toHaveLength(250);
  });

  it("malformed ids and unknown products are 422 and 404", async () => {
    const unknown = "01900000-0000-7000-8000-00000000dead";
    for (const [method, path, body] of [
      ["PUT", "", ok],
      ["PATCH", "", {}],
      ["DELETE", "", undefined],
      ["GET", "/variants", undefined],
      ["POST", "/variants", { price: usd(1) }],
      ["PUT", "/options", { options: [] }],
      ["PUT", "/attributes", {}],
      ["PUT", "/related", { product_ids: [] }],
    ] as const) {
      expect((await manage(method, `/products/${unknown}${path}`, body)).status, `${method} ${path}`).toBe(
        404,
      );
      expect((await manage(method, `/products/not-an-id${path}`, body)).status, `${method} ${path}`).toBe(
        422,
      );
    }
  });
});
