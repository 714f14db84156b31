import { env } from "cloudflare:workers";
import { listDurableObjectIds } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { api } from "../support/api.ts";
import { importCsv, makeVariant, unique } from "../support/shop.ts";
import { Shopper } from "../support/shopper.ts";

const eur = (amount: number) => ({ amount, currency: "EUR" });

describe("bad input to a cart", () => {
  const wrongQuantities = [0, -2, 1.5, "2", 1_000_000_000, 10_000, null, true];

  it.each(wrongQuantities)("a quantity of %j is 422 with a pointer and changes nothing", async (quantity) => {
    const variant = await makeVariant();
    const shopper = new Shopper();
    const { body } = await shopper.add(variant);
    const line = `/items/${body.items[0]?.id}`;
    for (const answer of [
      await shopper.call("POST", "/items", { variant_id: variant.id, quantity }),
      await shopper.call("PATCH", line, { quantity }),
      await shopper.call("PUT", line, { quantity }),
    ]) {
      expect(answer.status).toBe(422);
      expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
      expect(answer.body).toMatchObject({ code: "request.invalid", errors: [{ pointer: "#/quantity" }] });
    }
    expect(await shopper.cart()).toEqual(body);
  });

  it.each([
    ["an unknown variant", { variant_id: "01900000-0000-7000-8000-00000000dead" }, "#/variant_id"],
    ["an unknown SKU", { sku: "no-such-sku" }, "#/sku"],
    ["a variant_id that is no id", { variant_id: "MUG" }, "#/variant_id"],
    [
      "both variant_id and sku",
      { variant_id: "01900000-0000-7000-8000-00000000dead", sku: "x" },
      "#/variant_id",
    ],
    ["neither variant_id nor sku", { quantity: 1 }, "#/variant_id"],
    ["a price of the client's own", { sku: "x", unit_price: 1 }, "#/unit_price"],
    ["a currency that is none", { sku: "x", currency: "dollar" }, "#/currency"],
    ["a currency that is not sold", { sku: "x", currency: "GBP" }, "#/currency"],
  ])("%s is 422 with a pointer and makes no cart", async (_, body, pointer) => {
    const before = await listDurableObjectIds(env.CART);
    const answer = await new Shopper().call("POST", "/items", body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ pointer }]);
    expect(await listDurableObjectIds(env.CART)).toHaveLength(before.length);
  });

  it("a draft is as unknown as what does not exist", async () => {
    const handle = unique("draft");
    await importCsv(`Handle,Title,Status,Variant SKU,Variant Price\n${handle},Draft,draft,${handle},5.00`);
    const answer = await new Shopper().call("POST", "/items", { sku: handle });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code: "cart.variant_unavailable", errors: [{ pointer: "#/sku" }] });
  });

  it("malformed JSON is 400, another content type 415, a body of 5 MB 413, a line id that is none 422", async () => {
    const json = { "Content-Type": "application/json" };
    const send = (text: string, headers: Record<string, string> = json) =>
      api("POST", "/api/v1/cart/items", { text, headers });
    expect(await send('{"sku":')).toMatchObject({ status: 400, body: { code: "request.malformed" } });
    expect(await send('{"sku":"x"}', { "Content-Type": "text/plain" })).toMatchObject({
      status: 415,
      body: { code: "request.unsupported_media_type" },
    });
    expect(await send(JSON.stringify({ sku: "x".repeat(5_000_000) }))).toMatchObject({
      status: 413,
      body: { code: "request.too_large" },
    });
    for (const text of ["[]", "null", '"x"', "1"]) expect((await send(text)).status).toBe(422);
    expect(await new Shopper().call("PATCH", "/items/one", { quantity: 1 })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "#/path/line_id" }] },
    });
  });

  it("more than 9,999 units of a line are refused, with what is in the cart already", async () => {
    const variant = await makeVariant();
    const shopper = new Shopper();
    const full = await shopper.add(variant, 9_999);
    expect(full.status).toBe(201);
    const answer = await shopper.add(variant, 1);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      code: "cart.limit_reached",
      max_quantity: 9_999,
      in_cart: 9_999,
      errors: [{ pointer: "#/quantity", code: "too_big" }],
    });
    expect(await shopper.cart()).toEqual(full.body);
  });
});

describe("If-Match", () => {
  it("lets a change pass while the cart has this ETag, and is 412 with the new one afterwards", async () => {
    const variant = await makeVariant();
    const shopper = new Shopper();
    const first = await shopper.add(variant);
    const etag = first.headers.get("ETag") ?? "";
    const line = `/items/${first.body.items[0]?.id}`;
    const changed = await shopper.call("PATCH", line, { quantity: 2 }, { "If-Match": etag });
    expect(changed.status).toBe(200);
    expect(changed.headers.get("ETag")).toBe('"2"');

    for (const [method, path, body] of [
      ["PATCH", line, { quantity: 3 }],
      ["PUT", line, { quantity: 3 }],
      ["DELETE", line, undefined],
      ["DELETE", "", undefined],
      ["POST", "/items", { variant_id: variant.id }],
      ["PUT", "/contact", { email: "ada@example.com" }],
    ] as const) {
      const stale = await shopper.call(method, path, body, { "If-Match": etag });
      expect(stale.status, `${method} ${path}`).toBe(412);
      expect(stale.body.code).toBe("resource.precondition_failed");
      expect(stale.headers.get("ETag")).toBe('"2"');
    }
    expect(await shopper.cart()).toEqual(changed.body);
    expect((await shopper.call("PATCH", line, { quantity: 3 }, { "If-Match": "*" })).status).toBe(200);
    expect((await shopper.call("PATCH", line, { quantity: 4 }, { "If-Match": "nonsense" })).status).toBe(412);
  });

  it("has its counterpart in If-None-Match: an unchanged cart is 304 without a body", async () => {
    const shopper = new Shopper();
    const { headers } = await shopper.add(await makeVariant());
    const etag = headers.get("ETag") ?? "";
    const same = await shopper.call("GET", "", undefined, { "If-None-Match": etag });
    expect(same.status).toBe(304);
    expect(same.body).toEqual({});
    await shopper.call("PUT", "/contact", { email: "ada@example.com" });
    expect((await shopper.call("GET", "", undefined, { "If-None-Match": etag })).status).toBe(200);
  });
});

