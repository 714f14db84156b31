import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { findSlugTarget } from "../../src/modules/catalog/index.ts";
import { productJobs } from "../../src/modules/products/index.ts";
import { setClock } from "../../src/platform/ctx.ts";
import { systemCtx } from "../support/accounts.ts";
import { asStaff, eventsDelivered, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { getProduct } from "../support/catalog.ts";
import { atBatch } from "../support/failing-env.ts";
import { actionsOn, makeProduct, manage, pointersOf, readBack, usd } from "../support/products.ts";
import { makeVariant, placeOrder, readyCart, unique } from "../support/shop.ts";

describe("two staff editing one product", () => {
  it("the second gets 412 and changes nothing, whichever representation the tag came from", async () => {
    const made = await makeProduct();
    await eventsDelivered();
    const seen = (await getProduct(made.id)).headers.get("ETag") ?? "";
    const first = await manage("PATCH", `/products/${made.id}`, { name: "First" }, { "If-Match": seen });
    expect(first.status).toBe(200);
    for (const tag of [seen, '"1"', '"99"', "nonsense"]) {
      const second = await manage("PATCH", `/products/${made.id}`, { name: "Second" }, { "If-Match": tag });
      expect(second, tag).toMatchObject({ status: 412, body: { code: "resource.precondition_failed" } });
    }
    for (const [method, path, body] of [
      ["PUT", "", { name: "Second", price: usd(1) }],
      ["PUT", "/options", { options: [] }],
      ["PUT", "/attributes", {}],
      ["PATCH", "/attributes", { A: "B" }],
      ["PUT", "/related", { product_ids: [] }],
      ["POST", "/variants", { price: usd(1) }],
      ["PATCH", `/variants/${made.variants[0]?.id}`, { price: usd(1) }],
      ["DELETE", `/variants/${made.variants[0]?.id}`, undefined],
      ["DELETE", "", undefined],
    ] as const) {
      const answer = await manage(method, `/products/${made.id}${path}`, body, { "If-Match": '"1"' });
      expect(answer.status, `${method} ${path}`).toBe(412);
    }
    expect(await readBack(made.id)).toMatchObject({ name: "First", version: 2 });
  });

  it("at the same moment: of five with the same tag one is through", async () => {
    const made = await makeProduct();
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map((n) =>
        manage("PATCH", `/products/${made.id}`, { name: `By ${n}` }, { "If-Match": '"1"' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412]);
    expect((await readBack(made.id)).version).toBe(2);
  });

  it("without a tag no change is lost: a merge is made anew on what the other one left", async () => {
    const made = await makeProduct({ attributes: {} });
    const patch = (body: unknown) => manage("PATCH", `/products/${made.id}`, body);
    const answers = await Promise.all([
      patch({ name: "N" }),
      patch({ attributes: { A: "1" } }),
      patch({ tags: ["t"] }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await readBack(made.id)).toMatchObject({
      name: "N",
      attributes: { A: "1" },
      tags: ["t"],
      version: 4,
    });
  });

  it("a change of what was deleted between reading and writing is 404, and does not bring it back", async () => {
    const made = await makeProduct();
    const bindings = atBatch(2, async () => {
      expect((await manage("DELETE", `/products/${made.id}`)).status).toBe(204);
    });
    const headers = await asStaff(["product:manage"]);
    const answer = await callWith(bindings, "PATCH", `/api/v1/products/${made.id}`, {
      body: { name: "Back" },
      headers,
    });
    expect(answer.status).toBe(404);
    expect(await value("SELECT COUNT(*) FROM products WHERE id = ?", made.id)).toBe(0);
  });
});

describe("names that are taken", () => {
  it("a SKU or slug that is given and taken is 409 and named", async () => {
    const made = await makeProduct();
    const sku = await manage("POST", "/products", { name: "x", sku: made.sku, price: usd(1) });
    expect(sku).toMatchObject({
      status: 409,
      body: { code: "product.sku_taken", sku: made.sku, product_id: made.id },
    });
    const slug = await manage("POST", "/products", { name: "x", slug: made.slug, price: usd(1) });
    expect(slug).toMatchObject({ status: 409, body: { code: "product.slug_taken", slug: made.slug } });
    const other = await makeProduct();
    expect(await manage("PATCH", `/products/${other.id}`, { slug: made.slug })).toMatchObject({
      status: 409,
    });
    expect(await manage("PATCH", `/products/${other.id}`, { sku: made.sku })).toMatchObject({ status: 409 });
    expect((await readBack(other.id)).version).toBe(1);
  });

  it("of parallel creations with one SKU or slug one is through, with one name all are", async () => {
    const name = unique("race");
    const race = (body: Record<string, unknown>) =>
      Promise.all([1, 2, 3, 4, 5].map(() => manage("POST", "/products", { name, price: usd(1), ...body })));
    const statuses = async (body: Record<string, unknown>) =>
      (await race(body)).map(({ status }) => status).sort();
    expect(await statuses({ sku: unique("SKU") })).toEqual([201, 409, 409, 409, 409]);
    expect(await statuses({ slug: unique("slug") })).toEqual([201, 409, 409, 409, 409]);
    const derived = await race({});
    expect(derived.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(new Set(derived.map(({ body }) => body.slug)).size).toBe(5);
    expect(new Set(derived.map(({ body }) => body.sku)).size).toBe(5);
  });
});

describe("a crash or an order in between", () => {
  it("a creation that dies before its commit leaves nothing, and the same request may be sent again", async () => {
    const name = unique("crash");
    const headers = { ...(await asStaff(["product:manage"])), "Idempotency-Key": name };
    const body = { name, price: usd(1) };
    const dying = atBatch(1, () => Promise.reject(new Error("died")));
    expect((await callWith(dying, "POST", "/api/v1/products", { body, headers })).status).toBe(500);
    expect(await value("SELECT COUNT(*) FROM products WHERE name = ?", name)).toBe(0);
    expect((await manage("POST", "/products", body, { "Idempotency-Key": name })).status).toBe(201);
  });

  it("an order that comes while a product is deleted has it archived instead", async () => {
    const variant = await makeVariant({ stock: 5 });
    const cart = await readyCart([{ variant, quantity: 1 }]);
    const bindings = atBatch(2, async () => {
      expect((await placeOrder(cart)).status).toBe(201);
    });
    const headers = await asStaff(["product:manage"]);
    const answer = await callWith(bindings, "DELETE", `/api/v1/products/${variant.product_id}`, { headers });
    expect(answer.status).toBe(204);
    expect((await readBack(variant.product_id)).status).toBe("archived");
    expect((await actionsOn(variant.product_id)).filter((each) => each.startsWith("product."))).toEqual([
      "product.archive",
    ]);
  });

  it("an order that comes while a variant is deleted has it archived instead", async () => {
    const variant = await makeVariant({ stock: 5 });
    const size = { name: "Size", values: ["S", "M"] };
    await manage("PUT", `/products/${variant.product_id}/options`, { options: [size], generate: true });
    const cart = await readyCart([{ variant, quantity: 1 }]);
    const bindings = atBatch(2, async () => {
      expect((await placeOrder(cart)).status).toBe(201);
    });
    const path = `/products/${variant.product_id}/variants/${variant.id}`;
    const headers = await asStaff(["product:manage"]);
    expect((await callWith(bindings, "DELETE", `/api/v1${path}`, { headers })).status).toBe(204);
    expect((await manage("GET", path)).body).toMatchObject({ is_archived: true });
  });
});

describe("slugs", () => {
  it("that a product had lead to the one it has, however often it was renamed, until another one takes them", async () => {
    const [one, two, three] = [unique("one"), unique("two"), unique("three")];
    const made = await makeProduct({ slug: one });
    for (const slug of [two, three]) await manage("PATCH", `/products/${made.id}`, { slug });
    const target = (slug: string) => findSlugTarget(systemCtx(), "product", slug);
    expect(await target(one)).toBe(three);
    expect(await target(two)).toBe(three);
    expect(await target(three)).toBeUndefined();
    const heir = await makeProduct({ slug: one, status: "draft" });
    expect(await target(one)).toBeUndefined();
    await manage("PATCH", `/products/${heir.id}`, { slug: unique("other") });
    expect(await target(one)).toBeUndefined();
    await manage("PATCH", `/products/${made.id}`, { slug: two });
    expect(await target(three)).toBe(two);
    expect(await target(two)).toBeUndefined();
    await manage("PATCH", `/products/${made.id}`, { status: "archived" });
    expect(await target(three)).toBeUndefined();
  });
});

describe("publishing at a time", () => {
  const run = async () => {
    const [job] = productJobs;
    if (!job) throw new Error("there is no job");
    return job.run(systemCtx());
  };

  it("puts a draft on sale when its time has come, once", async () => {
    const due = new Date(Date.now() + 3_600_000).toISOString();
    const made = await makeProduct({ status: "draft", publish_at: due.replace("Z", "+00:00") });
    expect(made).toMatchObject({ status: "draft", publish_at: due });
    await run();
    expect((await readBack(made.id)).status).toBe("draft");
    setClock(() => new Date(Date.now() + 3_601_000));
    try {
      await Promise.all([run(), run()]);
      await run();
    } finally {
      setClock(undefined);
    }
    const after = await readBack(made.id);
    expect(after).toMatchObject({ status: "active", version: 2 });
    expect(after.publish_at).toBeUndefined();
    expect(await actionsOn(made.id)).toEqual(["product.create", "product.publish"]);
    await eventsDelivered();
    expect((await getProduct(made.id)).status).toBe(200);
  });

  it("is off when the product leaves the state of a draft, and cannot be set then", async () => {
    const past = "2026-01-01T00:00:00Z";
    const made = await makeProduct({ status: "draft", publish_at: "2099-01-01T00:00:00Z" });
    const archived = await manage("PATCH", `/products/${made.id}`, { status: "archived" });
    expect(archived.body.publish_at).toBeUndefined();
    const refused = await manage("PATCH", `/products/${made.id}`, { publish_at: past });
    expect(refused.status).toBe(422);
    expect(pointersOf(refused)).toEqual(["#/publish_at"]);
    await manage("PATCH", `/products/${made.id}`, { status: "draft" });
    await run();
    expect((await readBack(made.id)).status).toBe("draft");
    await manage("PATCH", `/products/${made.id}`, { publish_at: past });
    await run();
    expect((await readBack(made.id)).status).toBe("active");
    await manage("PATCH", `/products/${made.id}`, { is_active: false });
    await run();
    expect((await readBack(made.id)).status).toBe("draft");
  });
});

describe("many products in one request", () => {
  it("each operation has its own result, and one that is refused leaves the others as they are", async () => {
    const [kept, gone] = [await makeProduct(), await makeProduct()];
    const name = unique("bulk");
    const unknown = "01900000-0000-7000-8000-00000000dead";
    const answer = await manage<{ results: Record<string, unknown>[] }>("POST", "/products/bulk", {
      operations: [
        { op: "create", body: { name, sku: name, price: usd(1) } },
        { op: "create", body: { name: "twin", sku: name, price: usd(1) } },
        { op: "create", body: { name: "", price: usd(-1) } },
        { op: "update", id: kept.id, version: 1, body: { name: "Updated" } },
        { op: "update", id: kept.id, version: 1, body: { name: "Too late" } },
        { op: "delete", id: gone.id },
        { op: "delete", id: unknown },
      ],
    });
    expect(answer.status).toBe(200);
    expect(answer.body.results.map(({ status }) => status)).toEqual([201, 409, 422, 200, 412, 204, 404]);
    expect(answer.body.results.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(answer.body.results[0]?.["product"]).toMatchObject({ name, version: 1 });
    expect(answer.body.results[1]?.["problem"]).toMatchObject({ code: "product.sku_taken", sku: name });
    const { errors } = answer.body.results[2]?.["problem"] as { errors: { pointer: string }[] };
    expect(errors.map(({ pointer }) => pointer)).toEqual(["#/name", "#/price/amount"]);
    expect(await readBack(kept.id)).toMatchObject({ name: "Updated", version: 2 });
    expect(await value("SELECT COUNT(*) FROM products WHERE id = ?", gone.id)).toBe(0);
  });

  it("a hundred are carried out, a hundred and one refused", async () => {
    const operations = Array.from({ length: 100 }, () => ({
      op: "create",
      body: { name: unique("many"), price: usd(1), status: "active" },
    }));
    const answer = await manage<{ results: { status: number }[] }>("POST", "/products/bulk", { operations });
    expect(answer.body.results.filter(({ status }) => status === 201)).toHaveLength(100);
    const more = [...operations, ...operations.slice(0, 1)];
    expect((await manage("POST", "/products/bulk", { operations: more })).status).toBe(422);
    expect((await manage("POST", "/products/bulk", { operations: [] })).status).toBe(422);
    expect(
      (await manage("POST", "/products/bulk", { operations: [{ op: "update", body: {} }] })).status,
    ).toBe(422);
  });
});

it("nothing of this is for those who may not manage products", async () => {
  const made = await makeProduct();
  const headers = await asStaff(["catalog:read", "order:manage"]);
  const answer = await callWith(env, "DELETE", `/api/v1/products/${made.id}`, { headers });
  expect(answer.status).toBe(403);
});
