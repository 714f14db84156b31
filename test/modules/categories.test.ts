import { describe, expect, it } from "vitest";
import { type Category, categorySchema } from "../../src/modules/catalog/catalog.schema.ts";
import { findSlugTarget } from "../../src/modules/catalog/index.ts";
import { systemCtx } from "../support/accounts.ts";
import { type Answer, api, asStaff, eventsDelivered, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { getProduct, importRows, listProducts } from "../support/catalog.ts";
import { atBatch } from "../support/failing-env.ts";
import { actionsOn, makeProduct, manage, pointersOf } from "../support/products.ts";
import { unique } from "../support/shop.ts";
import { visit } from "../support/visit.ts";

function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  return manage<Category>(method, `/categories${path}`, body, headers);
}

async function make(body: Record<string, unknown> = {}): Promise<Category> {
  const answer = await call("POST", "", { name: unique("category"), ...body });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

async function listed(): Promise<Category[]> {
  const { body } = await api<{ data: Category[] }>("GET", "/api/v1/categories");
  return body.data;
}

function read(idOrSlug: string): Promise<Answer<Category>> {
  return api<Category>("GET", `/api/v1/categories/${encodeURIComponent(idOrSlug)}`);
}

describe("a category", () => {
  it("is created, read by id and slug, and listed", async () => {
    const parent = await make();
    const answer = await call("POST", "", { name: "Tea Pots", slug: unique("pots"), parent_id: parent.id });
    expect(answer.status).toBe(201);
    expect(categorySchema.parse(answer.body)).toEqual(answer.body);
    expect(answer.body).toMatchObject({ parent_id: parent.id, description: "", position: 0, version: 1 });
    expect(answer.headers.get("Location")).toBe(`/api/v1/categories/${answer.body.id}`);
    for (const name of [answer.body.id, answer.body.slug]) {
      const seen = await read(name);
      expect(seen).toMatchObject({ status: 200, body: answer.body });
      expect(seen.headers.get("ETag")).toBe(answer.headers.get("ETag"));
    }
    await eventsDelivered();
    expect(await listed()).toContainEqual(answer.body);
    expect(await actionsOn(answer.body.id)).toEqual(["category.create"]);
  });

  it("gets a slug of its own when none is given, and 409 when the given one is taken", async () => {
    const name = unique("Same Name");
    const made = await Promise.all([1, 2, 3].map(() => make({ name })));
    expect(new Set(made.map(({ slug }) => slug)).size).toBe(3);
    const taken = await call("POST", "", { name, slug: made[0]?.slug });
    expect(taken).toMatchObject({ status: 409, body: { code: "category.slug_taken", slug: made[0]?.slug } });
    const renamed = await call("PATCH", `/${made[1]?.id}`, { slug: made[0]?.slug });
    expect(renamed.status).toBe(409);
  });

  it("that is renamed shows its new name on its products and in the list; the old slug leads to the new one", async () => {
    const top = await make();
    const below = await make({ parent_id: top.id });
    const product = await makeProduct({ categories: [below.slug] });
    await eventsDelivered();
    const slug = unique("renamed");
    const answer = await call("PATCH", `/${below.id}`, { name: "Renamed", slug, description: "New" });
    expect(answer).toMatchObject({ status: 200, body: { name: "Renamed", slug, version: 2 } });
    await eventsDelivered();
    expect((await getProduct(product.id)).body.categories).toEqual([{ id: below.id, slug, name: "Renamed" }]);
    expect((await listProducts(`category=${slug}`)).body.data).toMatchObject([{ id: product.id }]);
    expect(await listed()).toContainEqual(answer.body);
    const url = `http://shop.test/api/v1/categories/${below.slug}`;
    const old = await visit(url, { redirect: "manual" });
    expect(old.status).toBe(301);
    expect(old.headers.get("Location")).toBe(`/api/v1/categories/${slug}`);
    expect(await findSlugTarget(systemCtx(), "category", below.slug)).toBe(slug);
  });

  it("is changed under If-Match, by the tag that shoppers see too", async () => {
    const made = await make();
    const tag = (await read(made.id)).headers.get("ETag") ?? "";
    expect((await call("PUT", `/${made.id}`, { name: "One" }, { "If-Match": tag })).status).toBe(200);
    for (const [method, body] of [
      ["PUT", { name: "Two" }],
      ["PATCH", { name: "Two" }],
      ["DELETE", undefined],
    ] as const)
      expect((await call(method, `/${made.id}`, body, { "If-Match": tag })).status).toBe(412);
    expect((await read(made.id)).body).toMatchObject({ name: "One", slug: made.slug });
  });

  it("with bad input is refused with a pointer", async () => {
    const made = await make();
    const unknown = "01900000-0000-7000-8000-00000000dead";
    for (const [body, pointer] of [
      [{ name: "" }, "#/name"],
      [{ name: "x".repeat(256) }, "#/name"],
      [{ name: "x", slug: "A B" }, "#/slug"],
      [{ name: "x", parent_id: "root" }, "#/parent_id"],
      [{ name: "x", parent_id: unknown }, "#/parent_id"],
      [{ name: "x", position: -1 }, "#/position"],
      [{ name: "x", colour: 1 }, "#/colour"],
    ] as const) {
      const answer = await call("POST", "", body);
      expect(answer.status).toBe(422);
      expect(pointersOf(answer)).toContain(pointer);
    }
    expect((await call("PATCH", `/${unknown}`, { name: "x" })).status).toBe(404);
    expect((await read(unknown)).status).toBe(404);
    expect((await read("no-such-category")).status).toBe(404);
    expect((await call("PATCH", `/${made.id}`, {})).body.version).toBe(1);
  });
});

describe("the tree", () => {
  it("takes what is below along when a category moves, and its products are found there", async () => {
    const [from, to] = [await make(), await make()];
    const middle = await make({ parent_id: from.id });
    const leaf = await make({ parent_id: middle.id });
    const product = await makeProduct({ categories: [leaf.id] });
    await eventsDelivered();
    expect((await listProducts(`category=${from.slug}`)).body.data).toHaveLength(1);
    const moved = await call("PATCH", `/${middle.id}`, { parent_id: to.id });
    expect(moved).toMatchObject({ status: 200, body: { parent_id: to.id } });
    await eventsDelivered();
    expect((await listProducts(`category=${from.slug}`)).body.data).toEqual([]);
    expect((await listProducts(`category=${to.slug}`)).body.data).toMatchObject([{ id: product.id }]);
    expect((await call("PATCH", `/${middle.id}`, { parent_id: null })).body.parent_id).toBeNull();
    expect(await actionsOn(middle.id)).toEqual(["category.create", "category.move", "category.move"]);
  });

  it("projects every product below again, however many there are", async () => {
    const top = await make();
    const handles = Array.from({ length: 250 }, () => unique("many"));
    await importRows(
      handles.map((Handle) => ({ Handle, Title: Handle, Type: top.slug, "Variant Price": "1.00" })),
    );
    const imported = await rows<{ id: string }>("SELECT id FROM categories WHERE slug = ?", top.slug);
    expect(imported).toHaveLength(1);
    const slug = unique("big");
    await call("PATCH", `/${top.id}`, { slug });
    await eventsDelivered();
    const { body } = await listProducts(`category=${slug}&limit=100`);
    expect(body.pagination.has_more).toBe(true);
    const last = await getProduct(handles[249] ?? "");
    expect(last.body.categories).toMatchObject([{ slug }]);
  });

  it("has no cycle: a category cannot go below itself", async () => {
    const top = await make();
    const below = await make({ parent_id: top.id });
    for (const [id, parent_id] of [
      [top.id, top.id],
      [top.id, below.id],
    ]) {
      const answer = await call("PATCH", `/${id}`, { parent_id });
      expect(answer).toMatchObject({ status: 422, body: { code: "category.cycle" } });
      expect(pointersOf(answer)).toEqual(["#/parent_id"]);
    }
  });

  it("has no cycle either when two move below each other at the same moment", async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, two] = [await make(), await make()];
      const answers = await Promise.all([
        call("PATCH", `/${one.id}`, { parent_id: two.id }),
        call("PATCH", `/${two.id}`, { parent_id: one.id }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    }
    const [one, two] = [await make(), await make()];
    // Between reading the tree and writing it, the other move is made.
    const bindings = atBatch(2, async () => {
      expect((await call("PATCH", `/${two.id}`, { parent_id: one.id })).status).toBe(200);
    });
    const headers = await asStaff(["product:manage"]);
    const body = { parent_id: two.id };
    const late = await callWith(bindings, "PATCH", `/api/v1/categories/${one.id}`, { body, headers });
    expect(late).toMatchObject({ status: 422, body: { code: "category.cycle" } });
  });

  it("lets all of many parallel changes through", async () => {
    const parent = await make();
    const made = await Promise.all([1, 2, 3, 4].map(() => make({ parent_id: parent.id })));
    expect(made.map(({ position }) => position).sort()).toEqual([0, 1, 2, 3]);
  });

  it("is ten levels deep at most", async () => {
    let above: Category | undefined;
    const chain: Category[] = [];
    for (let level = 1; level <= 10; level += 1) {
      above = await make(above ? { parent_id: above.id } : {});
      chain.push(above);
    }
    const answer = await call("POST", "", { name: "Too deep", parent_id: above?.id });
    expect(answer).toMatchObject({ status: 422, body: { code: "category.too_deep" } });
    const other = await make();
    const moved = await call("PATCH", `/${chain[0]?.id}`, { parent_id: other.id });
    expect(moved).toMatchObject({ status: 422, body: { code: "category.too_deep" } });
    expect((await call("PATCH", `/${chain[1]?.id}`, { parent_id: other.id })).status).toBe(200);
  });

  it("is ordered by position, or all below one parent at once", async () => {
    const parent = await make();
    const made = [];
    for (let n = 0; n < 3; n += 1) made.push(await make({ parent_id: parent.id }));
    const [a, b, c] = made.map(({ id }) => id);
    const order = async () =>
      (await listed()).filter(({ parent_id }) => parent_id === parent.id).map(({ id }) => id);
    await eventsDelivered();
    expect(await order()).toEqual([a, b, c]);
    const answer = await manage<{ data: Category[] }>("PUT", `/categories/${parent.id}/children`, {
      ids: [c, a, b],
    });
    expect(answer.body.data.map(({ id, position }) => [id, position])).toEqual([
      [c, 0],
      [a, 1],
      [b, 2],
    ]);
    await eventsDelivered();
    expect(await order()).toEqual([c, a, b]);
    for (const ids of [
      [a, b],
      [a, b, c, parent.id],
      [a, a, b, c],
    ])
      expect((await manage("PUT", `/categories/${parent.id}/children`, { ids })).status).toBe(422);
    await call("PATCH", `/${c}`, { position: 7 });
    await eventsDelivered();
    expect(await order()).toEqual([a, b, c]);
  });
});

describe("deleting a category", () => {
  it("takes an empty one away", async () => {
    const made = await make();
    expect((await call("DELETE", `/${made.id}`)).status).toBe(204);
    expect((await read(made.id)).status).toBe(404);
    await eventsDelivered();
    expect(await listed()).not.toContainEqual(made);
    expect((await call("DELETE", `/${made.id}`)).status).toBe(404);
  });

  it("refuses one with contents, and moves them when told where to", async () => {
    const [made, heir] = [await make(), await make()];
    const below = await make({ parent_id: made.id });
    const product = await makeProduct({ categories: [made.id] });
    const both = await makeProduct({ categories: [made.id, heir.id] });
    const refused = await call("DELETE", `/${made.id}`);
    expect(refused).toMatchObject({
      status: 409,
      body: { code: "category.not_empty", children: 1, products: 2 },
    });
    for (const to of [made.id, below.id])
      expect((await call("DELETE", `/${made.id}?move_to=${to}`)).body).toMatchObject({
        code: "category.cycle",
      });
    expect((await call("DELETE", `/${made.id}?move_to=${heir.id}`)).status).toBe(204);
    expect((await read(below.id)).body).toMatchObject({ parent_id: heir.id, version: 2 });
    await eventsDelivered();
    for (const { id } of [product, both])
      expect((await getProduct(id)).body.categories).toMatchObject([{ id: heir.id }]);
  });

  it("that gets a product at the same moment is refused, and the product keeps it", async () => {
    const made = await make();
    const bindings = atBatch(2, async () => void (await makeProduct({ categories: [made.id] })));
    const headers = await asStaff(["product:manage"]);
    const answer = await callWith(bindings, "DELETE", `/api/v1/categories/${made.id}`, { headers });
    expect(answer).toMatchObject({ status: 409, body: { code: "category.not_empty" } });
    expect(await value("SELECT COUNT(*) FROM product_categories WHERE category_id = ?", made.id)).toBe(1);
  });
});
