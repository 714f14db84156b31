import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { AdminProduct, AdminVariant } from "../../src/modules/products/product-admin.schema.ts";
import { api, asStaff, eventsDelivered, value } from "../support/api.ts";
import { getProduct } from "../support/catalog.ts";
import { actionsOn, makeProduct, manage, pointersOf, readBack, usd } from "../support/products.ts";
import { makeVariant, placeOrder, readyCart, unique } from "../support/shop.ts";

const SIZES = { name: "Size", values: ["S", "M"] };
const COLOURS = { name: "Colour", values: ["Red", "Blue"] };

/** S/Red, S/Blue, M/Red, M/Blue. */
function makeShirt(): Promise<AdminProduct> {
  const sku = unique("SHIRT");
  return makeProduct({ sku, price: usd(1000), options: [SIZES, COLOURS], generate_variants: true });
}

function titles(product: AdminProduct): string[] {
  return product.variants.map(({ title }) => title);
}

function idsByTitle(product: AdminProduct): Record<string, string> {
  return Object.fromEntries(product.variants.map(({ title, id }) => [title, id]));
}

describe("changing the options of a product", () => {
  it("keeps the variants that still fit, archives the others, and makes none unless asked", async () => {
    const shirt = await makeShirt();
    const ids = idsByTitle(shirt);
    const options = [SIZES, { name: "Colour", values: ["Blue", "Green"] }];
    const { status, body } = await manage("PUT", `/products/${shirt.id}/options`, { options });
    expect(status).toBe(200);
    expect(titles(body)).toEqual(["S / Blue", "M / Blue"]);
    expect(idsByTitle(body)).toEqual({ "S / Blue": ids["S / Blue"], "M / Blue": ids["M / Blue"] });
    const archived = await manage<AdminVariant>("GET", `/products/${shirt.id}/variants/${ids["S / Red"]}`);
    expect(archived.body).toMatchObject({ is_archived: true });
    await eventsDelivered();
    expect((await getProduct(shirt.id)).body.options).toEqual(options);
  });

  it("makes the missing variants when asked, priced like the first; an archived one comes back", async () => {
    const shirt = await makeShirt();
    const ids = idsByTitle(shirt);
    await manage("PUT", `/products/${shirt.id}/options`, {
      options: [SIZES, { name: "Colour", values: ["Blue"] }],
    });
    const { body } = await manage("PUT", `/products/${shirt.id}/options`, {
      options: [SIZES, { name: "Colour", values: ["Red", "Blue", "Green"] }],
      generate: true,
    });
    expect(titles(body)).toEqual(["S / Red", "S / Blue", "S / Green", "M / Red", "M / Blue", "M / Green"]);
    const after = idsByTitle(body);
    for (const title of ["S / Red", "S / Blue", "M / Red", "M / Blue"])
      expect(after[title], title).toBe(ids[title]);
    expect(body.variants.every(({ price }) => price?.amount === 1000)).toBe(true);
    expect(await value("SELECT COUNT(*) FROM stock_levels WHERE variant_id = ?", after["S / Green"])).toBe(1);
  });

  it("gives a new option's first value to what there is, and a renamed one its new name", async () => {
    const shirt = await makeShirt();
    const ids = shirt.variants.map(({ id }) => id);
    const { body } = await manage("PUT", `/products/${shirt.id}/options`, {
      options: [{ ...SIZES, name: "Größe" }, COLOURS, { name: "Fit", values: ["Regular", "Slim"] }],
    });
    expect(body.variants.map(({ id }) => id)).toEqual(ids);
    expect(body.variants[1]?.options).toEqual({ Größe: "S", Colour: "Blue", Fit: "Regular" });
  });

  it("that are taken away leaves one variant of those that became the same", async () => {
    const shirt = await makeShirt();
    const ids = idsByTitle(shirt);
    const { body } = await manage("PUT", `/products/${shirt.id}/options`, { options: [COLOURS] });
    expect(idsByTitle(body)).toEqual({ Red: ids["S / Red"], Blue: ids["S / Blue"] });
    const none = await manage("PUT", `/products/${shirt.id}/options`, { options: [] });
    expect(idsByTitle(none.body)).toEqual({ Default: ids["S / Red"] });
  });

  it("so that none would be left, or too many, is refused", async () => {
    const shirt = await makeShirt();
    const refused = async (options: unknown, generate = false) => {
      const answer = await manage("PUT", `/products/${shirt.id}/options`, { options, generate });
      expect(answer.status, JSON.stringify(options).slice(0, 80)).toBe(422);
      return pointersOf(answer);
    };
    expect(await refused([{ name: "Size", values: ["XXL"] }])).toEqual(["#/options"]);
    const many = (name: string) => ({ name, values: Array.from({ length: 20 }, (_, index) => `${index}`) });
    expect(await refused([many("Size"), many("Colour")], true)).toEqual(["#/options"]);
    const hundredAndOne = Array.from({ length: 101 }, (_, index) => `${index}`);
    expect(await refused([{ name: "Size", values: hundredAndOne }])).toEqual(["#/options/0/values"]);
    expect(await refused(hundredAndOne.map((name) => ({ name, values: ["x"] })))).toEqual(["#/options"]);
    expect(await refused([SIZES, SIZES])).toEqual(["#/options"]);
    expect(await refused([{ name: "Size", values: ["S", "S"] }])).toEqual(["#/options/0/values"]);
    expect(await refused([{ name: "Size", values: [] }])).toEqual(["#/options/0/values"]);
    expect((await readBack(shirt.id)).version).toBe(1);
  });

  it("named like what every object has is like any other", async () => {
    const made = await makeProduct({
      price: usd(1),
      options: [{ name: "constructor", values: ["toString", "valueOf"] }],
      generate_variants: true,
    });
    expect(titles(made)).toEqual(["toString", "valueOf"]);
    const { body } = await manage("PUT", `/products/${made.id}/options`, {
      options: [{ name: "hasOwnProperty", values: ["toString", "valueOf"] }],
    });
    expect(body.variants.map(({ id }) => id)).toEqual(made.variants.map(({ id }) => id));
  });
});

