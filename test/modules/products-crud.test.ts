import { describe, expect, it } from "vitest";
import { adminProductSchema } from "../../src/modules/products/product-admin.schema.ts";
import { productSchema } from "../../src/modules/catalog/catalog.schema.ts";
import { api, eventsDelivered, rows, value } from "../support/api.ts";
import { getProduct, importRows } from "../support/catalog.ts";
import { actionsOn, makeProduct, manage, readBack, usd } from "../support/products.ts";
import { makeVariant, placeOrder, readyCart, unique } from "../support/shop.ts";

describe("creating a product", () => {
  it("answers what staff see, and shoppers see the same a moment later", async () => {
    const name = unique("Stone Mug");
    const answer = await manage("POST", "/products", {
      name,
      description: "<p>Holds <script>alert(1)</script> 350 ml.</p>",
      vendor: "Company 123",
      status: "active",
      tags: ["kitchen", "kitchen", "gift"],
      attributes: { Material: "Stoneware" },
      options: [{ name: "Colour", values: ["Blue", "Grey"] }],
      variants: [
        {
          sku: `${name}-B`,
          options: { Colour: "Blue" },
          price: usd(1999),
          compare_at_price: usd(2500),
          prices: [{ ...usd(1999) }, { amount: 1850, currency: "EUR" }],
          weight_grams: 400,
          barcode: "4006381333931",
          image_url: "/media/blue.jpg",
        },
        { options: { Colour: "Grey" }, price: usd(2099), inventory_policy: "continue", taxable: false },
      ],
      seo: { title: "Mug", description: "A mug" },
      metadata: { erp: { id: 7, __proto: [null, true] } },
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    expect(adminProductSchema.parse(answer.body)).toEqual(answer.body);
    expect(answer.body).toMatchObject({
      name,
      is_active: true,
      sku: `${name}-B`,
      price: usd(1999),
      tags: ["kitchen", "gift"],
      version: 1,
      metadata: { erp: { id: 7 } },
      seo: { title: "Mug", description: "A mug" },
      is_imported: false,
    });
    expect(answer.body.variants[1]).toMatchObject({
      title: "Grey",
      taxable: false,
      availability: "backorder",
    });
    expect(answer.body.variants[1]?.sku).toMatch(/-GREY$/);
    expect(answer.headers.get("ETag")).toBe('"1"');
    const location = answer.headers.get("Location") ?? "";
    expect((await manage("GET", location.replace("/api/v1", ""))).body).toEqual(answer.body);

    await eventsDelivered();
    const seen = await getProduct(answer.body.slug);
    expect(seen.status).toBe(200);
    const { metadata: _m, related: _r, is_imported: _i, ...shown } = answer.body;
    const description = "<p>Holds  350 ml.</p>";
    expect(seen.body).toEqual({ ...productSchema.parse(shown), description });
    expect((await getProduct(answer.body.id, "?currency=EUR")).body.price).toEqual({
      amount: 1850,
      currency: "EUR",
    });
    expect(await actionsOn(answer.body.id)).toEqual(["product.create"]);
    expect(
      await value(
        "SELECT COUNT(*) FROM stock_levels WHERE variant_id IN (SELECT value FROM json_each(?))",
        JSON.stringify(answer.body.variants.map(({ id }) => id)),
      ),
    ).toBe(2);
  });

  it("needs no more than a name and a price; it is a draft then, that shoppers do not see", async () => {
    const name = unique("Plain Thing");
    const { status, body } = await manage("POST", "/products", { name, price: usd(0) });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: "draft",
      is_active: false,
      slug: name.toLowerCase().replaceAll(" ", "-"),
      options: [],
      price: usd(0),
    });
    expect(body.variants).toMatchObject([{ title: "Default", sku: body.slug.toUpperCase() }]);
    await eventsDelivered();
    expect((await getProduct(body.id)).status).toBe(404);
    const shown = await manage("PATCH", `/products/${body.id}`, { is_active: true });
    expect(shown.body).toMatchObject({ status: "active", is_active: true, version: 2 });
    await eventsDelivered();
    expect((await getProduct(body.id)).status).toBe(200);
  });

  it("makes a variant of every combination of options when asked", async () => {
    const name = unique("Shirt");
    const { body } = await manage("POST", "/products", {
      name,
      sku: name,
      price: usd(2000),
      generate_variants: true,
      options: [
        { name: "Size", values: ["S", "M", "L"] },
        { name: "Colour", values: ["Red", "Blue"] },
      ],
    });
    expect(body.variants.map(({ title }) => title)).toEqual([
      "S / Red",
      "S / Blue",
      "M / Red",
      "M / Blue",
      "L / Red",
      "L / Blue",
    ]);
    expect(body.variants.map(({ price }) => price?.amount)).toEqual(Array(6).fill(2000));
    expect(new Set(body.variants.map(({ sku }) => sku)).size).toBe(6);
    expect(body.variants[0]?.sku).toBe(`${name.toUpperCase()}-S-RED`);
  });

  it("once more under the same Idempotency-Key creates nothing and answers the same", async () => {
    const name = unique("once");
    const create = () =>
      manage("POST", "/products", { name, price: usd(1) }, { "Idempotency-Key": `key-${name}` });
    const [first, second] = [await create(), await create()];
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get("Idempotent-Replayed")).toBe("true");
    expect(await value("SELECT COUNT(*) FROM products WHERE name = ?", name)).toBe(1);
  });
});

