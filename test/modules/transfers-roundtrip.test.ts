import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { continueJob } from "../../src/modules/transfers/continue-job.ts";
import type { JobBody } from "../../src/modules/transfers/transfers.schema.ts";
import { continueStalled, deleteOld } from "../../src/modules/transfers/transfers.jobs.ts";
import { api, asStaff, eventsDelivered, rows, value } from "../support/api.ts";
import { importCsv } from "../support/shop.ts";
import {
  csvOf,
  ctxWith,
  download,
  jobEnded,
  readJob,
  runJob,
  silentEnv,
  silentExport,
  silentImport,
  statusOf,
  upload,
} from "../support/transfers.ts";

const TABLES = [
  ...["variant_prices", "stock_movements", "stock_levels", "product_media", "product_options"],
  ...["product_attributes", "product_categories", "product_variants", "products", "categories"],
];

/** Every row of the catalog, times and versions aside. */
async function catalog(): Promise<Record<string, unknown[]>> {
  const tables = TABLES.filter((table) => table !== "stock_movements").map(async (table) => {
    const found = await rows(`SELECT * FROM ${table}`);
    const kept = found.map((row) => {
      const { created_at: _c, updated_at: _u, version: _v, import_hash: _h, ...rest } = row;
      return JSON.stringify(rest);
    });
    return [table, kept.sort()] as const;
  });
  return Object.fromEntries(await Promise.all(tables));
}

/** The runtime warns when the body of a type that it does not know is read as text. */
async function textOf(response: Response): Promise<string> {
  return new TextDecoder().decode(await response.arrayBuffer());
}

async function exported(
  body: Record<string, unknown>,
): Promise<{ job: JobBody; text: string; response: Response }> {
  const answer = await api<JobBody>("POST", "/api/v1/products/exports", { body, headers: await asStaff() });
  expect(answer.status, JSON.stringify(answer.body)).toBe(202);
  const job = await jobEnded(answer.body.id);
  const response = await download(job.id);
  return { job, text: await textOf(response), response };
}

beforeAll(async () => {
  await importCsv(csvOf("many-", 250));
  await importCsv(
    "Handle,Title,Product Category,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Weight Unit,Vendor,Image Src,Cost per item\n" +
      "tee,Tee,Apparel > Shirts > Tees,Size,S,,19.90,kg,Acme,/a.jpg,4\n" +
      "tee,,,,M,,20,,Other,/b.jpg,\n" +
      "tee,,,,,,,,,/c.jpg,\n",
  );
  // What staff may have done since: things that Shopify's format has no columns for.
  await env.DB.batch([
    env.DB.prepare(
      "INSERT INTO product_attributes SELECT id, 'Material', 'Ton, gebrannt' FROM products WHERE slug = 'many-3'",
    ),
    env.DB.prepare(
      "UPDATE products SET metadata = json_set(metadata, '$.erp', json('{\"no\":[1,2]}')) WHERE slug = 'many-3'",
    ),
    env.DB.prepare("UPDATE categories SET name = 'Renamed' WHERE slug = 'type-2'"),
    env.DB.prepare(
      "INSERT INTO product_categories SELECT p.id, c.id, 1 FROM products p, categories c WHERE p.slug = 'many-4' AND c.slug = 'type-1'",
    ),
    env.DB.prepare(
      "DELETE FROM product_categories WHERE product_id = (SELECT id FROM products WHERE slug = 'tee')",
    ),
    env.DB.prepare(
      "INSERT INTO variant_prices SELECT id, 'EUR', 777, 999 FROM product_variants WHERE sku = 'many-5-S'",
    ),
    env.DB.prepare(
      "UPDATE products SET status = 'draft', publish_at = '2030-01-01T00:00:00.000Z' WHERE slug = 'many-6'",
    ),
    env.DB.prepare("UPDATE products SET import_hash = NULL WHERE slug GLOB 'many-1*'"),
  ]);
  await eventsDelivered();
});