describe("Idempotency-Key on adding to a cart", () => {
  it("applies a repeated request once and replays its answer", async () => {
    const variant = await makeVariant();
    const shopper = new Shopper();
    await shopper.cart();
    const key = { "Idempotency-Key": unique("key") };
    const body = { variant_id: variant.id, quantity: 2 };
    const first = await shopper.call("POST", "/items", body, key);
    const replay = await shopper.call("POST", "/items", body, key);
    expect(first.status).toBe(201);
    expect(first.headers.get("Idempotent-Replayed")).toBeNull();
    expect(replay.status).toBe(201);
    expect(replay.headers.get("Idempotent-Replayed")).toBe("true");
    expect(replay.headers.get("ETag")).toBe(first.headers.get("ETag"));
    expect(replay.body).toEqual(first.body);
    expect((await shopper.cart()).items).toMatchObject([{ quantity: 2 }]);

    await shopper.add(variant, 1);
    const late = await shopper.call("POST", "/items", body, key);
    expect(late.body).toEqual(first.body);
    expect((await shopper.cart()).items).toMatchObject([{ quantity: 3 }]);
  });

  it("with another body is 422 and changes nothing", async () => {
    const variant = await makeVariant();
    const shopper = new Shopper();
    await shopper.cart();
    const key = { "Idempotency-Key": unique("key") };
    const first = await shopper.call("POST", "/items", { variant_id: variant.id, quantity: 2 }, key);
    const other = await shopper.call("POST", "/items", { variant_id: variant.id, quantity: 3 }, key);
    expect(other.status).toBe(422);
    expect(other.body.code).toBe("idempotency.key_reused");
    expect(await shopper.cart()).toEqual(first.body);
  });

  it("does not keep a refusal: the corrected request may use the key again", async () => {
    const variant = await makeVariant();
    const shopper = new Shopper();
    await shopper.add(variant, 9_999);
    const key = { "Idempotency-Key": unique("key") };
    expect((await shopper.call("POST", "/items", { variant_id: variant.id }, key)).status).toBe(422);
    const other = await makeVariant();
    expect((await shopper.call("POST", "/items", { variant_id: other.id }, key)).status).toBe(201);
  });

  it("of one shopper has nothing to do with the same key of another", async () => {
    const variant = await makeVariant();
    const [one, two] = [new Shopper(), new Shopper()];
    await one.cart();
    await two.cart();
    const key = { "Idempotency-Key": unique("key") };
    for (const shopper of [one, two]) {
      const answer = await shopper.call("POST", "/items", { variant_id: variant.id }, key);
      expect(answer.status).toBe(201);
      expect(answer.headers.get("Idempotent-Replayed")).toBeNull();
    }
  });
});

describe("the currency of a cart", () => {
  async function makeInBoth() {
    const handle = unique("both");
    const csv = (price: string) =>
      `Handle,Title,Variant SKU,Variant Inventory Qty,Variant Price\n${handle},${handle},${handle},9,${price}`;
    await importCsv(csv("20.00"));
    const report = await importCsv(csv("18.50"), "?currency=EUR");
    expect(report.body).toMatchObject({ updated: 1, failed: 0 });
    return handle;
  }

  it("is chosen with the first item, and all others are priced in it", async () => {
    const [one, two] = [await makeInBoth(), await makeInBoth()];
    const shopper = new Shopper();
    const first = await shopper.call("POST", "/items", { sku: one, quantity: 2, currency: "EUR" });
    expect(first.body).toMatchObject({
      currency: "EUR",
      items: [{ unit_price: eur(1850), total: eur(3700) }],
      totals: { total: eur(3700) },
    });
    expect((await shopper.call("POST", "/items", { sku: two })).body.totals.total).toEqual(eur(5550));
    const dollars = new Shopper();
    const inDollars = await dollars.call("POST", "/items", { sku: one });
    expect(inDollars.body.totals.total).toEqual({ amount: 2000, currency: "USD" });
  });

  it("is not mixed: another one is 409 with the cart's, a variant without a price in it 422", async () => {
    const sku = await makeInBoth();
    const shopper = new Shopper();
    const before = await shopper.call("POST", "/items", { sku, currency: "EUR" });
    const mixed = await shopper.call("POST", "/items", { sku, currency: "USD" });
    expect(mixed.status).toBe(409);
    expect(mixed.body).toMatchObject({ code: "cart.currency_mismatch", currency: "EUR" });
    const unpriced = await shopper.add(await makeVariant());
    expect(unpriced.status).toBe(422);
    expect(unpriced.body).toMatchObject({
      code: "cart.variant_unavailable",
      errors: [{ pointer: "#/variant_id" }],
    });
    expect(await shopper.cart()).toEqual(before.body);
  });
});