describe("variants", () => {
  it("are added, read, listed page by page, changed and deleted, each time counting the product's version up", async () => {
    const shirt = await makeShirt();
    const path = `/products/${shirt.id}/variants`;
    await manage("PUT", `/products/${shirt.id}/options`, {
      options: [{ name: "Size", values: ["S", "M", "L"] }, COLOURS],
    });
    const added = await manage<AdminVariant>("POST", path, {
      options: { Colour: "Red", Size: "L" },
      price: usd(1100),
      barcode: "123",
    });
    expect(added.status, JSON.stringify(added.body)).toBe(201);
    expect(added.headers.get("ETag")).toBe('"3"');
    expect(added.body).toMatchObject({
      title: "L / Red",
      options: { Size: "L", Colour: "Red" },
      price: usd(1100),
    });
    expect(added.headers.get("Location")).toBe(`/api/v1${path}/${added.body.id}`);
    expect((await manage("GET", `${path}/${added.body.id}`)).body).toEqual(added.body);

    const changed = await manage<AdminVariant>("PATCH", `${path}/${added.body.id}`, {
      barcode: null,
      options: { Colour: "Blue" },
      prices: [usd(1200), { amount: 1150, currency: "EUR" }],
    });
    expect(changed.body).toMatchObject({ title: "L / Blue", sku: added.body.sku, price: usd(1200) });
    expect(changed.body.barcode).toBeUndefined();

    const first = await manage<{ data: AdminVariant[]; pagination: { next_cursor: string } }>(
      "GET",
      `${path}?limit=3`,
    );
    const second = await manage<{ data: AdminVariant[] }>(
      "GET",
      `${path}?limit=3&cursor=${first.body.pagination.next_cursor}`,
    );
    expect([...first.body.data, ...second.body.data].map(({ title }) => title)).toEqual([
      "S / Red",
      "S / Blue",
      "M / Red",
      "M / Blue",
      "L / Blue",
    ]);

    expect((await manage("DELETE", `${path}/${added.body.id}`)).status).toBe(204);
    expect((await manage("GET", `${path}/${added.body.id}`)).status).toBe(404);
    expect(await value("SELECT COUNT(*) FROM product_variants WHERE id = ?", added.body.id)).toBe(0);
    expect((await readBack(shirt.id)).version).toBe(5);
    expect(await actionsOn(shirt.id)).toEqual([
      "product.create",
      "product.replace_options",
      "product.add_variant",
      "product.update_variant",
      "product.delete_variant",
    ]);
  });

  it("that an order names are archived, and come back under their id when they are added again", async () => {
    const variant = await makeVariant({ stock: 5 });
    const path = `/products/${variant.product_id}`;
    const only = await manage("DELETE", `${path}/variants/${variant.id}`);
    expect(only).toMatchObject({ status: 409, body: { code: "product.last_variant" } });
    await placeOrder(await readyCart([{ variant, quantity: 1 }]));
    const size = { name: "Size", values: ["S", "M"] };
    const grown = await manage("PUT", `${path}/options`, { options: [size], generate: true });
    expect(grown.body.variants).toMatchObject([{ id: variant.id, options: { Size: "S" } }, {}]);
    expect((await manage("DELETE", `${path}/variants/${variant.id}`)).status).toBe(204);
    expect((await manage("GET", `${path}/variants/${variant.id}`)).body).toMatchObject({ is_archived: true });
    const again = await manage("DELETE", `${path}/variants/${variant.id}`);
    expect(again.status).toBe(404);
    const back = await manage("POST", `${path}/variants`, { sku: variant.sku, options: { Size: "S" } });
    expect(back).toMatchObject({
      status: 201,
      body: { id: variant.id, is_archived: false, price: usd(2000) },
    });
  });

  it("whose options do not fit, or are another one's, are refused with a pointer", async () => {
    const shirt = await makeShirt();
    const path = `/products/${shirt.id}/variants`;
    const refused = async (body: unknown) => {
      const answer = await manage("POST", path, body);
      expect(answer.status).toBe(422);
      return pointersOf(answer);
    };
    expect(await refused({ options: { Size: "S" }, price: usd(1) })).toEqual(["#/options/Colour"]);
    expect(await refused({ options: { Size: "XL", Colour: "Red" }, price: usd(1) })).toEqual([
      "#/options/Size",
    ]);
    expect(await refused({ options: { Size: "S", Colour: "Red", Fit: "Slim" }, price: usd(1) })).toContain(
      "#/options/Fit",
    );
    expect(await refused({ options: { Size: "S", Colour: "Red" }, price: usd(1) })).toEqual(["#/options"]);
    const grown = [{ name: "Size", values: ["S", "M", "L"] }, COLOURS];
    await manage("PUT", `/products/${shirt.id}/options`, { options: grown });
    expect(await refused({ options: { Size: "L", Colour: "Red" } })).toEqual(["#/price"]);
    expect(
      await refused({ options: { Size: "L", Colour: "Red" }, price: { amount: 1, currency: "XAF" } }),
    ).toEqual(["#/price/currency"]);
  });

  it("may be back-ordered or not, as their policy says, unless more is promised than there is", async () => {
    const variant = await makeVariant({ stock: 0, policy: "continue" });
    const path = `/products/${variant.product_id}/variants/${variant.id}`;
    await placeOrder(await readyCart([{ variant, quantity: 2 }]));
    const refused = await manage("PATCH", path, { inventory_policy: "deny" });
    expect(refused).toMatchObject({ status: 409, body: { code: "product.units_promised" } });
    await api("POST", "/api/v1/inventory/adjustments", {
      body: { variant_id: variant.id, delta: 5, reason: "Delivery" },
      headers: await asStaff(),
    });
    expect((await manage("PATCH", path, { inventory_policy: "deny" })).status).toBe(200);
    expect(await value("SELECT backorder FROM stock_levels WHERE variant_id = ?", variant.id)).toBe(0);
  });
});