describe("an export", () => {
  it("as CSV, imported again, changes nothing, whatever staff did to the products", async () => {
    const before = await catalog();
    const { job, text, response } = await exported({ format: "csv" });
    expect(job).toMatchObject({
      kind: "product_export",
      status: "succeeded",
      progress: { total: 251, done: 251, failed: 0 },
      result: { products: 251 },
    });
    expect(response.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("Content-Disposition")).toMatch(
      /^attachment; filename="products-[\d-]+\.csv"$/,
    );
    expect(job.result.bytes).toBe(new TextEncoder().encode(text).length);
    const again = await jobEnded((await upload(text)).body.id);
    expect(again).toMatchObject({
      progress: { failed: 0 },
      result: { created: 0, updated: 0, unchanged: 251 },
    });
    const atOnce = await importCsv(text);
    expect(atOnce.body).toMatchObject({ created: 0, updated: 0, unchanged: 251, failed: 0 });
    expect(await catalog()).toEqual(before);
  });

  it("as NDJSON, imported again, changes nothing", async () => {
    const before = await catalog();
    const { text, response } = await exported({ format: "ndjson" });
    expect(response.headers.get("Content-Type")).toBe("application/x-ndjson");
    expect(text.trim().split("\n")).toHaveLength(251);
    const again = await jobEnded((await upload(text, { type: "application/x-ndjson" })).body.id);
    expect(again).toMatchObject({
      progress: { failed: 0 },
      result: { created: 0, updated: 0, unchanged: 251 },
    });
    expect(await catalog()).toEqual(before);
  });

  it("changes what was changed in the file, and nothing else", async () => {
    const { text } = await exported({ format: "ndjson" });
    const line = text.split("\n").find((each) => each.includes('"slug":"many-5"')) ?? "";
    const product = JSON.parse(line) as { name: string; variants: { prices: Record<string, unknown> }[] };
    product.name = "Changed";
    product.variants[0] = { ...product.variants[0], prices: { EUR: { amount: 1 } } };
    const again = await jobEnded(
      (await upload(JSON.stringify(product), { type: "application/x-ndjson" })).body.id,
    );
    expect(again).toMatchObject({ result: { updated: 1 } });
    const prices =
      "SELECT currency, amount FROM variant_prices vp JOIN product_variants v ON v.id = vp.variant_id WHERE v.sku = 'many-5-S' ORDER BY currency";
    expect(await rows(prices)).toEqual([
      { currency: "EUR", amount: 1 },
      { currency: "USD", amount: 599 },
    ]);
    expect(await value("SELECT name FROM products WHERE slug = 'many-5'")).toBe("Changed");
  });

  it("refuses a line whose ids belong to another product", async () => {
    const id = await value<string>("SELECT id FROM products WHERE slug = 'many-7'");
    const variant = await value<string>("SELECT id FROM product_variants WHERE sku = 'many-7-S'");
    const line = (slug: string, more: object, own: object) =>
      JSON.stringify({ slug, name: "Copy", ...more, variants: [{ ...own, prices: {} }] });
    const text = [
      line("copy-1", { id }, {}),
      line("copy-2", {}, { id: variant }),
      line("copy-3", {}, {}),
    ].join("\n");
    const job = await jobEnded((await upload(text, { type: "application/x-ndjson" })).body.id);
    expect(job).toMatchObject({ progress: { done: 3, failed: 2 }, result: { created: 1 } });
    const errors = await api<{ data: unknown[] }>("GET", job.errors_url, { headers: await asStaff() });
    expect(errors.body.data).toMatchObject([
      { line: 1, code: "id_taken" },
      { line: 2, code: "id_taken" },
    ]);
  });

  it("has no result before its end, and no job has another's", async () => {
    const id = await silentExport("csv");
    const early = await download(id);
    expect(early.status).toBe(409);
    expect(await early.json()).toMatchObject({ code: "job.not_finished", job_status: "queued" });
    const imported = await silentImport(csvOf("none-", 1));
    expect((await download(imported)).status).toBe(404);
    const body = { format: "xlsx" };
    const refused = await api("POST", "/api/v1/products/exports", { body, headers: await asStaff() });
    expect(refused.status).toBe(422);
  });

  it("is the same file when several deliveries work on it and some of them die", async () => {
    const [calm, rough] = [await silentExport("ndjson"), await silentExport("ndjson")];
    await runJob(calm);
    for (let seconds = 0; ["queued", "running"].includes(await statusOf(rough)); seconds += 200) {
      let puts = 0;
      const bucket = new Proxy(silentEnv.BACKUPS, {
        get(target, property) {
          const member: unknown = Reflect.get(target, property);
          if (typeof member !== "function") return member;
          return async (...list: unknown[]) => {
            const result: unknown = await Reflect.apply(
              member as (...args: unknown[]) => unknown,
              target,
              list,
            );
            if (property === "put" && ++puts === 2) throw new Error("the Worker died here");
            return result;
          };
        },
      });
      const dying = { ...silentEnv, EVENTS: silentEnv.EVENTS, DB: silentEnv.DB, BACKUPS: bucket };
      const runs = [dying, silentEnv].map((bindings) =>
        continueJob(ctxWith(bindings, seconds), rough).catch(() => undefined),
      );
      await Promise.all(runs);
    }
    expect(await textOf(await download(rough))).toBe(await textOf(await download(calm)));
    expect((await readJob(rough)).result).toEqual((await readJob(calm)).result);
  });
});

