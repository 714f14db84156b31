import { env } from "cloudflare:workers";
import { listDurableObjectIds, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { forgetIsolateMemory } from "../../src/platform/memory-cache.ts";
import { api } from "../support/api.ts";
import { importCsv, makeVariant, unique } from "../support/shop.ts";
import { Shopper } from "../support/shopper.ts";

const usd = (amount: number) => ({ amount, currency: "USD" });

/** The tables that a cart's object has made. */
function tablesOf(cartId: string): Promise<unknown[]> {
  return runInDurableObject(env.CART.getByName(cartId), (_, state) =>
    state.storage.sql
      .exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'")
      .toArray(),
  );
}

describe("a cart that nobody has put anything into", () => {
  it("is empty, comes with a token, and costs no storage", async () => {
    const before = await listDurableObjectIds(env.CART);
    const answer = await api("GET", "/api/v1/cart");
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      version: 0,
      currency: "USD",
      items: [],
      totals: { subtotal: usd(0), discount: usd(0), shipping: usd(0), tax: usd(0), total: usd(0) },
    });
    expect(answer.headers.get("X-Cart-Token")).toMatch(/^eyJ/);
    expect(answer.headers.get("ETag")).toBe('"0"');
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
    expect(await listDurableObjectIds(env.CART)).toHaveLength(before.length);
  });

  it("costs no storage either when it is read with its token", async () => {
    const shopper = new Shopper();
    const { id } = await shopper.cart();
    expect((await shopper.cart()).id).toBe(id);
    expect(await tablesOf(id)).toEqual([]);
  });
});

describe("adding to a cart", () => {
  it("by variant_id makes a line, and a second time adds to it", async () => {
    const variant = await makeVariant({ price: "20.00", stock: 50 });
    const shopper = new Shopper();
    const first = await shopper.add(variant, 2);
    expect(first.status).toBe(201);
    expect(first.headers.get("Location")).toBe("/api/v1/cart");
    expect(first.headers.get("X-Cart-Token")).toBe(shopper.token);
    expect(first.headers.get("ETag")).toBe('"1"');
    expect(first.body.items).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        variant_id: variant.id,
        product_id: variant.product_id,
        sku: variant.sku,
        name: variant.sku.toLowerCase(),
        options: {},
        quantity: 2,
        unit_price: usd(2000),
        total: usd(4000),
        problems: [],
      },
    ]);

    const second = await shopper.add(variant, 3);
    expect(second.status).toBe(200);
    expect(second.headers.get("Location")).toBeNull();
    expect(second.headers.get("ETag")).toBe('"2"');
    expect(second.body.items).toMatchObject([
      { id: first.body.items[0]?.id, quantity: 5, total: usd(10_000) },
    ]);
    expect(second.body.totals).toEqual({
      subtotal: usd(10_000),
      discount: usd(0),
      shipping: usd(0),
      tax: usd(0),
      tax_included: usd(0),
      total: usd(10_000),
    });
    expect(await shopper.cart()).toEqual(second.body);
  });

  it("by sku adds one unit unless told otherwise", async () => {
    const variant = await makeVariant();
    const shopper = new Shopper();
    const answer = await shopper.call("POST", "/items", { sku: variant.sku });
    expect(answer.status).toBe(201);
    expect(answer.body.items).toMatchObject([{ variant_id: variant.id, quantity: 1 }]);
  });

  it("keeps different variants in lines of their own, in the order in which they came", async () => {
    const [one, two] = [await makeVariant(), await makeVariant()];
    const shopper = new Shopper();
    await shopper.add(one);
    await shopper.add(two);
    await shopper.add(one);
    expect((await shopper.cart()).items).toMatchObject([
      { sku: one.sku, quantity: 2 },
      { sku: two.sku, quantity: 1 },
    ]);
  });

  it("accepts a trailing slash", async () => {
    const variant = await makeVariant();
    const shopper = new Shopper();
    const added = await shopper.call("POST", "/items/", { variant_id: variant.id });
    expect(added.status).toBe(201);
    const read = await shopper.call("GET", "/");
    expect(read.status).toBe(200);
    expect(read.body.items).toHaveLength(1);
  });
});