describe("changing a product", () => {
  it("by PATCH merges: what is absent stays, null takes away", async () => {
    const made = await makeProduct({
      vendor: "Old",
      description: "Old",
      attributes: { Material: "Clay", Colour: "Red" },
      seo: { title: "T", description: "D" },
      metadata: { a: { b: 1, c: 2 }, d: [1] },
    });
    const { status, body } = await manage("PATCH", `/products/${made.id}`, {
      name: "New name",
      vendor: null,
      attributes: { Material: null, Size: "Big" },
      seo: { title: null },
      metadata: { a: { b: null, e: 3 } },
      price: usd(1500),
      compare_at_price: usd(1800),
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name: "New name",
      slug: made.slug,
      description: "Old",
      attributes: { Colour: "Red", Size: "Big" },
      seo: { description: "D" },
      metadata: { a: { c: 2, e: 3 }, d: [1] },
      price: usd(1500),
      version: 2,
    });
    expect(body.attributes).not.toHaveProperty("Material");
    expect(body.vendor).toBeUndefined();
    expect(body.seo?.title).toBeUndefined();
    expect(body.variants).toMatchObject([
      { id: made.variants[0]?.id, sku: made.sku, compare_at_price: usd(1800) },
    ]);
    expect(await readBack(made.id)).toEqual(body);
    const cleared = await manage("PATCH", `/products/${made.id}`, { compare_at_price: null });
    expect(cleared.body.variants[0]?.compare_at_price).toBeUndefined();
    expect(cleared.body.price).toEqual(usd(1500));
  });

  it("by PUT replaces: what is absent is emptied, known variants keep their ids, others are archived", async () => {
    const sku = unique("SKU");
    const made = await makeProduct({
      description: "Old",
      tags: ["old"],
      attributes: { A: "B" },
      options: [{ name: "Size", values: ["S", "M"] }],
      variants: [
        { sku: `${sku}-S`, options: { Size: "S" }, price: usd(100), weight_grams: 5 },
        { sku: `${sku}-M`, options: { Size: "M" }, price: usd(200) },
      ],
    });
    const { status, body } = await manage("PUT", `/products/${made.id}`, {
      name: "Replaced",
      options: [{ name: "Size", values: ["M", "L"] }],
      variants: [
        { sku: `${sku}-L`, options: { Size: "L" }, price: usd(300) },
        { sku: `${sku}-M2`, options: { Size: "M" }, price: usd(250) },
      ],
    });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toMatchObject({
      name: "Replaced",
      slug: made.slug,
      status: "active",
      description: "",
      tags: [],
      attributes: {},
      sku: `${sku}-L`,
    });
    expect(body.variants[1]).toMatchObject({ id: made.variants[1]?.id, sku: `${sku}-M2` });
    const gone = await manage("GET", `/products/${made.id}/variants/${made.variants[0]?.id}`);
    expect(gone.body).toMatchObject({ is_archived: true, sku: `${sku}-S`, weight_grams: 5 });
    await eventsDelivered();
    expect((await getProduct(made.id)).body.variants.map((variant) => variant.sku)).toEqual([
      `${sku}-L`,
      `${sku}-M2`,
    ]);
  });

  it("lets two variants swap their SKUs and their order", async () => {
    const sku = unique("SWAP");
    const made = await makeProduct({
      options: [{ name: "Size", values: ["S", "M"] }],
      variants: [
        { sku: `${sku}-1`, options: { Size: "S" }, price: usd(1) },
        { sku: `${sku}-2`, options: { Size: "M" }, price: usd(2) },
      ],
    });
    const [small, medium] = made.variants;
    const { body } = await manage("PATCH", `/products/${made.id}`, {
      variants: [
        { id: medium?.id, sku: `${sku}-1` },
        { id: small?.id, sku: `${sku}-2` },
      ],
    });
    expect(body.variants).toMatchObject([
      { id: medium?.id, sku: `${sku}-1`, options: { Size: "M" }, price: usd(2) },
      { id: small?.id, sku: `${sku}-2`, options: { Size: "S" }, price: usd(1) },
    ]);
  });

  it("to what it is already writes nothing", async () => {
    const made = await makeProduct({ attributes: { B: "1", A: "2" }, tags: ["x"] });
    const events = await value("SELECT COUNT(*) FROM outbox");
    const { body } = await manage("PATCH", `/products/${made.id}`, {
      attributes: { A: "2" },
      tags: ["x"],
      is_active: true,
      price: made.price,
    });
    expect(body.version).toBe(1);
    expect(await value("SELECT COUNT(*) FROM outbox")).toBe(events);
    expect(await actionsOn(made.id)).toEqual(["product.create"]);
  });

  it("writes who changed what from what to the audit log", async () => {
    const made = await makeProduct();
    await manage("PATCH", `/products/${made.id}`, { name: "After", price: usd(1234) });
    const [row] = await rows<{ before: string; after: string; actor_kind: string }>(
      "SELECT before, after, actor_kind FROM audit_log WHERE entity_id = ? AND action = 'product.update'",
      made.id,
    );
    expect(row?.actor_kind).toBe("api_key");
    expect(JSON.parse(row?.before ?? "")).toMatchObject({
      name: made.name,
      variants: [{ prices: { USD: { amount: 1000 } } }],
    });
    expect(JSON.parse(row?.after ?? "")).toMatchObject({
      name: "After",
      variants: [{ prices: { USD: { amount: 1234 } } }],
    });
  });

  it("is undone by the next import of a file that says otherwise", async () => {
    const handle = unique("imported");
    const file = [
      {
        Handle: handle,
        Title: "From the file",
        "Variant SKU": handle,
        "Variant Price": "10.00",
        "Variant Inventory Qty": "3",
      },
    ];
    await importRows(file);
    const id = await value<string>("SELECT id FROM products WHERE slug = ?", handle);
    expect((await readBack(id)).is_imported).toBe(true);
    const edited = await manage("PATCH", `/products/${id}`, { name: "By hand", price: usd(555) });
    expect(edited.body).toMatchObject({ is_imported: false, name: "By hand" });
    expect(edited.body.variants[0]?.available).toBe(3);
    await importRows(file);
    expect(await readBack(id)).toMatchObject({ name: "From the file", price: usd(1000), is_imported: true });
  });
});

