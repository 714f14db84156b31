import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { projectProducts } from "../../src/modules/search/project-products.ts";
import { rebuildIfStale } from "../../src/modules/search/rebuild-read-model.ts";
import { createCtx } from "../../src/platform/ctx.ts";
import { forgetIsolateMemory } from "../../src/platform/memory-cache.ts";
import { api, asStaff, rows, value } from "../support/api.ts";
import { importRows, listProducts, type ProductPage } from "../support/catalog.ts";
import { atBatch } from "../support/failing-env.ts";
import { unique } from "../support/shop.ts";

const PATH = "/api/v1/search/rebuild";
const ctxWith = (bindings: Env) =>
  createCtx(bindings, { kind: "system", job: "test" }, { waitUntil: () => undefined });
const run = (bindings: Env = env) => rebuildIfStale(ctxWith(bindings));
const stored = async (sql: string, ...values: unknown[]) =>
  (
    await env.SEARCH_DB.prepare(sql)
      .bind(...values)
      .first<{ n: number }>()
  )?.n;

interface Progress {
  status: string;
  projected: number;
  finished_at: string | null;
}

async function request(): Promise<Progress> {
  const answer = await api<Progress & Record<string, unknown>>("POST", PATH, { headers: await asStaff() });
  expect(answer.status).toBe(202);
  expect(answer.headers.get("Location")).toBe(PATH);
  return answer.body;
}

async function progress(): Promise<Progress> {
  return (await api<Progress & Record<string, unknown>>("GET", PATH, { headers: await asStaff() })).body;
}

async function shelfOf(count: number): Promise<string> {
  const shelf = unique("rebuilt");
  await importRows(
    Array.from({ length: count }, (_, index) => ({
      Handle: `${shelf}-${index}`,
      Title: `${shelf} no ${index}`,
      "Product Category": shelf,
      "Variant Price": "1.00",
    })),
  );
  return shelf;
}

describe("a rebuild of the read model", () => {
  it("is for administrators of the system alone", async () => {
    for (const method of ["GET", "POST"]) {
      expect((await api(method, PATH)).status).toBe(401);
      expect((await api(method, PATH, { headers: await asStaff(["product:manage"]) })).status).toBe(403);
    }
  });

  it("is asked for once, however often, and audited; the job does it and says how far it is", async () => {
    await run();
    await shelfOf(3);
    const asked = await Promise.all([request(), request(), request()]);
    expect(asked.map(({ status }) => status)).toEqual(["waiting", "waiting", "waiting"]);
    expect(await value("SELECT COUNT(*) FROM audit_log WHERE action = 'search.rebuild'")).toBe(3);
    expect(await run()).toMatch(/^rebuilt/);
    const products = await value("SELECT COUNT(*) FROM products");
    const done = await progress();
    expect(done).toMatchObject({ status: "done", projected: products });
    expect(done.finished_at).not.toBeNull();
    expect(await run()).toBe("up to date");
  });

  it("puts back what was lost, in the documents and in every index, and removes what is no more", async () => {
    const shelf = await shelfOf(3);
    await env.SEARCH_DB.batch(
      ["product_documents", "product_facets", "product_search", "search_words"].map((table) =>
        env.SEARCH_DB.prepare(`DELETE FROM ${table} WHERE true`),
      ),
    );
    const gone = "01900000-0000-7000-8000-00000000dead";
    await env.SEARCH_DB.prepare(
      `INSERT INTO product_documents (currency, product_id, number, slug, name_key, price, created_at, availability, document, etag, projected_at)
       VALUES ('USD', ?, 999999, 'gone', 'gone', 1, '2026', 'in_stock', '{}', 'e', '2026')`,
    )
      .bind(gone)
      .run();
    await request();
    await run();
    forgetIsolateMemory();
    expect((await listProducts(`category=${shelf}&sort=name`)).body.data).toHaveLength(3);
    expect((await listProducts(`q=${shelf}`)).body.data).toHaveLength(3);
    expect((await api<ProductPage>("GET", `/api/v1/search?q=${shelf}x`)).body.data).toHaveLength(3);
    expect(await stored("SELECT COUNT(*) AS n FROM product_documents WHERE product_id = ?", gone)).toBe(0);
  });

  it("goes on after a crash where it was, and ends with every product", async () => {
    const shelf = await shelfOf(130);
    await env.SEARCH_DB.prepare("DELETE FROM product_search").run();
    await request();
    // Each round of products reads, writes and keeps its progress: the run dies before it keeps that of the second.
    let died = false;
    const dying = atBatch(
      7,
      () => {
        died = true;
        return Promise.reject(new Error("the Worker died"));
      },
      "SEARCH_DB",
    );
    await expect(run(dying)).rejects.toThrow("the Worker died");
    expect(died).toBe(true);
    expect(await progress()).toMatchObject({ status: "running", projected: 100 });
    await Promise.all([run(), run()]);
    expect((await progress()).status).toBe("done");
    forgetIsolateMemory();
    const numbered = await stored(
      "SELECT COUNT(*) AS n FROM product_search WHERE product_search MATCH ?",
      `name : "${shelf.split("-").join('" AND name : "')}"`,
    );
    expect(numbered).toBe(130);
  });

  it("shows no request an empty or smaller catalog while it runs", async () => {
    const shelf = await shelfOf(20);
    await request();
    let running = true;
    const rebuild = run().finally(() => {
      running = false;
    });
    const seen = new Set<number>();
    while (running) {
      forgetIsolateMemory();
      const lists = [`category=${shelf}`, `q=${shelf}`, `category=${shelf}&sort=price`];
      const answers = await Promise.all(lists.map((query) => listProducts(`${query}&limit=100`)));
      for (const answer of answers) seen.add(answer.body.data.length);
    }
    await rebuild;
    expect([...seen]).toEqual([20]);
  });
});

describe("two products that swap their slugs", () => {
  it("are both found under their new ones, whichever is projected first", async () => {
    const shelf = await shelfOf(2);
    const slugs = [`${shelf}-0`, `${shelf}-1`] as const;
    const found = await rows<{ id: string; slug: string }>(
      "SELECT id, slug FROM products WHERE slug IN (?, ?) ORDER BY slug",
      ...slugs,
    );
    const ids = found.map((row) => row.id);
    const rename = "UPDATE products SET slug = ? WHERE id = ?";
    await env.DB.batch(
      [
        ["between", ids[0]],
        [slugs[0], ids[1]],
        [slugs[1], ids[0]],
      ].map((pair) => env.DB.prepare(rename).bind(...pair)),
    );
    for (const id of ids) await projectProducts(ctxWith(env), [id]);
    forgetIsolateMemory();
    for (const [index, slug] of slugs.entries()) {
      const answer = await api("GET", `/api/v1/products/${slug}`);
      expect(answer).toMatchObject({ status: 200, body: { slug } });
      expect(answer.body["id"]).toBe(ids[1 - index]);
    }
    expect((await listProducts(`category=${shelf}`)).body.data).toHaveLength(2);
  });
});
