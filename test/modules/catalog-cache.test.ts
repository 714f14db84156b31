import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import type { Product } from "../../src/modules/catalog/catalog.schema.ts";
import { setClock } from "../../src/platform/ctx.ts";
import { forgetIsolateMemory } from "../../src/platform/memory-cache.ts";
import worker from "../../workers/main.ts";
import { makeUser } from "../support/accounts.ts";
import { api, asStaff, eventsDelivered, rows } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { getProduct, importRows } from "../support/catalog.ts";
import { countingEnv } from "../support/counting-env.ts";
import { makeProduct, manage, usd } from "../support/products.ts";
import { makeVariant, placeOrder, readyCart, unique } from "../support/shop.ts";
import { visit } from "../support/visit.ts";

beforeEach(forgetIsolateMemory);

async function emptyKv(): Promise<void> {
  const { keys } = await env.CATALOG_CACHE.list();
  await Promise.all(keys.map((key) => env.CATALOG_CACHE.delete(key.name)));
}

/** A product that shoppers can see. */
async function onSale(): Promise<{ slug: string; id: string }> {
  const variant = await makeVariant();
  return { slug: variant.sku.toLowerCase(), id: variant.product_id };
}

const pathOf = (idOrSlug: string) => `/api/v1/products/${idOrSlug}`;

const timingOf = (answer: { headers: Headers }) => answer.headers.get("Server-Timing");

/** The test environment whose KV answers every call in this way. */
function withKv(answer: () => Promise<never>): Env {
  return { ...env, CATALOG_CACHE: new Proxy(env.CATALOG_CACHE, { get: () => answer }) };
}

/** The test environment whose read model does something else first, whenever it is read. */
function beforeRead(instead: () => Promise<void>): Env {
  const session = env.SEARCH_DB.withSession("first-unconstrained");
  const slow: Pick<D1DatabaseSession, "prepare" | "batch"> = {
    prepare: (query) => session.prepare(query),
    batch: async (statements) => {
      await instead();
      return session.batch(statements);
    },
  };
  return { ...env, SEARCH_DB: new Proxy(env.SEARCH_DB, { get: () => () => slow }) };
}

describe("requests that miss at the same time", () => {
  it.each([
    ["a product", async () => pathOf((await onSale()).slug), 1],
    ["an unknown product", () => Promise.resolve(pathOf(unique("nothing"))), 0],
    ["a list", () => Promise.resolve("/api/v1/products?limit=9"), 1],
    ["the categories", () => Promise.resolve("/api/v1/categories"), 1],
    ["suggestions", async () => `/api/v1/search/suggest?q=${(await onSale()).slug.slice(0, 20)}`, 1],
  ])("read %s once", async (_, prepare, kvWrites) => {
    const path = await prepare();
    await emptyKv();
    forgetIsolateMemory();
    const { env: counted, counts } = countingEnv();
    const answers = await Promise.all(Array.from({ length: 8 }, () => callWith(counted, "GET", path)));
    expect(new Set(answers.map((answer) => answer.status)).size).toBe(1);
    expect(new Set(answers.map((answer) => answer.headers.get("ETag"))).size).toBe(1);
    expect(counts).toMatchObject({ kvReads: 1, searchD1: 1, kvWrites, d1: kvWrites === 0 ? 1 : 0 });
  });

  it("share a failure, and nobody who asks later does", async () => {
    const { slug } = await onSale();
    await emptyKv();
    forgetIsolateMemory();
    let reads = 0;
    const broken = beforeRead(() => {
      reads += 1;
      return Promise.reject(new Error("no database"));
    });
    const both = [callWith(broken, "GET", pathOf(slug)), callWith(broken, "GET", pathOf(slug))];
    expect((await Promise.all(both)).map((answer) => answer.status)).toEqual([500, 500]);
    expect(reads).toBe(1);
    expect((await callWith(env, "GET", pathOf(slug))).status).toBe(200);
  });

  it("do not wait for one that hangs", async () => {
    const { slug } = await onSale();
    await emptyKv();
    forgetIsolateMemory();
    let release = () => {};
    const hanging = beforeRead(() => new Promise((resolve) => (release = resolve)));
    const first = callWith(hanging, "GET", pathOf(slug));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const started = Date.now();
    expect((await callWith(env, "GET", pathOf(slug))).status).toBe(200);
    expect(Date.now() - started).toBeGreaterThan(1_500);
    release();
    expect((await first).status).toBe(200);
  });

  it("still get their answer when the client of the first hangs up", async () => {
    const { slug } = await onSale();
    await emptyKv();
    forgetIsolateMemory();
    const abort = new AbortController();
    const gone = visit(`http://shop.test${pathOf(slug)}`, { signal: abort.signal });
    const others = [getProduct(slug), getProduct(slug)];
    abort.abort();
    await gone.then((response) => response.text()).catch(() => undefined);
    expect((await Promise.all(others)).map((answer) => answer.status)).toEqual([200, 200]);
  });
});

