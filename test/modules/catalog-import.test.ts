import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { createCtx } from "../../src/platform/ctx.ts";
import { importProducts } from "../../src/modules/catalog-files/import-products.ts";
import { beforeBatchWith } from "../support/failing-env.ts";

const HEADER =
  "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams," +
  "Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price," +
  "Image Src,Image Position,Gift Card,Google Shopping / Gender,Variant Image,Variant Weight Unit";

function ctxOf() {
  return createCtx(env, { kind: "system", job: "test" }, { waitUntil: () => undefined });
}

/** Imports rows, each an object of the columns that are not blank. */
function importRows(
  rows: readonly Record<string, string>[],
  options: { dryRun?: boolean; currency?: string } = {},
) {
  return importProducts(ctxOf(), {
    csv: csvOf(rows),
    currency: options.currency ?? "USD",
    dryRun: options.dryRun ?? false,
  });
}

function csvOf(rows: readonly Record<string, string>[]): string {
  const columns = HEADER.split(",");
  return [
    HEADER,
    ...rows.map((row) => columns.map((column) => `"${(row[column] ?? "").replaceAll('"', '""')}"`).join(",")),
  ].join("\n");
}

async function all<Row>(sql: string, ...values: unknown[]): Promise<Row[]> {
  const { results } = await env.DB.prepare(sql)
    .bind(...values)
    .all<Row>();
  return results;
}

async function one<Value>(sql: string, ...values: unknown[]): Promise<Value | undefined> {
  return (await all<{ value: Value }>(sql, ...values))[0]?.value;
}

interface Variant {
  id: string;
  sku: string;
  title: string;
  archived: number;
  amount: number;
  available: number;
}

function variantsOf(slug: string): Promise<Variant[]> {
  return all<Variant>(
    `SELECT v.id, v.sku, v.title, v.archived_at IS NOT NULL AS archived, vp.amount, s.on_hand - s.reserved AS available
     FROM products p JOIN product_variants v ON v.product_id = p.id
       LEFT JOIN variant_prices vp ON vp.variant_id = v.id AND vp.currency = 'USD'
       LEFT JOIN stock_levels s ON s.variant_id = v.id
     WHERE p.slug = ? ORDER BY v.position`,
    slug,
  );
}

/** A product with a row for each size; SKUs like POT-S. */
function product(
  slug: string,
  sizes: readonly string[],
  changes: Record<string, string> = {},
): Record<string, string>[] {
  return sizes.map((size, index) => ({
    Handle: slug,
    ...(index === 0 && {
      Title: `The ${slug}`,
      "Option1 Name": "Size",
      Type: "Garden",
      Vendor: "Company 123",
    }),
    "Option1 Value": size,
    "Variant SKU": `${slug}-${size}`.toUpperCase(),
    "Variant Grams": "100",
    "Variant Inventory Qty": "5",
    "Variant Price": "9.99",
    ...changes,
  }));
}

let counter = 0;
/** A handle that no other test uses. */
function handle(): string {
  counter += 1;
  return `pot-${counter}-${crypto.randomUUID().slice(0, 8)}`;
}

