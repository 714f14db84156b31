import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Category, Product } from "../../src/modules/catalog/catalog.schema.ts";
import { forgetIsolateMemory } from "../../src/platform/memory-cache.ts";
import { api, eventsDelivered, rows } from "../support/api.ts";
import { getProduct, importRows, listProducts } from "../support/catalog.ts";
import { makeVariant, placeOrder, readyCart, unique } from "../support/shop.ts";

/** A product as it is seen by id, by slug and in its list. */
async function seen(slug: string, id: string, category: string): Promise<(Product | undefined)[]> {
  const [byId, bySlug, list] = await Promise.all([
    getProduct(id),
    getProduct(slug),
    listProducts(`category=${category}`),
  ]);
  return [byId, bySlug]
    .map((each) => (each.status === 200 ? each.body : undefined))
    .concat(list.body.data[0]);
}

/** Asks three times: with this isolate's memory, then out of KV, then out of the read model. */
async function seenAtEachLevel(slug: string, id: string, category: string) {
  const warm = await seen(slug, id, category);
  forgetIsolateMemory();
  const fromKv = await seen(slug, id, category);
  const { keys } = await env.CATALOG_CACHE.list();
  await Promise.all(keys.map((key) => env.CATALOG_CACHE.delete(key.name)));
  forgetIsolateMemory();
  return [...warm, ...fromKv, ...(await seen(slug, id, category))];
}

async function makeProduct(changes: Record<string, string> = {}) {
  const slug = unique("fresh");
  const category = unique("shelf");
  const row = {
    Handle: slug,
    Title: slug,
    Type: category,
    Status: "active",
    "Variant SKU": slug,
    "Variant Inventory Qty": "20",
    "Variant Price": "10.00",
    ...changes,
  };
  await importRows([row]);
  const [found] = await rows<{ id: string }>("SELECT id FROM products WHERE slug = ?", slug);
  return { slug, category, row, id: String(found?.id) };
}

/** The version that all cached pages are checked against. */
function catalogVersion() {
  return env.SEARCH_DB.prepare("SELECT value FROM catalog_meta WHERE key = 'version'").first<string>("value");
}

describe("a changed product", () => {
  it("is seen changed by id, by slug and in lists, although all of them were cached before", async () => {
    const { slug, category, row, id } = await makeProduct();
    const before = await seenAtEachLevel(slug, id, category);
    expect(before.map((product) => product?.price.amount)).toEqual(Array(9).fill(1000));
    const old = (await getProduct(slug)).headers.get("ETag") ?? "";
    await seen(slug, id, category);

    await importRows([{ ...row, "Variant Price": "12.34" }]);
    const after = await seenAtEachLevel(slug, id, category);
    expect(after.map((product) => product?.price.amount)).toEqual(Array(9).fill(1234));
    expect(after[0]?.version).toBe((before[0]?.version ?? 0) + 1);
    const conditional = await api("GET", `/api/v1/products/${slug}`, { headers: { "If-None-Match": old } });
    expect(conditional.status).toBe(200);
  });

  it("that is taken off sale is gone everywhere, and back when it is sold again", async () => {
    const { slug, category, row, id } = await makeProduct();
    await seen(slug, id, category);
    await importRows([{ ...row, Status: "draft" }]);
    expect(await seenAtEachLevel(slug, id, category)).toEqual(Array(9).fill(undefined));
    await importRows([row]);
    const back = await seenAtEachLevel(slug, id, category);
    expect(back.map((product) => product?.slug)).toEqual(Array(9).fill(slug));
  });

  it("in one currency leaves the other as it was", async () => {
    const { slug, row } = await makeProduct();
    await importRows([{ ...row, "Variant Price": "9.00" }], "?currency=EUR");
    await importRows([{ ...row, "Variant Price": "11.00" }]);
    expect((await getProduct(slug)).body.price).toEqual({ amount: 1100, currency: "USD" });
    expect((await getProduct(slug, "?currency=EUR")).body.price).toEqual({ amount: 900, currency: "EUR" });
  });

  it("moves to the list of its new category and is counted there", async () => {
    const { slug, category, row } = await makeProduct();
    const other = unique("shelf");
    expect((await listProducts(`category=${category}`)).body.data).toHaveLength(1);
    await importRows([{ ...row, Type: other }]);
    expect((await listProducts(`category=${category}`)).body.data).toEqual([]);
    expect((await listProducts(`category=${other}`)).body.data).toMatchObject([{ slug }]);
    const { body } = await api<{ data: Category[] }>("GET", "/api/v1/categories");
    const counts = new Map(body.data.map((each) => [each.slug, each.product_count]));
    expect([counts.get(category), counts.get(other)]).toEqual([0, 1]);
  });
});

describe("a new product", () => {
  it("appears in a list and under a slug that were asked for before it existed", async () => {
    const category = unique("shelf");
    const slug = unique("later");
    expect((await listProducts(`category=${category}`)).body.data).toEqual([]);
    expect((await getProduct(slug)).status).toBe(404);
    await importRows([{ Handle: slug, Title: slug, Type: category, "Variant Price": "1.00" }]);
    expect((await listProducts(`category=${category}`)).body.data).toMatchObject([{ slug }]);
    expect((await getProduct(slug)).status).toBe(200);
  });
});

describe("an import that changes nothing", () => {
  it("keeps every cached page", async () => {
    const { row } = await makeProduct();
    const version = await catalogVersion();
    await importRows([row]);
    expect(await catalogVersion()).toBe(version);
  });
});

describe("availability", () => {
  it("turns to out_of_stock everywhere when the last unit is sold", async () => {
    const category = unique("last");
    const variant = await makeVariant({ stock: 1, category });
    const slug = variant.sku.toLowerCase();
    const before = await seen(slug, variant.product_id, category);
    expect(before.map((product) => product?.availability)).toEqual(Array(3).fill("low_stock"));
    const order = await placeOrder(await readyCart([{ variant, quantity: 1 }]));
    expect(order.status).toBe(201);
    await eventsDelivered();
    const after = await seenAtEachLevel(slug, variant.product_id, category);
    expect(after.map((product) => product?.availability)).toEqual(Array(9).fill("out_of_stock"));
    expect(after[0]?.variants).toMatchObject([{ availability: "out_of_stock" }]);
    const filtered = await listProducts(`category=${category}&availability=low_stock`);
    expect(filtered.body.data).toEqual([]);
  });

  it("is not projected again by a sale that leaves its class as it was", async () => {
    const variant = await makeVariant({ stock: 50 });
    const version = await catalogVersion();
    const order = await placeOrder(await readyCart([{ variant, quantity: 1 }]));
    expect(order.status).toBe(201);
    await eventsDelivered();
    expect(await catalogVersion()).toBe(version);
  });
});