describe("housekeeping", () => {
  it("goes on with jobs that lost their event or their worker", async () => {
    const lost = await silentImport(csvOf("lost-", 3));
    const dead = await silentImport(csvOf("dead-", 3));
    await rows(
      "UPDATE background_jobs SET status = 'running', lease_until = ? WHERE id = ?",
      "2026-01-01T00:00:00.000Z",
      dead,
    );
    await continueStalled(ctxWith(env));
    expect(await statusOf(lost)).toBe("queued");
    await rows(
      "UPDATE background_jobs SET updated_at = '2026-01-01T00:00:00.000Z' WHERE id IN (?, ?)",
      lost,
      dead,
    );
    await continueStalled(ctxWith(env));
    expect(await jobEnded(lost)).toMatchObject({ status: "succeeded", result: { created: 3 } });
    expect(await jobEnded(dead)).toMatchObject({ status: "succeeded", result: { created: 3 } });
  });

  it("deletes jobs, their errors and files a week after their end", async () => {
    const { job } = await exported({ format: "csv" });
    const bad = await silentImport("Handle,Title,Variant Price\nx,X,free\n");
    await runJob(bad);
    const active = await silentImport(csvOf("active-", 1));
    const day = 24 * 60 * 60;
    await deleteOld(ctxWith(silentEnv, 6 * day));
    expect(await statusOf(job.id)).toBe("succeeded");
    await deleteOld(ctxWith(silentEnv, 8 * day));
    expect([await statusOf(job.id), await statusOf(bad), await statusOf(active)]).toEqual([
      "none",
      "none",
      "queued",
    ]);
    expect(await value("SELECT COUNT(*) FROM background_job_errors WHERE job_id = ?", bad)).toBe(0);
    expect((await silentEnv.BACKUPS.list({ prefix: `exports/${job.id}` })).objects).toEqual([]);
  });
});

describe("moving a catalog to an empty shop", () => {
  it("by NDJSON keeps every row, ids included", async () => {
    const before = await catalog();
    const { text } = await exported({ format: "ndjson" });
    await env.DB.batch(
      TABLES.map((table) =>
        env.DB.prepare(
          table === "categories" ? "UPDATE categories SET parent_id = NULL" : `DELETE FROM ${table}`,
        ),
      ),
    );
    await env.DB.prepare("DELETE FROM categories").run();
    const job = await jobEnded((await upload(text, { type: "application/x-ndjson" })).body.id);
    expect(job).toMatchObject({ status: "succeeded", progress: { failed: 0 } });
    const after = await catalog();
    // Categories are found by their slugs; they have no ids in the file, and those without a product are not in it.
    const comparable = ({ categories: _c, product_categories: _p, ...rest }: Record<string, unknown[]>) =>
      rest;
    expect(comparable(after)).toEqual(comparable(before));
    expect(after["product_categories"]).toHaveLength(before["product_categories"]?.length ?? 0);
  });
});