describe("importing products", () => {
  it("maps a product with variants, media, attributes, category, tags and the rest of its columns", async () => {
    const slug = handle();
    const [first, second] = product(slug, ["Small", "Large"]);
    const report = await importRows([
      {
        ...first,
        "Body (HTML)": "<p>Clay,\n“good”</p>",
        Tags: "Pot, Plants",
        "Image Src": "https://example.com/2.jpg",
        "Image Position": "2",
        "Gift Card": "false",
        "Google Shopping / Gender": "unisex",
        "Variant Inventory Tracker": "shopify",
        "Variant Image": "/large.jpg",
        "Variant Weight Unit": "kg",
        "Variant Compare At Price": "12",
      },
      { ...second, "Variant Inventory Policy": "continue" },
      { Handle: slug, "Image Src": "/1.jpg", "Image Position": "1" },
    ]);
    expect(report).toEqual({ created: 1, updated: 0, unchanged: 0, failed: 0, errors: [] });
    const [row] = await all<Record<string, unknown>>("SELECT * FROM products WHERE slug = ?", slug);
    expect(row).toMatchObject({
      name: `The ${slug}`,
      description: "<p>Clay,\n“good”</p>",
      vendor: "Company 123",
      status: "active",
      tags: '["Pot","Plants"]',
      metadata: '{"shopify":{"Gift Card":"false"}}',
      version: 1,
    });
    const id = row?.["id"];
    expect(
      await all("SELECT position, name, option_values FROM product_options WHERE product_id = ?", id),
    ).toEqual([{ position: 1, name: "Size", option_values: '["Small","Large"]' }]);
    expect(
      await all("SELECT position, url FROM product_media WHERE product_id = ? ORDER BY position", id),
    ).toEqual([
      { position: 1, url: "/1.jpg" },
      { position: 2, url: "https://example.com/2.jpg" },
    ]);
    expect(await all("SELECT name, value FROM product_attributes WHERE product_id = ?", id)).toEqual([
      { name: "gender", value: "unisex" },
    ]);
    expect(
      await all(
        "SELECT c.slug, c.name FROM product_categories pc JOIN categories c ON c.id = pc.category_id WHERE product_id = ?",
        id,
      ),
    ).toEqual([{ slug: "garden", name: "Garden" }]);
    const [variant] = await all<Record<string, unknown>>(
      "SELECT v.*, amount, compare_at_amount FROM product_variants v JOIN variant_prices ON variant_id = v.id WHERE product_id = ? ORDER BY position",
      id,
    );
    expect(variant).toMatchObject({
      title: "Small",
      options: '{"Size":"Small"}',
      weight_grams: 100,
      image_url: "/large.jpg",
      requires_shipping: 1,
      taxable: 1,
      inventory_policy: "deny",
      amount: 999,
      compare_at_amount: 1200,
      metadata: '{"shopify":{"Variant Inventory Tracker":"shopify","Variant Weight Unit":"kg"}}',
    });
    expect(
      await all(
        "SELECT on_hand, reserved, backorder FROM stock_levels WHERE variant_id = ?",
        variant?.["id"],
      ),
    ).toEqual([{ on_hand: 5, reserved: 0, backorder: 0 }]);
    expect(
      await all("SELECT delta, kind, actor_id FROM stock_movements WHERE variant_id = ?", variant?.["id"]),
    ).toEqual([{ delta: 5, kind: "import", actor_id: "test" }]);
  });

  it("changes nothing when the same file comes again", async () => {
    const slug = handle();
    const rows = [...product(slug, ["S", "M"]), ...product(handle(), ["One"])];
    await importRows(rows);
    const before = await all("SELECT id, version, updated_at FROM products ORDER BY id");
    const movements = await one("SELECT COUNT(*) AS value FROM stock_movements");
    expect(await importRows(rows)).toEqual({ created: 0, updated: 0, unchanged: 2, failed: 0, errors: [] });
    expect(await all("SELECT id, version, updated_at FROM products ORDER BY id")).toEqual(before);
    expect(await one("SELECT COUNT(*) AS value FROM stock_movements")).toBe(movements);
  });

  it("updates only the product whose price changed, and keeps the ids of its variants", async () => {
    const [slug, other] = [handle(), handle()];
    await importRows([...product(slug, ["S", "M"]), ...product(other, ["S"])]);
    const before = await variantsOf(slug);
    const report = await importRows([
      ...product(slug, ["S", "M"], { "Variant Price": "12.50" }),
      ...product(other, ["S"]),
    ]);
    expect(report).toMatchObject({ created: 0, updated: 1, unchanged: 1 });
    expect(await variantsOf(slug)).toEqual(before.map((variant) => ({ ...variant, amount: 1250 })));
    expect(await one("SELECT version AS value FROM products WHERE slug = ?", slug)).toBe(2);
    expect(await one("SELECT version AS value FROM products WHERE slug = ?", other)).toBe(1);
  });

  it("archives a variant that left the file and brings it back under its id", async () => {
    const slug = handle();
    await importRows(product(slug, ["S", "M"]));
    const [small, medium] = await variantsOf(slug);
    await importRows(product(slug, ["S"]));
    expect(await variantsOf(slug)).toMatchObject([
      { id: small?.id, archived: 0 },
      { id: medium?.id, archived: 1 },
    ]);
    expect(
      await one(
        "SELECT option_values AS value FROM product_options o JOIN products p ON p.id = product_id WHERE slug = ?",
        slug,
      ),
    ).toBe('["S"]');
    expect(await importRows(product(slug, ["S", "M"]))).toMatchObject({ updated: 1 });
    expect(await variantsOf(slug)).toMatchObject([
      { id: small?.id, archived: 0 },
      { id: medium?.id, archived: 0 },
    ]);
  });

  it("takes no variant off sale because its row was refused", async () => {
    const slug = handle();
    await importRows(product(slug, ["S", "M"]));
    const [small, medium] = product(slug, ["S", "M"]);
    const report = await importRows([
      { ...small, "Variant Price": "8" },
      { ...medium, "Variant Price": "abc" },
    ]);
    expect(report).toMatchObject({ updated: 1, failed: 1, errors: [{ line: 3, code: "invalid_price" }] });
    expect(await variantsOf(slug)).toMatchObject([
      { amount: 800, archived: 0 },
      { amount: 999, archived: 0 },
    ]);
    expect(
      await one(
        "SELECT option_values AS value FROM product_options o JOIN products p ON p.id = product_id WHERE slug = ?",
        slug,
      ),
    ).toBe('["S","M"]');
  });

  it("recognises a variant by its SKU when its option value was renamed, and lets two variants swap their SKUs", async () => {
    const slug = handle();
    await importRows(product(slug, ["S", "M"]));
    const [small, medium] = await variantsOf(slug);
    const [first, second] = product(slug, ["S", "M"]);
    await importRows([{ ...first, "Option1 Value": "Small" }, second ?? {}]);
    expect(await variantsOf(slug)).toMatchObject([
      { id: small?.id, title: "Small", archived: 0 },
      { id: medium?.id, title: "M", archived: 0 },
    ]);
    const report = await importRows([
      { ...first, "Option1 Value": "Small", "Variant SKU": medium?.sku ?? "" },
      { ...second, "Variant SKU": small?.sku ?? "" },
    ]);
    expect(report).toMatchObject({ updated: 1, failed: 0 });
    expect(await variantsOf(slug)).toMatchObject([
      { id: small?.id, sku: medium?.sku },
      { id: medium?.id, sku: small?.sku },
    ]);
  });

  it("keeps the SKU that it generated when the file still has none", async () => {
    const slug = handle();
    const blank = { "Variant SKU": "" };
    await importRows(product(slug, ["S", "M"], blank));
    const before = await variantsOf(slug);
    expect(before.map(({ sku }) => sku)).toEqual([`${slug}-S`, `${slug}-M`].map((sku) => sku.toUpperCase()));
    expect(await importRows(product(slug, ["S", "M"], blank))).toMatchObject({ unchanged: 1 });
    await importRows([...product(slug, ["XS", "S", "M"], { ...blank, "Variant Price": "1" })]);
    const after = await variantsOf(slug);
    expect(after.slice(1).map(({ id, sku }) => ({ id, sku }))).toEqual(
      before.map(({ id, sku }) => ({ id, sku })),
    );
  });

  it("writes nothing in a dry run and reports the same", async () => {
    const [slug, fresh] = [handle(), handle()];
    await importRows(product(slug, ["S"]));
    const rows = [
      ...product(slug, ["S", "M"]),
      ...product(fresh, ["S"]),
      { Handle: fresh, "Option1 Value": "M" },
    ];
    const tables = ["products", "product_variants", "stock_movements", "outbox", "audit_log", "categories"];
    const count = () =>
      Promise.all(tables.map((table) => one<number>(`SELECT COUNT(*) AS value FROM ${table}`)));
    const before = await count();
    const dry = await importRows(rows, { dryRun: true });
    expect(dry).toMatchObject({
      created: 1,
      updated: 1,
      unchanged: 0,
      failed: 1,
      errors: [{ line: 5, code: "price_missing" }],
    });
    expect(await count()).toEqual(before);
    expect(await importRows(rows)).toEqual(dry);
  });

  it("refuses the row of a SKU that another product has, and only that row", async () => {
    const [slug, thief] = [handle(), handle()];
    await importRows(product(slug, ["S"]));
    const sku = `${slug}-S`.toUpperCase();
    const [own, stolen] = product(thief, ["A", "B"]);
    const report = await importRows([
      own ?? {},
      { ...stolen, "Variant SKU": sku },
      ...product(handle(), ["A"]),
    ]);
    expect(report).toMatchObject({ created: 2, failed: 1, errors: [{ line: 3, code: "sku_taken" }] });
    expect(await variantsOf(thief)).toMatchObject([{ title: "A" }]);
    expect(
      await importRows(product(handle(), ["S"]).map((row) => ({ ...row, "Variant SKU": sku }))),
    ).toMatchObject({
      created: 0,
      failed: 1,
      errors: [{ line: 2, code: "sku_taken" }],
    });
  });

  it("gives a variant without a SKU another one when its own would be another product's", async () => {
    const [slug, other] = [handle(), handle()];
    await importRows(product(other, ["S"], { "Variant SKU": `${slug}-S`.toUpperCase() }));
    const rows = product(slug, ["S"], { "Variant SKU": "" });
    expect(await importRows(rows)).toMatchObject({ created: 1, failed: 0 });
    expect((await variantsOf(slug))[0]?.sku).toMatch(new RegExp(`^${slug}-S-[A-Z0-9]+$`, "i"));
    expect(await importRows(rows)).toMatchObject({ unchanged: 1 });
  });

  it("sets the stock to the file's figure after a sale, beside what orders hold", async () => {
    const slug = handle();
    const rows = product(slug, ["S"]);
    await importRows(rows);
    const [variant] = await variantsOf(slug);
    await env.DB.prepare("UPDATE stock_levels SET on_hand = 4, reserved = 1 WHERE variant_id = ?")
      .bind(variant?.id)
      .run();
    expect(await importRows(rows)).toMatchObject({ updated: 1 });
    expect(await all("SELECT on_hand, reserved FROM stock_levels WHERE variant_id = ?", variant?.id)).toEqual(
      [{ on_hand: 6, reserved: 1 }],
    );
    expect(
      await all(
        "SELECT delta FROM stock_movements WHERE variant_id = ? ORDER BY created_at, id",
        variant?.id,
      ),
    ).toMatchObject([{ delta: 5 }, { delta: 2 }]);
    expect(await importRows(rows)).toMatchObject({ unchanged: 1 });
  });

  it("leaves the stock alone where the quantity is blank, and starts new variants at none", async () => {
    const slug = handle();
    await importRows(product(slug, ["S"]));
    const blank = { "Variant Inventory Qty": "", "Variant Inventory Policy": "continue" };
    expect(await importRows(product(slug, ["S", "M"], blank))).toMatchObject({ updated: 1 });
    expect(await variantsOf(slug)).toMatchObject([{ available: 5 }, { available: 0 }]);
    expect(
      await all(
        "SELECT backorder FROM stock_levels s JOIN product_variants v ON v.id = variant_id JOIN products p ON p.id = product_id WHERE slug = ?",
        slug,
      ),
    ).toEqual([{ backorder: 1 }, { backorder: 1 }]);
    expect(await importRows(product(slug, ["S", "M"], blank))).toMatchObject({ unchanged: 1 });
  });

  it("refuses the row that ends back-orders while more is promised than there is, and only that row", async () => {
    const [slug, other] = [handle(), handle()];
    const open = { "Variant Inventory Policy": "continue", "Variant Inventory Qty": "0" };
    await importRows(product(slug, ["S", "M"], open));
    const [promised] = await variantsOf(slug);
    const promise = "UPDATE stock_levels SET reserved = 2 WHERE variant_id = ?";
    await env.DB.prepare(promise).bind(promised?.id).run();
    const ended = {
      "Variant Inventory Policy": "deny",
      "Variant Inventory Qty": "",
      "Variant Price": "7.77",
    };
    const rows = [...product(slug, ["S", "M"], ended), ...product(other, ["S"])];
    const refused = { failed: 1, errors: [{ line: 2, code: "units_promised" }] };
    expect(await importRows(rows, { dryRun: true })).toMatchObject({ created: 1, updated: 1, ...refused });
    expect(await importRows(rows)).toMatchObject({ created: 1, updated: 1, ...refused });
    expect(await variantsOf(slug)).toMatchObject([
      { id: promised?.id, amount: 999, archived: 0, available: -2 },
      { amount: 777, archived: 0, available: 0 },
    ]);
    const covered = product(slug, ["S", "M"], { ...ended, "Variant Inventory Qty": "1" });
    expect(await importRows(covered)).toMatchObject({ updated: 1, failed: 0 });
    expect(await variantsOf(slug)).toMatchObject([{ amount: 777, available: 1 }, { available: 1 }]);
  });

  it("decides anew when an order promises units while the file ends back-orders", async () => {
    const slug = handle();
    const open = { "Variant Inventory Policy": "continue", "Variant Inventory Qty": "0" };
    await importRows(product(slug, ["S"], open));
    const [variant] = await variantsOf(slug);
    const ended = { "Variant Inventory Policy": "deny", "Variant Inventory Qty": "" };
    const racing = beforeBatchWith(/UPDATE stock_levels/, () =>
      all("UPDATE stock_levels SET reserved = 1 WHERE variant_id = ?", variant?.id),
    );
    const ctx = createCtx(racing, { kind: "system", job: "test" }, { waitUntil: () => undefined });
    const csv = csvOf(product(slug, ["S"], ended));
    expect(await importProducts(ctx, { csv, currency: "USD", dryRun: false })).toMatchObject({
      updated: 0,
      errors: [{ line: 2, code: "units_promised" }],
    });
  });

  it("adds prices in another currency beside those that are there", async () => {
    const slug = handle();
    await importRows(product(slug, ["S"]));
    expect(
      await importRows(product(slug, ["S"], { "Variant Price": "8.50" }), { currency: "EUR" }),
    ).toMatchObject({ updated: 1 });
    expect(
      await all(
        "SELECT currency, amount FROM variant_prices vp JOIN product_variants v ON v.id = variant_id JOIN products p ON p.id = product_id WHERE slug = ? ORDER BY currency",
        slug,
      ),
    ).toEqual([
      { currency: "EUR", amount: 850 },
      { currency: "USD", amount: 999 },
    ]);
  });

  it("tells of the changed products and leaves an audit entry", async () => {
    const slug = handle();
    const ctx = ctxOf();
    await importProducts(ctx, { csv: csvOf(product(slug, ["S"])), currency: "USD", dryRun: false });
    const id = await one<string>("SELECT id AS value FROM products WHERE slug = ?", slug);
    expect(
      await one(
        "SELECT COUNT(*) AS value FROM outbox WHERE type = 'product.changed' AND payload = ?",
        JSON.stringify({ product_ids: [id] }),
      ),
    ).toBe(1);
    expect(
      await all("SELECT action, entity, after FROM audit_log WHERE entity_id = ?", ctx.requestId),
    ).toEqual([
      {
        action: "product.import",
        entity: "catalog",
        after: '{"currency":"USD","created":1,"updated":0,"unchanged":0}',
      },
    ]);
  });

  it("builds the branch of the category tree once, whoever comes first", async () => {
    const columns = "Handle,Title,Product Category,Variant Price";
    const csv = (slug: string, category: string) => `${columns}\n${slug},A,${category},1`;
    const top = handle();
    for (const path of [`${top} > Clothing`, `${top} > Clothing > Shirts`]) {
      await importProducts(ctxOf(), { csv: csv(handle(), path), currency: "USD", dryRun: false });
    }
    expect(
      await all(
        "SELECT c.slug, c.name, p.slug AS parent, (SELECT COUNT(*) FROM product_categories WHERE category_id = c.id) AS products FROM categories c LEFT JOIN categories p ON p.id = c.parent_id WHERE c.slug LIKE ? ORDER BY length(c.slug)",
        `${top}%`,
      ),
    ).toEqual([
      { slug: top, name: top, parent: null, products: 0 },
      { slug: `${top}-clothing`, name: "Clothing", parent: top, products: 1 },
      { slug: `${top}-clothing-shirts`, name: "Shirts", parent: `${top}-clothing`, products: 1 },
    ]);
  });

  it("imports a file of 2,000 rows, and again without a change", async () => {
    const stem = handle();
    const rows = Array.from({ length: 1000 }, (_, index) =>
      product(`${stem}-${index}`, ["S", "M"], { "Body (HTML)": "x".repeat(500) }),
    ).flat();
    expect(await importRows(rows)).toEqual({
      created: 1000,
      updated: 0,
      unchanged: 0,
      failed: 0,
      errors: [],
    });
    expect(await one("SELECT COUNT(*) AS value FROM products WHERE slug LIKE ?", `${stem}-%`)).toBe(1000);
    expect(
      await one(
        "SELECT SUM(on_hand) AS value FROM stock_levels s JOIN product_variants v ON v.id = variant_id WHERE sku LIKE ?",
        `${stem}-%`,
      ),
    ).toBe(10_000);
    expect(await importRows(rows)).toMatchObject({ unchanged: 1000, updated: 0 });
  });

  it("leaves one set of products when the same file is imported several times at once", async () => {
    const stem = handle();
    const rows = Array.from({ length: 450 }, (_, index) => product(`${stem}-${index}`, ["S", "M"])).flat();
    const reports = await Promise.all([importRows(rows), importRows(rows), importRows(rows)]);
    expect(reports.map(({ failed }) => failed)).toEqual([0, 0, 0]);
    expect(reports.reduce((sum, { created }) => sum + created, 0)).toBe(450);
    expect(await one("SELECT COUNT(*) AS value FROM product_variants WHERE sku LIKE ?", `${stem}-%`)).toBe(
      900,
    );
    expect(await importRows(rows)).toMatchObject({ unchanged: 450 });
  });

  it("survives rows that are as large as the limits allow", async () => {
    const rows = Array.from({ length: 12 }, () =>
      product(handle(), ["S"], { "Body (HTML)": '"<\u00e9'.repeat(33_000) }),
    ).flat();
    expect(await importRows(rows)).toMatchObject({ created: 12, failed: 0 });
  });

  it("needs the permission product:manage", async () => {
    const guest = createCtx(env, { kind: "guest" }, { waitUntil: () => undefined });
    const work = importProducts(guest, { csv: csvOf([]), currency: "USD", dryRun: true });
    await expect(work).rejects.toMatchObject({ code: "auth.required" });
  });
});