describe("changing a line", () => {
  it.each(["PATCH", "PUT"])("with %s sets its quantity", async (method) => {
    const shopper = new Shopper();
    const { body } = await shopper.add(await makeVariant({ price: "3.50" }), 2);
    const answer = await shopper.call(method, `/items/${body.items[0]?.id}`, { quantity: 7 });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      version: 2,
      items: [{ quantity: 7, total: usd(2450) }],
      totals: { total: usd(2450) },
    });
    expect(await shopper.cart()).toEqual(answer.body);
  });

  it("with DELETE removes it and leaves the others", async () => {
    const [one, two] = [await makeVariant(), await makeVariant({ price: "1.00" })];
    const shopper = new Shopper();
    const { body } = await shopper.add(one);
    await shopper.add(two);
    const answer = await shopper.call("DELETE", `/items/${body.items[0]?.id}`);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ items: [{ sku: two.sku }], totals: { total: usd(100) } });
  });

  it("that the cart does not have is 404 and changes nothing", async () => {
    const shopper = new Shopper();
    const other = new Shopper();
    const variant = await makeVariant();
    await shopper.add(variant);
    const foreign = (await other.add(variant)).body.items[0]?.id;
    const before = await shopper.cart();
    for (const call of [
      shopper.call("PATCH", `/items/${foreign}`, { quantity: 2 }),
      shopper.call("PUT", `/items/${foreign}`, { quantity: 2 }),
      shopper.call("DELETE", `/items/${foreign}`),
    ]) {
      const answer = await call;
      expect(answer.status).toBe(404);
      expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
      expect(answer.body.code).toBe("resource.not_found");
    }
    expect(await shopper.cart()).toEqual(before);
    expect((await other.cart()).items).toMatchObject([{ quantity: 1 }]);
  });
});

describe("emptying a cart", () => {
  it("removes all lines and keeps who is buying", async () => {
    const shopper = new Shopper();
    await shopper.add(await makeVariant());
    await shopper.call("PUT", "/contact", { email: "ada@example.com" });
    const answer = await shopper.call("DELETE", "");
    expect(answer.status).toBe(204);
    expect(answer.body).toEqual({});
    expect(answer.headers.get("X-Cart-Token")).toBe(shopper.token);
    expect(await shopper.cart()).toMatchObject({ items: [], email: "ada@example.com", version: 3 });
  });
});

describe("a line's problems", () => {
  it("say how many are left when more are wanted than there are", async () => {
    const shopper = new Shopper();
    const { body } = await shopper.add(await makeVariant({ stock: 3 }), 5);
    expect(body.items[0]?.problems).toEqual([
      { code: "insufficient_stock", action: "reduce_quantity", available: 3, message: "Only 3 left." },
    ]);
    const fewer = await shopper.call("PATCH", `/items/${body.items[0]?.id}`, { quantity: 3 });
    expect(fewer.body.items[0]?.problems).toEqual([]);
  });

  it("say that an item is sold out, and nothing of one that can be back-ordered", async () => {
    const shopper = new Shopper();
    await shopper.add(await makeVariant({ stock: 0 }));
    await shopper.add(await makeVariant({ stock: 0, policy: "continue" }), 50);
    expect((await shopper.cart()).items).toMatchObject([
      { problems: [{ code: "insufficient_stock", available: 0 }] },
      { problems: [] },
    ]);
  });

  it("show the price that was seen when it has changed since", async () => {
    const handle = unique("repriced");
    const csv = (price: string) =>
      `Handle,Title,Variant SKU,Variant Inventory Qty,Variant Price\n${handle},${handle},${handle},9,${price}`;
    await importCsv(csv("10.00"));
    const shopper = new Shopper();
    await shopper.call("POST", "/items", { sku: handle });
    await importCsv(csv("12.50"));
    forgetIsolateMemory();
    const { body } = await shopper.call("POST", "/items", { sku: handle });
    expect(body.items).toMatchObject([
      {
        quantity: 2,
        unit_price: usd(1250),
        problems: [{ code: "price_changed", previous_price: usd(1000) }],
      },
    ]);
  });
});