describe("a product that does not exist", () => {
  it("is looked for once in 5 seconds", async () => {
    const path = pathOf(unique("nothing"));
    const { env: counted, counts } = countingEnv();
    for (let i = 0; i < 3; i++) expect((await callWith(counted, "GET", path)).status).toBe(404);
    expect(counts).toMatchObject({ kvReads: 1, searchD1: 1, d1: 1, kvWrites: 0 });
    setClock(() => new Date(Date.now() + 5_001));
    expect((await callWith(counted, "GET", path)).status).toBe(404);
    setClock(undefined);
    expect(counts).toMatchObject({ kvReads: 2, searchD1: 2, d1: 2 });
  });

  it("is found as soon as it is there, by slug and by id", async () => {
    const made = await makeProduct({ status: "draft" });
    for (const name of [made.slug, made.id]) expect((await getProduct(name)).status).toBe(404);
    expect((await manage("PATCH", `/products/${made.id}`, { status: "active" })).status).toBe(200);
    await eventsDelivered();
    for (const name of [made.slug, made.id]) expect((await getProduct(name)).status).toBe(200);
  });

  it("but did under that slug: the redirect is looked up once, and follows the next rename", async () => {
    const made = await makeProduct();
    const rename = async (slug: string) => {
      expect((await manage("PATCH", `/products/${made.id}`, { slug })).status).toBe(200);
      await eventsDelivered();
    };
    const { env: counted, counts } = countingEnv();
    for (const slug of [unique("second"), unique("third")]) {
      await rename(slug);
      const before = counts.d1;
      for (let i = 0; i < 2; i++) {
        const answer = await callWith(counted, "GET", pathOf(made.slug));
        expect([answer.status, answer.headers.get("Location")]).toEqual([301, pathOf(slug)]);
      }
      expect(counts.d1 - before).toBe(1);
    }
  });
});

describe("Server-Timing", () => {
  it("tells the level that answered", async () => {
    const { slug } = await onSale();
    const path = pathOf(slug);
    await emptyKv();
    forgetIsolateMemory();
    expect(timingOf(await callWith(env, "GET", path))).toBe('catalog;desc="replica"');
    expect(timingOf(await callWith(env, "GET", path))).toBe('catalog;desc="shared"');
    expect(timingOf(await callWith(env, "GET", `${path}?currency=USD`))).toBe('catalog;desc="memory"');
    await importRows([{ Handle: slug, Title: "Renamed", "Variant SKU": slug, "Variant Price": "2.00" }]);
    forgetIsolateMemory();
    const fromKv = await callWith(env, "GET", path);
    expect(timingOf(fromKv)).toBe('catalog;desc="kv"');
    const headers = { "If-None-Match": fromKv.headers.get("ETag") ?? "" };
    const unchanged = await callWith(env, "GET", path, { headers });
    expect([unchanged.status, timingOf(unchanged)]).toEqual([304, 'catalog;desc="shared"']);
  });

  it.each(["/products?limit=11", "/categories", "/search?q=mug", "/search/suggest?q=mug"])(
    "is on %s",
    async (path) => {
      const first = await callWith(env, "GET", `/api/v1${path}`);
      expect(timingOf(first)).toMatch(/^catalog;desc="(replica|kv)"$/);
      expect(timingOf(await callWith(env, "GET", `/api/v1${path}`))).toBe('catalog;desc="shared"');
    },
  );

  it("is on a 404, which says that memory knew", async () => {
    const path = pathOf(unique("nothing"));
    expect(timingOf(await callWith(env, "GET", path))).toBe('catalog;desc="replica"');
    expect(timingOf(await callWith(env, "GET", path))).toBe('catalog;desc="memory"');
  });
});

