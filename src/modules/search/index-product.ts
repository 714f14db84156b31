import type { Category, Product } from "../catalog/index.ts";
import { plainText, wordsOf } from "./search-text.ts";

/** What products can be filtered by and are counted by. */
export type FacetKind = "category" | "tag" | "vendor" | "attribute" | "option";

export interface Facet {
  kind: FacetKind;
  /** Of the attribute or option; empty for the other kinds. */
  name: string;
  value: string;
  label: string;
  search_key: string;
}

/** The words by field that a product is found by, its facets, and the words that queries are corrected to. */
export interface IndexedProduct {
  product_id: string;
  name: string;
  sku: string;
  categories: string;
  tags: string;
  attributes: string;
  vendor: string;
  description: string;
  facets: Facet[];
  words: string[];
}

/** Of longer descriptions the rest is not searched. */
const DESCRIPTION_LENGTH = 5_000;

/** What is indexed of a product: `views` are its documents in all currencies, `categories` its own and those above them. */
export function indexProduct(
  view: Product,
  views: readonly Product[],
  categories: readonly Category[],
): IndexedProduct {
  const variants = views.flatMap((other) => other.variants);
  const values = [...Object.values(view.attributes), ...view.options.flatMap((option) => option.values)];
  const names = [...Object.keys(view.attributes), ...view.options.map((option) => option.name)];
  const categoryNames = categories.map((category) => category.name);
  const correctable = [view.name, view.vendor ?? "", ...categoryNames, ...view.tags, ...values];
  return {
    product_id: view.id,
    name: joined([view.name]),
    sku: skuWords(variants),
    categories: distinct(categoryNames),
    tags: distinct(view.tags),
    attributes: distinct([...values, ...names]),
    vendor: joined([view.vendor ?? ""]),
    description: joined([plainText(view.description).slice(0, DESCRIPTION_LENGTH)]),
    facets: facetsOf(view, categories),
    words: [...new Set(correctable.flatMap(wordsOf))].filter(isCorrectable),
  };
}

function joined(texts: readonly string[]): string {
  return texts.flatMap(wordsOf).join(" ");
}

/** Many variants must not make a word weigh more, so each stands there once. */
function distinct(texts: readonly string[]): string {
  return [...new Set(texts.flatMap(wordsOf))].join(" ");
}

/** SKUs by their parts and written as one word, and barcodes. */
function skuWords(variants: readonly { sku: string; barcode?: string | undefined }[]): string {
  const parts = variants.flatMap((variant) => [
    ...wordsOf(variant.sku),
    wordsOf(variant.sku).join(""),
    ...wordsOf(variant.barcode ?? ""),
  ]);
  return [...new Set(parts)].join(" ");
}

function isCorrectable(word: string): boolean {
  return word.length >= 3 && word.length <= 30 && !/^\d+$/.test(word);
}

function facetsOf(view: Product, categories: readonly Category[]): Facet[] {
  const facet = (kind: FacetKind, name: string, value: string, label = value): Facet => ({
    kind,
    name,
    value,
    label,
    search_key: wordsOf(label).join(" "),
  });
  return [
    ...categories.map((category) => facet("category", "", category.slug, category.name)),
    ...view.tags.map((tag) => facet("tag", "", tag)),
    ...(view.vendor === undefined ? [] : [facet("vendor", "", view.vendor)]),
    ...Object.entries(view.attributes).map(([name, value]) => facet("attribute", name, value)),
    ...view.options.flatMap(({ name, values }) => values.map((value) => facet("option", name, value))),
  ];
}