describe("attributes and related products", () => {
  it("attributes are replaced by PUT and merged by PATCH", async () => {
    const made = await makeProduct({ attributes: { Material: "Clay" } });
    const path = `/products/${made.id}/attributes`;
    expect((await manage("PATCH", path, { Size: "Big" })).body.attributes).toEqual({
      Material: "Clay",
      Size: "Big",
    });
    expect((await manage("PATCH", path, { Material: null })).body.attributes).toEqual({ Size: "Big" });
    expect((await manage("PUT", path, { Weight: "1 kg" })).body.attributes).toEqual({ Weight: "1 kg" });
    expect((await manage("GET", path)).body).toEqual({ Weight: "1 kg" });
    await eventsDelivered();
    expect((await getProduct(made.id)).body).toMatchObject({ attributes: { Weight: "1 kg" }, version: 4 });
  });

  it("related products are shown in their order, those on sale alone", async () => {
    const made = await makeProduct();
    const others = [await makeProduct(), await makeProduct({ status: "draft" }), await makeProduct()];
    const ids = others.map(({ id }) => id).reverse();
    const put = await manage("PUT", `/products/${made.id}/related`, { product_ids: ids });
    expect(put).toMatchObject({ status: 200, body: { related: ids, version: 2 } });
    await eventsDelivered();
    const seen = await api<{ data: { id: string }[] }>("GET", `/api/v1/products/${made.id}/related`);
    expect(seen.body.data.map(({ id }) => id)).toEqual([ids[0], ids[2]]);
    expect(seen.headers.get("Cache-Control")).toContain("public");
    expect(seen.headers.get("Server-Timing")).toBe('catalog;desc="replica"');
    // They are what the read model holds: nothing is made anew for each request.
    expect(seen.body.data[0]).toEqual((await getProduct(ids[0] ?? "")).body);
    await env.SEARCH_DB.prepare(
      "UPDATE product_documents SET document = json_set(document, '$.name', 'As it is stored') WHERE product_id = ?",
    )
      .bind(ids[2])
      .run();
    const again = await api<{ data: unknown[] }>("GET", `/api/v1/products/${made.id}/related?currency=USD`);
    expect(again.body.data[1]).toMatchObject({ name: "As it is stored" });
    const unknown = "01900000-0000-7000-8000-00000000dead";
    expect(
      pointersOf(await manage("PUT", `/products/${made.id}/related`, { product_ids: [unknown, made.id] })),
    ).toEqual(["#/product_ids/0", "#/product_ids/1"]);
    expect((await api("GET", `/api/v1/products/${unknown}/related`)).status).toBe(404);
  });
});