describe("staff", () => {
  /** Changes the price where the projection does not see it, as if it had not run yet. */
  async function changedBehindTheCaches(): Promise<{ slug: string; id: string }> {
    const product = await onSale();
    await getProduct(product.slug);
    await rows(
      "UPDATE variant_prices SET amount = 777 WHERE variant_id IN (SELECT id FROM product_variants WHERE product_id = ?)",
      product.id,
    );
    return product;
  }

  async function cookieOf(role: "staff" | "customer"): Promise<Record<string, string>> {
    const { email, password } = await makeUser({ role });
    const opened = await api("POST", "/api/v1/auth/session", { body: { email, password } });
    return { Cookie: opened.headers.get("Set-Cookie")?.split(";")[0] ?? "" };
  }

  it.each([
    ["an access token", async () => (await makeUser({ role: "staff" })).headers],
    ["an API key", () => asStaff(["product:manage"])],
    ["a session cookie", () => cookieOf("staff")],
  ])("with %s see a change at once, and nobody may cache it", async (_, credentials) => {
    const { slug, id } = await changedBehindTheCaches();
    const headers = await credentials();
    for (const name of [slug, id]) {
      const answer = await api<Product>("GET", pathOf(name), { headers });
      expect(answer).toMatchObject({ status: 200, body: { price: usd(777) } });
      expect(answer.headers.get("Cache-Control")).toBe("no-store");
      expect(timingOf(answer)).toBe('catalog;desc="primary"');
      expect(answer.headers.get("ETag")).toMatch(/^"\d+-/);
    }
    const everybody = await getProduct(slug);
    expect(everybody.body.price).toEqual(usd(2000));
    expect(everybody.headers.get("Cache-Control")).toContain("public");
    expect(everybody.headers.get("Vary")).toMatch(/Authorization, Cookie/);
  });

  it("see the public document: a draft is not there, an old slug leads to the new one", async () => {
    const headers = await asStaff(["product:manage"]);
    const draft = await makeProduct({ status: "draft" });
    for (const name of [draft.id, draft.slug])
      expect((await api("GET", pathOf(name), { headers })).status).toBe(404);
    const made = await makeProduct();
    const slug = unique("renamed");
    await manage("PATCH", `/products/${made.id}`, { slug });
    const url = `http://shop.test${pathOf(made.slug)}`;
    const moved = await visit(url, { headers, redirect: "manual" });
    expect([moved.status, moved.headers.get("Location")]).toEqual([301, pathOf(slug)]);
    expect(moved.headers.get("Cache-Control")).toBe("no-store");
  });

  it.each([
    ["a customer's token", async () => (await makeUser()).headers],
    ["a customer's cookie", () => cookieOf("customer")],
    ["a key for orders", () => asStaff(["order:manage"])],
    ["credentials that are no good", () => Promise.resolve({ Authorization: "Bearer nonsense" })],
    ["another site's cookie", () => Promise.resolve({ Cookie: "theme=dark" })],
  ])("are not taken for who sends %s: the public answer, as before", async (_, credentials) => {
    const { slug } = await changedBehindTheCaches();
    const answer = await api<Product>("GET", pathOf(slug), { headers: await credentials() });
    expect(answer).toMatchObject({ status: 200, body: { price: usd(2000) } });
    expect(answer.headers.get("Cache-Control")).toContain("public");
  });

  it("cannot be checked while the main database fails: readers with a cookie still get the public answer", async () => {
    const { slug } = await onSale();
    const down = () => {
      throw new Error("no database");
    };
    const broken = { ...env, DB: new Proxy(env.DB, { get: () => down }) };
    const headers = { Cookie: `__Host-session=${"A".repeat(43)}` };
    expect((await callWith(broken, "GET", pathOf(slug), { headers })).status).toBe(200);
  });
});

describe("availability", () => {
  it("is backorder for what is sold out and sold all the same; lists find it among what can be bought", async () => {
    const category = unique("shelf");
    const variant = await makeVariant({ stock: 1, policy: "continue", category });
    const classes = async () => {
      const { body } = await getProduct(variant.product_id);
      return [body.availability, body.variants[0]?.availability];
    };
    expect(await classes()).toEqual(["in_stock", "in_stock"]);
    expect((await placeOrder(await readyCart([{ variant, quantity: 1 }]))).status).toBe(201);
    await eventsDelivered();
    expect(await classes()).toEqual(["backorder", "backorder"]);
    const query = `category=${category}&facets=true`;
    const found = async (availability: string) =>
      (await api<{ data: Product[] }>("GET", `/api/v1/products?${query}&availability=${availability}`)).body
        .data;
    expect(await found("in_stock")).toMatchObject([{ id: variant.product_id, availability: "backorder" }]);
    expect(await found("out_of_stock")).toEqual([]);
    const staff = await manage("GET", `/admin/products/${variant.product_id}`);
    expect(staff.body.availability).toBe("backorder");
    expect(JSON.stringify((await getProduct(variant.product_id)).body)).not.toContain('"available"');
  });
});

describe("without CATALOG_CACHE", () => {
  const failing = withKv(() => Promise.reject(new Error("KV is down")));

  it.each(["/products?limit=13", "/categories", "/search?q=product", "/search/suggest?q=product"])(
    "%s is answered out of the read model",
    async (path) => {
      await onSale();
      const expected = await callWith(env, "GET", `/api/v1${path}`);
      forgetIsolateMemory();
      const answer = await callWith(failing, "GET", `/api/v1${path}`);
      expect(timingOf(answer)).toBe('catalog;desc="replica"');
      expect([answer.status, answer.body]).toEqual([200, expected.body]);
    },
  );

  it("a product is found, an unknown one is not, and a changed one is seen changed", async () => {
    const { slug, id } = await onSale();
    for (const name of [slug, id]) {
      const answer = await callWith<Product>(failing, "GET", pathOf(name));
      expect([answer.status, answer.body.id, timingOf(answer)]).toEqual([200, id, 'catalog;desc="replica"']);
    }
    expect((await callWith(failing, "GET", pathOf(unique("nothing")))).status).toBe(404);
    await importRows([{ Handle: slug, Title: "Changed", "Variant SKU": slug, "Variant Price": "3.00" }]);
    expect((await callWith<Product>(failing, "GET", pathOf(slug))).body.price).toEqual(usd(300));
  });

  it("what cannot be kept does not fail the work after the answer", async () => {
    const { slug } = await onSale();
    const execution = createExecutionContext();
    const request = new Request<unknown, IncomingRequestCfProperties>(`http://shop.test${pathOf(slug)}`);
    expect((await worker.fetch(request, failing, execution)).status).toBe(200);
    await expect(waitOnExecutionContext(execution)).resolves.toBeUndefined();
  });

  it("emptied, it fills again", async () => {
    const { slug } = await onSale();
    await emptyKv();
    forgetIsolateMemory();
    expect((await getProduct(slug)).status).toBe(200);
    expect((await api("GET", "/api/v1/products?limit=17")).status).toBe(200);
  });
});
