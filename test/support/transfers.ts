import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { continueJob } from "../../src/modules/transfers/continue-job.ts";
import { createExport } from "../../src/modules/transfers/create-export.ts";
import { createImport } from "../../src/modules/transfers/create-import.ts";
import type { JobBody } from "../../src/modules/transfers/transfers.schema.ts";
import { createCtx, type Ctx } from "../../src/platform/ctx.ts";
import { type Answer, api, asStaff, eventually, rows } from "./api.ts";
import { visit } from "./visit.ts";
import { visitWith } from "./visit-with.ts";

export const CSV_HEADER =
  "Handle,Title,Body (HTML),Vendor,Type,Tags,Option1 Name,Option1 Value,Variant SKU,Variant Grams," +
  "Variant Inventory Qty,Variant Price,Variant Compare At Price,Image Src,Gift Card,Variant Weight Unit";

/** A file of `count` products with two variants each, under handles that start with `prefix`. */
export function csvOf(prefix: string, count: number): string {
  const products = Array.from({ length: count }, (_, index) => [
    `${prefix}${index},The “pot” ${index},"<p>Größe,\n""${index}""</p>",Company ${index % 7},Type ${index % 5},"a, b${index % 3}",` +
      `Size,Small,${prefix}${index}-S,${index % 900}.5,${index % 40},${index % 90}.99,,/img/${index}.jpg,false,kg`,
    `${prefix}${index},,,,,,,Large,,200,${index % 11},${index % 90}.50,120,,,lb`,
  ]);
  return [CSV_HEADER, ...products.flat(), ""].join("\r\n");
}

/** Uploads a file for the background through the API. */
export async function upload(
  text: string,
  options: { type?: string; query?: string; headers?: Record<string, string> } = {},
): Promise<Answer<JobBody>> {
  return api<JobBody>("POST", `/api/v1/products/imports${options.query ?? ""}`, {
    text,
    headers: { ...(options.headers ?? (await asStaff())), "Content-Type": options.type ?? "text/csv" },
  });
}

/** Uploads a CSV of which one half has been read when something else happens. */
export async function uploadSlowly(
  text: string,
  headers: Record<string, string>,
  meanwhile: () => Promise<unknown>,
): Promise<Answer<JobBody>> {
  const bytes = new TextEncoder().encode(text);
  const half = Math.ceil(bytes.length / 2);
  const pieces = [bytes.subarray(0, half), bytes.subarray(half)];
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (pieces.length === 1) await meanwhile();
        const piece = pieces.shift();
        if (piece) controller.enqueue(piece);
        else controller.close();
      },
    },
    // Nothing is made before it is read.
    { highWaterMark: 0 },
  );
  const request = new Request<unknown, IncomingRequestCfProperties>(
    "http://shop.test/api/v1/products/imports",
    { method: "POST", headers: { ...headers, "Content-Type": "text/csv" }, body },
  );
  const execution = createExecutionContext();
  const response = await visitWith(env, request, execution);
  await waitOnExecutionContext(execution);
  if (pieces.length > 0) throw new Error("the file was refused before it was read");
  return { status: response.status, headers: response.headers, body: await response.json<JobBody>() };
}

export async function readJob(id: string): Promise<JobBody> {
  return (await api<JobBody>("GET", `/api/v1/jobs/${id}`, { headers: await asStaff() })).body;
}

/** Waits until the queue is through with a job. */
export async function jobEnded(id: string): Promise<JobBody> {
  return eventually(async () => {
    const job = await readJob(id);
    return job.finished_at === undefined ? undefined : job;
  }, 60_000);
}

/** Downloads what an export made. */
export async function download(id: string): Promise<Response> {
  return visit(`http://shop.test/api/v1/jobs/${id}/result`, { headers: await asStaff() });
}

/** The test's bindings with a queue that loses everything: the test itself decides when a job goes on. */
export const silentEnv: Env = new Proxy(env, {
  get: (target, property) =>
    property === "EVENTS" ? { sendBatch: async () => undefined } : (Reflect.get(target, property) as unknown),
});

/** A context of a system job under these bindings, `seconds` from now. */
export function ctxWith(bindings: Env = silentEnv, seconds = 0): Ctx {
  return createCtx(
    bindings,
    { kind: "system", job: "test" },
    { waitUntil: () => undefined, now: () => new Date(Date.now() + seconds * 1_000) },
  );
}

/** Makes a job that nobody works on but the test. */
export async function silentImport(text: string, format: "csv" | "ndjson" = "csv"): Promise<string> {
  const stream = new Blob([text]).stream();
  const job = await createImport(ctxWith(), { stream, format, currency: "USD", dryRun: false });
  return job.id;
}

export async function silentExport(format: "csv" | "ndjson"): Promise<string> {
  return (await createExport(ctxWith(), { format, currency: "USD" })).id;
}

/** Lets a job go on, delivery after delivery, until it has ended. */
export async function runJob(id: string): Promise<void> {
  while ((await statusOf(id)) === "queued" || (await statusOf(id)) === "running") {
    await continueJob(ctxWith(), id);
  }
}

export async function statusOf(id: string): Promise<string> {
  const [row] = await rows<{ status: string }>("SELECT status FROM background_jobs WHERE id = ?", id);
  return row?.status ?? "none";
}

/** Everything that the shop knows of the products whose slug starts with `prefix`, without the prefix, ids and times. */
export async function contentOf(prefix: string): Promise<string> {
  const products = await rows(
    `SELECT slug, name, description, vendor, status, tags, seo_title, seo_description, metadata, version,
       (SELECT json_group_array(c.slug ORDER BY pc.position) FROM product_categories pc JOIN categories c ON c.id = pc.category_id
         WHERE pc.product_id = p.id) AS categories,
       (SELECT json_group_object(name, value) FROM product_attributes a WHERE a.product_id = p.id) AS attributes,
       (SELECT json_group_array(json_array(name, option_values) ORDER BY position) FROM product_options o WHERE o.product_id = p.id) AS options,
       (SELECT json_group_array(json_array(url, alt) ORDER BY position) FROM product_media m WHERE m.product_id = p.id) AS media
     FROM products p WHERE slug GLOB ? ORDER BY slug`,
    `${prefix}*`,
  );
  const variants = await rows(
    `SELECT p.slug AS product, v.sku, v.title, v.options, v.position, v.weight_grams, v.barcode, v.image_url, v.requires_shipping,
       v.taxable, v.tax_code, v.inventory_policy, v.metadata, v.archived_at IS NOT NULL AS archived,
       (SELECT json_group_object(currency, json_array(amount, compare_at_amount)) FROM variant_prices vp WHERE vp.variant_id = v.id) AS prices,
       (SELECT on_hand - reserved FROM stock_levels s WHERE s.variant_id = v.id) AS available,
       (SELECT COUNT(*) FROM stock_movements m WHERE m.variant_id = v.id) AS movements
     FROM products p JOIN product_variants v ON v.product_id = p.id WHERE p.slug GLOB ? ORDER BY p.slug, v.position, v.sku`,
    `${prefix}*`,
  );
  const text = JSON.stringify({ products, variants }, undefined, 1);
  return text.replaceAll(prefix, "").replaceAll(prefix.toUpperCase(), "");
}