describe("deleting a product", () => {
  it("takes all of it away when nobody ordered it", async () => {
    const other = await makeProduct();
    const made = await makeProduct({ attributes: { A: "B" } });
    await manage("PUT", `/products/${other.id}/related`, { product_ids: [made.id] });
    await manage("PATCH", `/products/${made.id}`, { slug: unique("renamed") });
    await eventsDelivered();
    expect((await getProduct(made.id)).status).toBe(200);
    expect((await manage("DELETE", `/products/${made.id}`)).status).toBe(204);
    expect((await manage("GET", `/admin/products/${made.id}`)).status).toBe(404);
    expect((await manage("DELETE", `/products/${made.id}`)).status).toBe(404);
    await eventsDelivered();
    expect((await getProduct(made.id)).status).toBe(404);
    for (const table of ["product_variants", "product_attributes", "related_products"])
      expect(await value(`SELECT COUNT(*) FROM ${table} WHERE product_id = ?`, made.id), table).toBe(0);
    expect((await readBack(other.id)).related).toEqual([]);
    expect(await actionsOn(made.id)).toContain("product.delete");
    // What it was called is free again.
    expect(
      (await manage("POST", "/products", { name: "x", slug: made.slug, sku: made.sku, price: usd(1) }))
        .status,
    ).toBe(201);
  });

  it("archives it when an order names it: the order stays whole, shoppers see it no longer", async () => {
    const variant = await makeVariant({ stock: 5 });
    const placed = await placeOrder(await readyCart([{ variant, quantity: 1 }]));
    expect(placed.status).toBe(201);
    expect((await manage("DELETE", `/products/${variant.product_id}`)).status).toBe(204);
    expect(await readBack(variant.product_id)).toMatchObject({ status: "archived", is_active: false });
    await eventsDelivered();
    expect((await getProduct(variant.product_id)).status).toBe(404);
    expect((await manage("DELETE", `/products/${variant.product_id}`)).status).toBe(204);
    expect(
      (await actionsOn(variant.product_id)).filter((action) => action === "product.archive"),
    ).toHaveLength(1);
  });
});

