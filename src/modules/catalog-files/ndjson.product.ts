import { generateSku } from "../catalog/index.ts";
import type { ImportedCategory, ImportedProduct, ImportedVariant, ImportError } from "./imported-product.ts";
import { type NdjsonProduct, ndjsonProductSchema } from "./ndjson.schema.ts";
import { importError, RowRefused } from "./shopify-csv.fields.ts";

/**
 * Reads lines of JSON, each a product. A wrong line is reported and left out. Of several lines with the same slug the last
 * counts, as it would if they were imported one after another.
 */
export function readNdjson(
  pieces: readonly { text: string; line: number }[],
  currency: string,
): { products: ImportedProduct[]; errors: ImportError[] } {
  const errors: ImportError[] = [];
  const bySlug = new Map<string, { product: NdjsonProduct; line: number }>();
  for (const { text, line: first } of pieces) {
    text.split("\n").forEach((json, index) => {
      if (json.trim() === "") return;
      const line = first + index;
      try {
        const product = readLine(json);
        bySlug.delete(product.slug);
        bySlug.set(product.slug, { product, line });
      } catch (error) {
        if (!(error instanceof RowRefused)) throw error;
        errors.push(importError(line, error));
      }
    });
  }
  const taken: Taken = { ids: new Set(), skus: new Set() };
  const accepted = [...bySlug.values()].filter(({ product, line }) => {
    const refusal = repeated(product, taken);
    if (refusal) errors.push(importError(line, refusal));
    return !refusal;
  });
  const products = accepted.map(({ product, line }) => importedOf(product, line, currency, taken.skus));
  return { products, errors: errors.sort((a, b) => a.line - b.line) };
}

/** JSON.stringify escapes these in any case, and an escaped backslash before them is text. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

function readLine(json: string): NdjsonProduct {
  if (json.includes("\uFFFD")) {
    throw new RowRefused("invalid_encoding", "The line holds characters that were lost in a wrong encoding.");
  }
  let value: unknown;
  try {
    value = JSON.parse(json.replace(/^\uFEFF/, ""));
  } catch {
    throw new RowRefused("invalid_json", "The line is no well-formed JSON.");
  }
  if (UNSTORABLE.test(JSON.stringify(value))) {
    throw new RowRefused("invalid_text", "The line holds a NUL, or half of a character.");
  }
  const result = ndjsonProductSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const pointer = `#${(issue?.path ?? []).map((part) => `/${String(part)}`).join("")}`;
  throw new RowRefused("invalid_product", `${pointer} ${issue?.message ?? "is not valid"}`.slice(0, 500));
}

interface Taken {
  ids: Set<string>;
  skus: Set<string>;
}

/** Adds the ids and SKUs of a product to those that are taken, or says which one was before. */
function repeated(product: NdjsonProduct, taken: Taken): RowRefused | undefined {
  const ids = [product.id, ...product.variants.map(({ id }) => id)].flatMap((id) => id ?? []);
  const skus = product.variants.flatMap(({ sku }) => sku ?? []);
  const id = firstRepeated(ids, taken.ids);
  if (id !== undefined) return new RowRefused("duplicate_id", `The id ${id} stands in the file already.`);
  const sku = firstRepeated(skus, taken.skus);
  if (sku !== undefined)
    return new RowRefused("duplicate_sku", `The SKU "${sku}" stands in the file already.`);
  for (const each of ids) taken.ids.add(each);
  for (const each of skus) taken.skus.add(each);
  return undefined;
}

function firstRepeated(values: readonly string[], taken: ReadonlySet<string>): string | undefined {
  return values.find((value, index) => taken.has(value) || values.indexOf(value) < index);
}

function importedOf(
  product: NdjsonProduct,
  line: number,
  currency: string,
  skus: Set<string>,
): ImportedProduct {
  const variants = product.variants.map((variant): ImportedVariant => {
    const generatedSku = variant.sku ?? generateSku(product.slug, variant.options, skus);
    skus.add(generatedSku);
    const options = Object.fromEntries(
      product.options.map(({ name }) => [name, variant.options[name] ?? ""]),
    );
    const prices = Object.entries(variant.prices).map(([code, { amount, compare_at_amount }]) => ({
      currency: code,
      amount,
      compareAtAmount: compare_at_amount ?? null,
    }));
    const price = prices.find((each) => each.currency === currency);
    return {
      line,
      ...(variant.id === undefined ? {} : { id: variant.id }),
      sku: variant.sku ?? null,
      generatedSku,
      title: variant.title ?? (Object.values(options).join(" / ") || "Default"),
      options,
      weightGrams: variant.weight_grams,
      barcode: variant.barcode ?? null,
      imageUrl: variant.image_url ?? null,
      requiresShipping: variant.requires_shipping,
      taxable: variant.taxable,
      taxCode: variant.tax_code ?? null,
      inventoryPolicy: variant.inventory_policy,
      price: price?.amount ?? null,
      compareAtPrice: price?.compareAtAmount ?? null,
      otherPrices: prices.filter((each) => each.currency !== currency),
      quantity: variant.available ?? null,
      metadata: {},
      allMetadata: variant.metadata,
    };
  });
  return {
    ...(product.id === undefined ? {} : { id: product.id }),
    slug: product.slug,
    name: product.name,
    description: product.description,
    vendor: product.vendor ?? null,
    status: product.status,
    publishAt: product.publish_at ?? null,
    tags: [...new Set(product.tags)],
    seoTitle: product.seo_title ?? null,
    seoDescription: product.seo_description ?? null,
    attributes: product.attributes,
    categories: product.categories.flatMap(chainOf),
    categoryLinks: [...new Set(product.categories.map((path) => path.at(-1)?.slug ?? ""))],
    metadata: {},
    allMetadata: product.metadata,
    options: product.options.map(({ name, values }) => ({
      name,
      values: [...new Set([...values, ...variants.map(({ options }) => options[name] ?? "")])],
    })),
    media: product.images,
    variants,
    lines: [line],
    complete: true,
  };
}

function chainOf(path: NdjsonProduct["categories"][number]): ImportedCategory[] {
  return path.map((category, depth) => ({ ...category, parent: path[depth - 1]?.slug ?? null }));
}
