import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { setClock } from "../../src/platform/ctx.ts";
import { forgetSharedAnswers } from "../../src/platform/http/index.ts";
import { forgetIsolateMemory } from "../../src/platform/memory-cache.ts";
import type { Answer } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { importRows } from "../support/catalog.ts";
import { countingEnv } from "../support/counting-env.ts";
import { makeVariant, unique } from "../support/shop.ts";

let offset = 0;

/** Lets time pass, for the caches at least. */
function later(seconds: number): void {
  offset += seconds * 1000;
}

beforeEach(() => {
  offset = 0;
  setClock(() => new Date(Date.now() + offset));
});

afterEach(() => {
  setClock(undefined);
  forgetIsolateMemory();
});

interface OnSale {
  slug: string;
  id: string;
  category: string;
}

/** A product that shoppers can see, some time after this isolate has published it. */
async function onSale(): Promise<OnSale> {
  const category = unique("shelf");
  const variant = await makeVariant({ category });
  later(1);
  return { slug: variant.sku.toLowerCase(), id: variant.product_id, category };
}

const documentPath = ({ slug }: OnSale) => `/api/v1/products/${slug}`;
const pagePath = ({ category }: OnSale) => `/api/v1/products?category=${category}`;
const PATHS: [string, (product: OnSale) => string][] = [
  ["a document", documentPath],
  ["a list", pagePath],
];

const levelOf = (answer: Answer) =>
  /^catalog;desc="([\w-]+)"$/.exec(answer.headers.get("Server-Timing") ?? "")?.[1];

/** Asks behind the answers that are shared before routing. */
function ask(path: string, bindings: Env = env): Promise<Answer> {
  forgetSharedAnswers();
  return callWith(bindings, "GET", path);
}

/** Asks for it anew, so that KV has what a reader has kept and this isolate's memory has it too. */
async function kept(path: string): Promise<Answer> {
  const { keys } = await env.CATALOG_CACHE.list();
  const entries = keys.filter((key) => key.name !== "catalog:versions");
  await Promise.all(entries.map((key) => env.CATALOG_CACHE.delete(key.name)));
  forgetIsolateMemory();
  const answer = await ask(path);
  expect([answer.status, levelOf(answer)]).toEqual([200, "replica"]);
  return answer;
}

/** Changes the read model and publishes new versions, as another isolate does: this one is not told. */
async function changedElsewhere(sql: string, ...values: string[]): Promise<void> {
  const versions = { version: unique("version"), epoch: unique("epoch") };
  const setMeta = env.SEARCH_DB.prepare("UPDATE catalog_meta SET value = ? WHERE key = ?");
  await env.SEARCH_DB.batch([
    env.SEARCH_DB.prepare("INSERT OR IGNORE INTO catalog_meta (key, value) VALUES ('epoch', '')"),
    setMeta.bind(versions.version, "version"),
    setMeta.bind(versions.epoch, "epoch"),
    env.SEARCH_DB.prepare(sql).bind(...values),
  ]);
  await env.CATALOG_CACHE.put("catalog:versions", JSON.stringify(versions));
}

const renamedElsewhere = ({ id }: OnSale) =>
  changedElsewhere(
    "UPDATE product_documents SET document = json_set(document, '$.name', 'Renamed'), etag = '\"renamed\"' WHERE product_id = ?",
    id,
  );

const removedElsewhere = ({ id }: OnSale) =>
  changedElsewhere("DELETE FROM product_documents WHERE product_id = ?", id);

/** Versions that documents and pages are valid for, as an import of anything else by this isolate leaves them. */
beforeEach(async () => {
  await importRows([{ Handle: unique("other"), Title: "Other", "Variant Price": "1.00" }]);
  await changedElsewhere("SELECT 1");
});

/** The test environment whose read model does not answer. */
const withoutReplica: Env = {
  ...env,
  SEARCH_DB: new Proxy(env.SEARCH_DB, {
    get: () => () => {
      throw new Error("no read model");
    },
  }),
};

async function fifty(path: string) {
  const { env: counted, counts } = countingEnv();
  forgetSharedAnswers();
  const answers = await Promise.all(Array.from({ length: 50 }, () => callWith(counted, "GET", path)));
  const seen = answers.map((answer) => `${answer.status} ${levelOf(answer)} ${answer.headers.get("ETag")}`);
  return { seen: [...new Set(seen)], counts };
}