describe("the staff's list", () => {
  it("shows drafts and archived ones, by status, by the beginning of name or SKU, page by page", async () => {
    const prefix = unique("Zebra%_");
    const made = [];
    for (const status of ["draft", "active", "archived"])
      made.push(await makeProduct({ name: `${prefix} ${status}`, status, sku: unique("S"), price: usd(1) }));
    const q = encodeURIComponent(prefix.toUpperCase());
    const all = await manage<{ data: { id: string }[]; pagination: { next_cursor: string } }>(
      "GET",
      `/admin/products?q=${q}&sort=created_at&limit=2`,
    );
    expect(all.body.data.map(({ id }) => id)).toEqual([made[0]?.id, made[1]?.id]);
    const rest = await manage<{ data: { id: string }[] }>(
      "GET",
      `/admin/products?q=${q}&sort=created_at&limit=2&cursor=${all.body.pagination.next_cursor}`,
    );
    expect(rest.body.data.map(({ id }) => id)).toEqual([made[2]?.id]);
    const drafts = await manage<{ data: unknown[] }>("GET", `/admin/products?q=${q}&status=draft`);
    expect(drafts.body.data).toEqual([made[0]]);
    const bySku = await manage<{ data: unknown[] }>("GET", `/admin/products?q=${made[1]?.sku.toLowerCase()}`);
    expect(bySku.body.data).toEqual([made[1]]);
    const byName = await manage<{ data: { name: string }[] }>("GET", `/admin/products?q=${q}&sort=-name`);
    expect(byName.body.data.map(({ name }) => name.split(" ")[1])).toEqual(["draft", "archived", "active"]);
  });

  it("is not for shoppers", async () => {
    expect((await api("GET", "/api/v1/admin/products")).status).toBe(401);
  });
});
