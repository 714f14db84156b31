import { fromBase64, joined, utf8 } from "./bytes.ts";
import { readFileSync } from "node:fs";
import { inProject } from "../../scripts/lib/paths.ts";
import { firstOf, listOf, type Stage, textOf } from "./stage.ts";

const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

/** Products, categories, files and stock, whatever the run has done to them. */
export async function stageCatalog(stage: Stage): Promise<void> {
  const mark = stage.session.newKey();
  const csv = readFileSync(inProject("demo/catalog.csv"), "utf8");
  await stage.ask("importProducts", { body: { text: csv }, contentType: "text/csv" });
  await product(stage, mark);
  await categories(stage, mark);
  await stock(stage, mark);
  await jobs(stage, mark, csv);
}

async function product(stage: Stage, mark: string): Promise<void> {
  const made = await stage.ask("createProduct", { json: productOf(`one ${mark}`) });
  const other = await stage.ask("createProduct", { json: productOf(`two ${mark}`) });
  const { id } = made.body;
  const params = [id];
  await stage.ask("replaceRelatedProducts", { params, json: { product_ids: [other.body.id] } });
  await stage.ask("updateAttributes", { params, json: { Material: "Stoneware" } });
  const variant = firstOf(listOf((await stage.ask("listVariants", { params })).body));
  await stage.ask("getVariant", { params: [id, variant.id] });
  await stage.ask("updateVariant", { params: [id, variant.id], json: { barcode: "2110401370010" } });
  await stage.ask("replaceProduct", { params, json: productOf(`again ${mark}`) });
  const media = await stage.ask("uploadMedia", { body: picture(mark), contentType: "image/png" });
  const second = await stage.ask("uploadMedia", { body: picture(`${mark}b`), contentType: "image/png" });
  const shown = await stage.ask("addProductMedia", {
    params,
    json: { media_id: media.body.id, alt: "A pot" },
  });
  await stage.ask("addProductMedia", { params, json: { media_id: second.body.id } });
  await stage.ask("listProductMedia", { params });
  const ids = listOf((await stage.ask("listProductMedia", { params })).body).map(
    (each) => textOf(each, "id") || textOf(each, "media_id"),
  );
  await stage.ask("orderProductMedia", { params, json: { ids: ids.toReversed() } });
  const of = [id, ids[0] ?? shown.body.id];
  await stage.ask("updateProductMedia", { params: of, json: { alt: "Another pot" } });
  await stage.ask("removeProductMedia", { params: of });
  const file = picture(`${mark}c`);
  const announced = { filename: "a.png", content_type: "image/png", bytes: file.bytes.length };
  const upload = await stage.ask("createMediaUpload", { json: announced });
  const url = textOf(upload.body, "upload_url");
  const token = URL.canParse(url) ? (new URL(url).searchParams.get("token") ?? "") : "";
  const sent = {
    params: [new URL(url, "http://x").pathname.split("/").at(-1) ?? upload.body.id],
    query: { token },
  };
  await stage.ask("receiveMediaUpload", { ...sent, as: "guest", body: file, contentType: "image/png" });
  await stage.ask("deleteProduct", { params: [other.body.id] });
  await stage.ask("bulkProducts", {
    json: { operations: [{ op: "create", body: productOf(`three ${mark}`) }] },
  });
}

async function categories(stage: Stage, mark: string): Promise<void> {
  const parent = await stage.ask("createCategory", {
    json: { name: `Parent ${mark}`, slug: `parent-${mark}` },
  });
  const json = (name: string) => ({
    name: `${name} ${mark}`,
    slug: `${name}-${mark}`,
    parent_id: parent.body.id,
  });
  const ids: string[] = [];
  for (const name of ["a", "b"]) ids.push((await stage.ask("createCategory", { json: json(name) })).body.id);
  await stage.ask("orderCategories", { params: [parent.body.id], json: { ids: ids.toReversed() } });
  await stage.ask("replaceCategory", { params: [ids[0] ?? ""], json: json("c") });
  await stage.ask("updateCategory", { params: [ids[0] ?? ""], json: { name: `d ${mark}` } });
  await stage.ask("deleteCategory", { params: [ids[1] ?? ""] });
}

async function stock(stage: Stage, mark: string): Promise<void> {
  const made = await stage.ask("createLocation", { json: { name: `Shop ${mark}`, priority: 10 } });
  const spare = await stage.ask("createLocation", { json: { name: `Spare ${mark}`, priority: 20 } });
  await stage.ask("deleteLocation", { params: [spare.body.id] });
  for (const sku of ["BRD-ACA-S", "BRD-ACA-M"])
    await stage.ask("receiveStock", { json: { items: [{ sku, quantity: 500 }] } });
  const { body } = await stage.ask("listStock", { query: { sku: "BRD-ACA-S" } });
  const item = firstOf(listOf(body));
  const from = textOf(firstOf(listOf(item, "levels")), "location_id");
  const json = {
    sku: "BRD-ACA-S",
    from_location_id: from,
    to_location_id: made.body.id,
    quantity: 1,
    reason: "For the window",
  };
  await stage.ask("transferStock", { json });
  const variant = textOf(item, "variant_id");
  const levels = await stage.ask("getStock", { params: [variant] });
  const etag = levels.headers.get("ETag");
  const headers = etag === null ? {} : { "If-Match": etag };
  const counted = { on_hand: 7, reason: "Count" };
  await stage.ask("countStock", { params: [variant, made.body.id], headers, json: counted });
  const level = listOf(levels.body, "levels").find((each) => each["location_id"] === made.body.id);
  stage.session.known.note("/api/v1/inventory/{variant_id}/levels", [
    variant,
    textOf(level, "location_id") || made.body.id,
  ]);
  await stage.ask("setStockPolicy", { params: [variant], json: { low_stock_threshold: 3 } });
  await stage.ask("repairStock", { json: { dry_run: true, reason: "A look" } });
}

async function jobs(stage: Stage, mark: string, csv: string): Promise<void> {
  const small = `${csv.split("\n").slice(0, 2).join("\n")}\n`;
  await stage.ask("createProductImport", { body: { text: small }, contentType: "text/csv" });
  await stage.ask("createProductExport", { json: { format: "csv" }, headers: { "Idempotency-Key": mark } });
  const running = await stage.ask("createProductExport", { json: { format: "ndjson" } });
  await stage.ask("cancelJob", { params: [running.body.id] });
  await stage.session.world.sweep();
  const query = { status: "succeeded", kind: "product_export" };
  const done = listOf((await stage.ask("listJobs", { query })).body);
  for (const { id } of done.slice(0, 2)) await stage.ask("getJobResult", { params: [id] });
}

function productOf(name: string) {
  const sku = `SKU-${name.replaceAll(" ", "-")}`.toUpperCase().slice(0, 60);
  return { name, status: "active", variants: [{ sku, price: { amount: 2_500, currency: "USD" } }] };
}

function picture(mark: string) {
  return { bytes: joined(fromBase64(PIXEL), utf8(mark)) };
}