describe.each(PATHS)("%s that was changed elsewhere", (_, pathOf) => {
  it("is answered to 50 requests out of stale memory, while one call to the read model refreshes it", async () => {
    const product = await onSale();
    const path = pathOf(product);
    const before = await kept(path);
    await renamedElsewhere(product);
    expect(levelOf(await ask(path))).toBe("memory");
    later(6);
    const { seen, counts } = await fifty(path);
    expect(seen).toEqual([`200 memory-stale ${before.headers.get("ETag")}`]);
    expect(counts).toMatchObject({ kvReads: 1, searchD1: 1, kvWrites: 1, d1: 0 });
    const after = await ask(path);
    expect([levelOf(after), JSON.stringify(after.body).includes("Renamed")]).toEqual(["memory", true]);
  });

  it("is answered to 50 requests out of a stale KV entry, which one call to the read model rewrites", async () => {
    const product = await onSale();
    const path = pathOf(product);
    const before = await kept(path);
    await renamedElsewhere(product);
    forgetIsolateMemory();
    const { seen, counts } = await fifty(path);
    expect(seen).toEqual([`200 kv-stale ${before.headers.get("ETag")}`]);
    expect(counts).toMatchObject({ kvReads: 1, searchD1: 1, kvWrites: 1, d1: 0 });
    const after = await ask(path);
    expect([levelOf(after), JSON.stringify(after.body).includes("Renamed")]).toEqual(["memory", true]);
    forgetIsolateMemory();
    const rewritten = await ask(path);
    expect([levelOf(rewritten), rewritten.body]).toEqual(["kv", after.body]);
  });

  it("is not taken out of KV a minute after it was read: the change is answered", async () => {
    const product = await onSale();
    const path = pathOf(product);
    await kept(path);
    await renamedElsewhere(product);
    forgetIsolateMemory();
    later(61);
    const answer = await ask(path);
    expect([levelOf(answer), JSON.stringify(answer.body).includes("Renamed")]).toEqual(["replica", true]);
  });

  it("is not answered stale after this isolate has published a change of its own", async () => {
    const product = await onSale();
    const path = pathOf(product);
    await kept(path);
    await renamedElsewhere(product);
    later(1);
    await importRows([{ Handle: unique("own"), Title: "Own", "Variant Price": "1.00" }]);
    await changedElsewhere("SELECT 1");
    forgetIsolateMemory();
    expect(levelOf(await ask(path))).toBe("replica");
  });

  it("is answered out of stale memory while the read model is down, and no longer than 30 seconds", async () => {
    const product = await onSale();
    const path = pathOf(product);
    const before = await kept(path);
    await renamedElsewhere(product);
    later(6);
    for (let i = 0; i < 2; i++) {
      const answer = await ask(path, withoutReplica);
      expect([levelOf(answer), answer.body]).toEqual(["memory-stale", before.body]);
    }
    later(25);
    await env.CATALOG_CACHE.put("catalog:versions", "{}");
    expect((await ask(path, withoutReplica)).status).toBe(500);
  });
});

describe.each([
  ["categories", () => "/api/v1/categories"],
  ["suggestions", ({ slug }: OnSale) => `/api/v1/search/suggest?q=${slug.slice(0, 20)}`],
  ["a search", ({ slug }: OnSale) => `/api/v1/search?q=${slug.slice(0, 20)}`],
])("%s", (_, pathOf) => {
  it("come stale out of memory and out of KV, too", async () => {
    const path = pathOf(await onSale());
    await kept(path);
    later(6);
    expect(levelOf(await ask(path))).toBe("memory-stale");
    expect(levelOf(await ask(path))).toBe("memory");
    await changedElsewhere("SELECT 1");
    forgetIsolateMemory();
    expect(levelOf(await ask(path))).toBe("kv-stale");
    forgetIsolateMemory();
    expect(levelOf(await ask(path))).toBe("kv");
  });
});

describe("a list whose old versions KV still shows", () => {
  it("is not answered by the isolate that has published a change since", async () => {
    const product = await onSale();
    const path = pagePath(product);
    await kept(path);
    const old = (await env.CATALOG_CACHE.get("catalog:versions")) ?? "";
    later(1);
    await importRows([
      { Handle: unique("own"), Title: "Own", "Product Category": product.category, "Variant Price": "1.00" },
    ]);
    await env.CATALOG_CACHE.put("catalog:versions", old);
    const answer = await ask(path);
    expect([levelOf(answer), (answer.body["data"] as unknown[]).length]).toEqual(["replica", 2]);
  });
});

describe("a product that was taken off sale elsewhere", () => {
  it("with its KV entry is gone for who has not got it in memory", async () => {
    const product = await onSale();
    await kept(documentPath(product));
    await removedElsewhere(product);
    await env.CATALOG_CACHE.delete(`product:USD:${product.slug}`);
    forgetIsolateMemory();
    expect((await ask(documentPath(product))).status).toBe(404);
  });

  it("among many, whose entries only became overtaken, is gone after one stale answer, out of KV too", async () => {
    const product = await onSale();
    const path = documentPath(product);
    await kept(path);
    await removedElsewhere(product);
    forgetIsolateMemory();
    expect(levelOf(await ask(path))).toBe("kv-stale");
    expect((await ask(path)).status).toBe(404);
    expect(await env.CATALOG_CACHE.get(`product:USD:${product.slug}`)).toBeNull();
    forgetIsolateMemory();
    expect((await ask(path)).status).toBe(404);
  });
});

describe("a product that appeared elsewhere", () => {
  it("is there 5 seconds after it was asked for in vain: that it is absent is never answered stale", async () => {
    const product = await onSale();
    const slug = unique("awaited");
    const path = `/api/v1/products/${slug}`;
    expect((await ask(path)).status).toBe(404);
    await changedElsewhere("UPDATE product_documents SET slug = ? WHERE product_id = ?", slug, product.id);
    later(4);
    expect(levelOf(await ask(path))).toBe("memory");
    later(2);
    const answer = await ask(path);
    expect([answer.status, levelOf(answer)]).toEqual([200, "replica"]);
  });
});
