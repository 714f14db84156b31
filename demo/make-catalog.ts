/** Writes the demo catalog (demo/catalog.csv) and its pictures (public/demo/*.svg): `node demo/make-catalog.ts`. */
import { strict as assert } from "node:assert";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { COLUMNS, productRows, writeCsv } from "./csv.ts";
import type { Row } from "./csv.ts";
import { checkDigit, expandCatalog } from "./expand.ts";
import type { Product } from "./expand.ts";
import { categories } from "./products.ts";

const CATALOG = new URL("./catalog.csv", import.meta.url);
const PICTURES = new URL("../public/demo/", import.meta.url);

function writePictures(products: readonly Product[]): Map<string, number> {
  mkdirSync(PICTURES, { recursive: true });
  for (const name of readdirSync(PICTURES)) if (name.endsWith(".svg")) rmSync(new URL(name, PICTURES));
  const sizes = new Map<string, number>();
  for (const image of products.flatMap((product) => product.images)) {
    assert.ok(!sizes.has(image.file), `picture ${image.file} twice`);
    writeFileSync(new URL(image.file, PICTURES), image.svg);
    sizes.set(image.file, new TextEncoder().encode(image.svg).length);
  }
  return sizes;
}

/** Reads the written catalog back and checks that it says what the data says. */
function checkCatalog(products: readonly Product[], pictures: ReadonlyMap<string, number>): void {
  const rows = parse<Row>(readFileSync(CATALOG, "utf8"), { columns: true });
  const column = (name: string): string[] =>
    rows.map((row) => row[name] ?? "").filter((value) => value !== "");
  const variants = products.flatMap((product) => product.variants);
  const skus = column("Variant SKU");
  const handles = column("Handle");

  assert.deepEqual(Object.keys(rows[0] ?? {}), COLUMNS);
  assert.equal(products.length, 60);
  assert.equal(new Set(handles).size, 60);
  assert.equal(column("Title").length, 60);
  assert.equal(new Set(column("Title")).size, 60);
  assert.equal(new Set(column("Type")).size, 8);
  assert.ok(handles.every((handle) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(handle)));
  assert.equal(skus.length, variants.length);
  assert.equal(new Set(skus).size, variants.length);
  assert.ok(variants.length >= 150 && variants.length <= 200, `${variants.length} variants`);
  assert.deepEqual(
    column("Body (HTML)"),
    products.map((product) => product.spec.body),
  );

  const barcodes = column("Variant Barcode");
  assert.equal(new Set(barcodes).size, barcodes.length);
  for (const code of barcodes) {
    assert.match(code, /^2\d{12}$/);
    assert.equal(checkDigit(code.slice(0, 12)), Number(code[12]));
  }
  assert.ok(column("Variant Price").every((price) => /^\d+\.\d\d$/.test(price)));
  for (const row of rows.filter((each) => each["Variant Compare At Price"])) {
    assert.ok(Number(row["Variant Compare At Price"]) > Number(row["Variant Price"]), row["Variant SKU"]);
  }
  const quantities = column("Variant Inventory Qty").map(Number);
  assert.ok(quantities.every((quantity) => quantity >= 0 && quantity <= 250));
  assert.equal(column("Variant Inventory Policy").filter((policy) => policy === "continue").length, 2);
  assert.equal(column("Published").filter((published) => published === "false").length, 1);
  const digital = rows.filter((row) => row["Variant Requires Shipping"] === "false");
  assert.equal(new Set(digital.map((row) => row["Handle"])).size, 2);
  assert.ok(digital.every((row) => row["Variant Grams"] === "0"));

  const sources = column("Image Src").map((src) => src.replace("/demo/", ""));
  assert.deepEqual(new Set(sources), new Set(pictures.keys()));
  assert.equal(sources.length, pictures.size);
  assert.ok(column("Variant Image").every((src) => pictures.has(src.replace("/demo/", ""))));
}

const products = expandCatalog(categories);
const rows = products.flatMap(productRows);
writeFileSync(CATALOG, writeCsv(rows));
const pictures = writePictures(products);
checkCatalog(products, pictures);

const sizes = [...pictures.values()];
const variantCount = products.reduce((total, product) => total + product.variants.length, 0);
console.log(
  `${products.length} products in ${categories.length} categories, ${variantCount} variants, ${rows.length} rows`,
);
console.log(
  `${sizes.length} pictures, ${Math.min(...sizes)}-${Math.max(...sizes)} bytes, ${sizes.reduce((a, b) => a + b, 0)} in all`,
);
